"""The same dialogue kept by aiogram's own storage of conversations, in Redis and in SQLite."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

import aiosqlite
from aiogram import Dispatcher
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.fsm.storage.redis import RedisEventIsolation, RedisStorage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

IsolationLevel = Literal["DEFERRED", "EXCLUSIVE", "IMMEDIATE"] | None
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


class Plain(BaseStorage):
    """A row a conversation, kept by aiosqlite (WAL, FULL) in one connection, as its documentation
    shows: a cursor for what is read; execute, then commit for what is written.

    People who write at the same time share transactions: nearly every COMMIT finds little to do.
    """

    ISOLATION: ClassVar[IsolationLevel] = "DEFERRED"

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database

    @classmethod
    async def opened(cls, path: Path) -> Self:
        """A new one in this file."""
        database = await aiosqlite.connect(path, isolation_level=cls.ISOLATION)
        for order in (_WAL, _FULL, _TABLE):
            await database.execute(order)
        return cls(database)

    async def _find(self, what: str, key: StorageKey) -> Any:
        async with self._database.execute(_GET.format(what), (_who(key),)) as cursor:
            row = await cursor.fetchone()
        return row[0] if row else None

    async def _keep(self, what: str, key: StorageKey, value: str | None) -> None:
        await self._database.execute(_SET.format(what), (_who(key), value))
        await self._database.commit()

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        await self._keep("state", key, state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        found: str | None = await self._find("state", key)
        return found

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self._keep("data", key, json.dumps(dict(data)))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(await self._find("data", key) or "{}")
        return found

    async def close(self) -> None:
        await self._database.close()


class Lean(Plain):
    """The same in as few ways to aiosqlite's thread as it has."""

    async def _find(self, what: str, key: StorageKey) -> Any:
        rows = list(await self._database.execute_fetchall(_GET.format(what), (_who(key),)))
        return rows[0][0] if rows else None


class Apart(Lean):
    """As lean, and each call a transaction of its own."""

    ISOLATION = None

    async def _keep(self, what: str, key: StorageKey, value: str | None) -> None:
        await self._database.execute(_SET.format(what), (_who(key), value))


_WAL, _FULL = "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"
_TABLE = "CREATE TABLE fsm (who TEXT PRIMARY KEY, state TEXT, data TEXT)"
_GET = "SELECT {0} FROM fsm WHERE who = ?"
_SET = (
    "INSERT INTO fsm (who, {0}) VALUES (?, ?) ON CONFLICT (who) DO UPDATE SET {0} = excluded.{0}"
)


def _who(key: StorageKey) -> str:
    return f"{key.bot_id}:{key.chat_id}:{key.user_id}"


SQLITE: dict[str, type[Plain]] = {
    "aiosqlite": Plain,
    "aiosqlite, leaner": Lean,
    "aiosqlite, a transaction a call": Apart,
}


@asynccontextmanager
async def rivals(folder: Path) -> AsyncIterator[dict[str, Dispatcher]]:
    """Each storage with its dispatcher, by name; Redis only where its server is installed."""
    async with AsyncExitStack() as stack:
        found = {}
        port = stack.enter_context(_redis(folder))
        if port is not None:
            found["Redis"] = _with_redis(port)
        for name, kind in SQLITE.items():
            storage = await kind.opened(folder / f"fsm-{kind.__name__}.db")
            found[name] = dispatcher(storage)
            stack.push_async_callback(storage.close)
        if port is not None:
            stack.push_async_callback(found["Redis"].storage.close)
        yield found


@contextmanager
def _redis(folder: Path) -> Iterator[int | None]:
    """The port of a server of our own; None where none is installed."""
    program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    orders = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    server = subprocess.Popen([program, *orders], stdout=subprocess.DEVNULL)
    try:
        _answers(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("redis-server does not answer")


def _with_redis(port: int) -> Dispatcher:
    storage = RedisStorage.from_url(f"redis://127.0.0.1:{port}")
    return dispatcher(storage, events_isolation=RedisEventIsolation(storage.redis))
