"""The same dialogue kept by aiogram's own storage of conversations, in Redis and in SQLite."""

import asyncio
import importlib.util
import json
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiogram import Dispatcher
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

STARTS_WITHIN = 10.0  # seconds for redis-server


class Asked(StatesGroup):
    """The questions after the first message."""

    where = State()
    review = State()


def dispatcher(storage: BaseStorage, **isolation: Any) -> Dispatcher:
    """The least that asks for a place and shows a summary; three messages a dialogue."""
    found = Dispatcher(storage=storage, **isolation)

    @found.message(StateFilter(None))
    async def began(message: Message, state: FSMContext) -> None:
        await state.update_data(what=message.text)
        await state.set_state(Asked.where)
        await message.answer("What is kept and for how long.")
        await message.answer("Where?", reply_markup=_keys("Danger", "Cancel"))

    @found.message(StateFilter(Asked.where))
    async def placed(message: Message, state: FSMContext) -> None:
        data = await state.update_data(where=message.text)
        await state.set_state(Asked.review)
        summary = f"{data['what']}\n{data['where']}"
        await message.answer(summary, reply_markup=_keys("Send", "What", "Where", "Cancel"))

    return found


def _keys(*labels: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=label, callback_data=label) for label in labels]
    return InlineKeyboardMarkup(inline_keyboard=[row])


class SqliteStorage(BaseStorage):
    """A row a conversation, each call its own transaction in one thread, as aiosqlite works."""

    def __init__(self, path: Path) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._driver = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._driver.execute("PRAGMA journal_mode=WAL")
        self._driver.execute("PRAGMA synchronous=FULL")
        self._driver.execute("CREATE TABLE fsm (who TEXT PRIMARY KEY, state TEXT, data TEXT)")

    async def _said(self, what: str, *values: Any) -> Any:
        def said() -> Any:
            return self._driver.execute(what, values).fetchone()

        return await asyncio.get_running_loop().run_in_executor(self._thread, said)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        await self._said(_SET.format("state"), _who(key), name)

    async def get_state(self, key: StorageKey) -> str | None:
        row = await self._said("SELECT state FROM fsm WHERE who = ?", _who(key))
        return row[0] if row else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self._said(_SET.format("data"), _who(key), json.dumps(dict(data)))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        row = await self._said("SELECT data FROM fsm WHERE who = ?", _who(key))
        found: dict[str, Any] = json.loads(row[0]) if row and row[0] else {}
        return found

    async def close(self) -> None:
        self._thread.shutdown()
        self._driver.close()


_SET = (
    "INSERT INTO fsm (who, {0}) VALUES (?, ?) ON CONFLICT (who) DO UPDATE SET {0} = excluded.{0}"
)


def _who(key: StorageKey) -> str:
    return f"{key.bot_id}:{key.chat_id}:{key.user_id}"


@asynccontextmanager
async def rivals(folder: Path) -> AsyncIterator[dict[str, Dispatcher]]:
    """Each storage with its dispatcher, by name; Redis only where its server is installed."""
    storage = SqliteStorage(folder / "fsm.db")
    found = {"SQLite": dispatcher(storage)}
    server = _redis(folder)
    try:
        if server is not None:
            found["Redis"] = _with_redis(server[1])
        yield found
    finally:
        for one in found.values():
            await one.storage.close()
        if server is not None:
            server[0].terminate()
            server[0].wait()


def _redis(folder: Path) -> tuple["subprocess.Popen[bytes]", int] | None:
    program = shutil.which("redis-server")
    if program is None or importlib.util.find_spec("redis") is None:
        return None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    orders = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    server = subprocess.Popen([program, *orders], stdout=subprocess.DEVNULL)
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.05)
    server.terminate()
    raise RuntimeError("redis-server does not answer")


def _with_redis(port: int) -> Dispatcher:
    from aiogram.fsm.storage.redis import RedisEventIsolation, RedisStorage

    storage = RedisStorage.from_url(f"redis://127.0.0.1:{port}")
    return dispatcher(storage, events_isolation=RedisEventIsolation(storage.redis))
