"""Programs in processes of their own: the product, the sandbox, and a Telegram that agrees."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.programs import HIDDEN
from tests.world import VAULT_KEY

ROOT = Path(__file__).parent.parent.parent
STOPS_WITHIN = 15.0
PUBLIC_TOKEN = "700000001:sandbox-public"
PRIVATE_TOKEN = "700000002:sandbox-private"
SECRET = "bench-secret-of-sixteen-signs"


@asynccontextmanager
async def process(
    module: str, *words: str, folder: Path, settings: dict[str, str] | None = None
) -> AsyncIterator[tuple[int, str]]:
    """The process id and first line of a program; told to stop and waited for at the end.

    RuntimeError when it says nothing. What it says on standard error is shown then only.
    """
    environment = {key: value for key, value in os.environ.items() if key not in HIDDEN}
    with (folder / f"{module}.err").open("a+b") as errors:
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *words),
            cwd=folder,
            env={**environment, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR", **(settings or {})},
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
        assert running.stdout is not None
        line = (await running.stdout.readline()).decode()
        try:
            if not line.strip():
                errors.seek(0)
                raise RuntimeError(f"{module} did not start: {errors.read().decode()[-2000:]}")
            yield running.pid, line
        finally:
            if running.returncode is None and "--help" not in words:
                running.terminate()
            await asyncio.wait_for(running.communicate(), STOPS_WITHIN)


@asynccontextmanager
async def sandbox(folder: Path) -> AsyncIterator[str]:
    """The address of a sandbox; nothing of its play is left from another one."""
    (folder / "sandbox").mkdir(parents=True)
    place = ("--listen", "127.0.0.1:0", "--state", str(folder / "sandbox"))
    async with process("sandbox", *place, folder=folder) as (_, line):
        yield line.split()[-1]


@asynccontextmanager
async def agreeing(folder: Path) -> AsyncIterator[str]:
    """The address of a Telegram that says yes to every call, so that it costs next to nothing."""
    async with process("tests.bench.agreeing", folder=folder) as (_, line):
        yield line.split()[-1]


def settings_of(url: str, folder: Path, group: int, **more: str) -> dict[str, str]:
    """What a program needs to run against this Telegram, on a SQLite file in `folder`."""
    return {
        "PUBLIC_BOT_TOKEN": PUBLIC_TOKEN,
        "PRIVATE_BOT_TOKEN": PRIVATE_TOKEN,
        "VERIFICATION_CHAT_ID": str(group),
        "DATABASE_URL": f"sqlite:///{folder / 'cakra.db'}",
        "DATA_DIR": str(folder / "data"),
        "VAULT_KEY": VAULT_KEY,
        "TELEGRAM_API_URL": url,
        **more,
    }


def posted_to(port: int, *, front: int | None = None) -> dict[str, str]:
    """The settings by which updates are posted to the program on `port`."""
    return {
        "WEBHOOK_URL": f"http://127.0.0.1:{front or port}",
        "WEBHOOK_SECRET": SECRET,
        "LISTEN": f"127.0.0.1:{port}",
    }


def resident(pid: int) -> float:
    """Megabytes of VmRSS."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0
