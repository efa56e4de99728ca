"""`python -m sandbox`: run the sandbox until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox.accounts import BotSpec
from sandbox.running import PRIVATE, PUBLIC, NotLocal, serve
from sandbox.stage import Stage


def main(arguments: Sequence[str] | None = None) -> int:
    """0 after SIGTERM or SIGINT, 1 with one line on stderr when it can not start."""
    given = _parser().parse_args(arguments)
    host, _, port = given.listen.rpartition(":")
    try:
        bots, stage = _bots(given), Stage.read(given.stage) if given.stage else None
        asyncio.run(_run(host.strip("[]"), int(port), given, bots, stage))
    except (NotLocal, OSError, ValueError) as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 1
    return 0


async def _run(
    host: str,
    port: int,
    given: argparse.Namespace,
    bots: list[BotSpec],
    stage: Stage | None,
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if given.below:
        loop.add_reader(sys.stdin, _ended, loop, stop)
    about = {"state": given.state, "limits": given.limits, "stage": stage}
    async with serve(bots, host=host, port=port, **about) as sandbox:
        print(f"Sandbox listens on {sandbox.url}", flush=True)
        await stop.wait()


def _ended(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Nobody writes to us: what can be read is the end, and it stays readable."""
    loop.remove_reader(sys.stdin)
    stop.set()


def _bots(given: argparse.Namespace) -> list[BotSpec]:
    bots = [BotSpec.parse(text) for text in given.bot]
    if given.config:
        listed = json.loads(given.config.read_text(encoding="utf-8"))
        bots += [BotSpec(**bot) for bot in listed["bots"]]
    return bots or [PUBLIC, PRIVATE]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument(
        "--listen",
        default="127.0.0.1:8081",
        metavar="HOST:PORT",
        help="a loopback address; port 0 takes a free one",
    )
    parser.add_argument(
        "--state",
        type=Path,
        default=Path("data/sandbox"),
        metavar="DIR",
        help="where the play is kept",
    )
    parser.add_argument(
        "--limits", action="store_true", help="refuse floods as Telegram does, with 429"
    )
    parser.add_argument(
        "--below",
        action="store_true",
        help="end with the program that started it: when standard input, a pipe, is closed",
    )
    parser.add_argument(
        "--bot",
        action="append",
        default=[],
        metavar="TOKEN:USERNAME:TITLE",
        help="a bot; may be given several times",
    )
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE.json",
        help='bots as {"bots": [{"token", "username", "title", "privacy"}]}',
    )
    parser.add_argument(
        "--stage",
        type=Path,
        metavar="FILE.json",
        help="who plays whom, what to try and the errands the page may run",
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
