"""Starts a whole office for one test."""

import gc
import io
import shutil
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path

from bot import logs, opening
from bot.settings import Settings
from offices.load import PROFILES
from sandbox.running import serve
from storage.pacer import Limits
from tests.homes import INDRAGIRI_HILIR, Home
from tests.world.office import World
from tests.world.trace import FakeClock, Trace

opening.load_office = cache(opening.load_office)  # type: ignore[attr-defined]  # read-only
ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]
VAULT_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


def profile(home: Home, folder: Path, forms: Mapping[str, str]) -> str:
    """The office's profile with these forms of its own, by file name: the shipped one without."""
    if not forms:
        return home.key
    copy = folder / home.key
    shutil.copytree(PROFILES / home.key, copy)
    (copy / "forms").mkdir(exist_ok=True)
    for name, text in forms.items():
        (copy / "forms" / name).write_text(text, encoding="utf-8")
    return str(copy)


@asynccontextmanager
async def world(
    database_url: str,
    folder: Path,
    home: Home = INDRAGIRI_HILIR,
    *,
    limits: Limits | None = None,
    forms: Mapping[str, str] | None = None,
    listen: int | None = None,
    introduced: bool = True,
) -> AsyncIterator[World]:
    """A running office. The clock stands at a Saturday noon and moves only when told to.

    Updates come by polling, or to a webhook on the port `listen`.
    """
    log = io.StringIO()
    logs.configure("DEBUG", stream=log)
    trace, clock = Trace(), FakeClock(home.noon)
    async with serve() as sandbox:
        group = await sandbox.group("Meja verifikasi", bots=[sandbox.bots[1]])
        settings = Settings(
            public_bot_token=sandbox.bots[0].token,
            private_bot_token=sandbox.bots[1].token,
            verification_chat_id=group.id,
            office=profile(home, folder, forms or {}),
            database_url=database_url,
            data_dir=folder / "data",
            vault_key=VAULT_KEY,
            telegram_api_url=sandbox.url,
            webhook_url=f"http://127.0.0.1:{listen}" if listen else "",
            listen=f"127.0.0.1:{listen or 8080}",
        )
        async with AsyncExitStack() as running:
            limits = limits or Limits.none()
            office = World(sandbox, clock, trace, settings, group, log, limits, home, running)
            office.introduced = introduced
            await office.starts()
            _keep_what_lasts()
            yield office


@cache
def _keep_what_lasts() -> None:
    """As the program does once it has started: libraries' objects are many, and pydantic would
    make aiogram's generic models anew after each collection."""
    gc.freeze()
