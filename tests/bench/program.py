"""The whole program as a process: how long it takes to start, and what it holds at rest."""

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.client import Sandbox
from tests.world import VAULT_KEY

ROOT = Path(__file__).parent.parent.parent
REST = 3.0  # seconds until the commands are announced and the first polls are open
STOPS_WITHIN = 15.0


@dataclass
class Started:
    """Seconds until it spoke, and megabytes of VmRSS a little later."""

    help: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    run: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


@asynccontextmanager
async def sandbox_process(folder: Path) -> AsyncIterator[str]:
    """A sandbox in a process of its own, so that it does not take the program's time."""
    place = ("--listen", "127.0.0.1:0", "--state", str(folder / "sandbox"))
    async with _process("sandbox", *place, folder=folder, more={}) as (_, line):
        yield line.split()[-1]


async def start(url: str, folder: Path, rounds: int) -> Started:
    """Help and the program in turns; the first of either fills the caches and counts apart."""
    found = Started()
    async with Sandbox(url) as sandbox:
        public, private = sandbox.bots
        group = await sandbox.group("Meja verifikasi", bots=[private])
    settings = {
        "PUBLIC_BOT_TOKEN": public.token,
        "PRIVATE_BOT_TOKEN": private.token,
        "VERIFICATION_CHAT_ID": str(group.id),
        "DATABASE_URL": f"sqlite:///{folder / 'program.db'}",
        "DATA_DIR": str(folder / "program"),
        "VAULT_KEY": VAULT_KEY,
        "TELEGRAM_API_URL": url,
    }
    for number in range(rounds + 1):
        begun = time.perf_counter()
        async with _process("bot", "--help", folder=folder, more={}):
            pass
        if number:
            found.help.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        async with _process("bot", "run", folder=folder, more=settings) as (pid, _):
            (found.run if number else found.first).append(time.perf_counter() - begun)
            await asyncio.sleep(REST)
            found.memory.append(_resident(pid))
    return found


@asynccontextmanager
async def _process(
    module: str, *arguments: str, folder: Path, more: dict[str, str]
) -> AsyncIterator[tuple[int, str]]:
    """A program that has said its first line; told to stop and waited for at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **more},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    if not line.strip() and "--help" not in arguments:
        raise RuntimeError(f"{module} did not start")
    try:
        yield process.pid, line
    finally:
        if "--help" not in arguments and process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.communicate(), STOPS_WITHIN)


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
