"""Takes updates from Telegram, and acknowledges them only after their effect is committed."""

import asyncio
import time
import traceback
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from msgspec import Struct
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.burying import Burying
from bot.listening import Listener
from bot.moving import Move, desk_moved
from bot.rawupdates import KINDS, sender
from bot.room import FullDisk
from desk.house import House
from handlers.turn import Turn
from storage.database import Database
from storage.dying import Point, passes
from storage.pacer import Asides
from storage.plainjson import parsed
from words import Library

log = structlog.get_logger()
HOLD = 25  # seconds a poll may stay open
FINISHES_WITHIN = 8.0  # seconds for a batch in hand when the program stops
AWAY = (OperationalError, InterfaceError, PoolTimeout, OSError)  # what a retry may mend
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between tries while Telegram is away


class NotKept(Exception):
    """The database did not take an update: it must not be acknowledged."""


class _Turns(Struct):
    """Of one person: whose queue has the turn, and how many queues there are."""

    lock: asyncio.Lock
    queues: int = 0


class Intake:
    """The updates of one bot.

    aiogram's own polling moves the offset on before handlers end, so this owns the loop: a batch
    is handled side by side, one person at a time, and the next offset is asked for only when all
    of it is committed. What no handler can digest is stored sealed and stepped over.
    """

    def __init__(
        self,
        name: str,
        *,
        bot: Bot,
        listener: Listener,
        house: House,
        library: Library,
        database: Database,
        api_url: str,
        group: tuple[int, int | None],
        clock: Callable[[], datetime],
        full: FullDisk | None = None,
        asides: Asides | None = None,
    ) -> None:
        self._asides = asides
        self._name, self._bot, self._listener = name, bot, listener
        self._house, self._library, self._database = house, library, database
        self._group, self._full, self._clock = group, full, clock
        self._burying = Burying(name, bot=bot, house=house, library=library, database=database)
        self._address = f"{api_url}/bot{bot.token}/getUpdates"
        self._turns: dict[int, _Turns] = {}
        self._username, self._posted = "", False
        self._answered = time.monotonic()
        self._unkept: float | None = None

    @property
    def unkept_for(self) -> timedelta:
        """Since when an update waits that could be neither handled nor buried; zero without one.

        By webhook, where Telegram says when it comes again, until another is kept.
        """
        if self._unkept is None:
            return timedelta()
        return timedelta(seconds=time.monotonic() - self._unkept)

    @property
    def silent_for(self) -> timedelta | None:
        """Since Telegram last answered a poll, or since the start; None where nobody polls."""
        if self._posted:
            return None
        return timedelta(seconds=time.monotonic() - self._answered)

    async def run(self) -> None:
        """Poll until cancelled; a batch in hand is finished first."""
        pause = FIRST_PAUSE
        offset = 0
        timeout = aiohttp.ClientTimeout(total=HOLD + 15)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                try:
                    batch = await self._poll(session, offset)
                    if batch:
                        passes(Point.FETCHED)
                    offset = await _finished(self._handle(batch, offset))
                except (aiohttp.ClientError, TimeoutError, ValueError, NotKept) as error:
                    log.warning("intake_waits", bot=self._name, error=_named(error), pause=pause)
                except Exception as error:
                    log.exception("intake_stumbled", bot=self._name, error=_named(error))
                else:
                    pause = FIRST_PAUSE
                    continue
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _poll(self, session: aiohttp.ClientSession, offset: int) -> list[dict[str, Any]]:
        """The next updates as they came. Raises ValueError for anything but a good answer."""
        if not self._username:
            self._username = await self._introduce()
        wish = {"offset": offset, "timeout": HOLD, "allowed_updates": list(KINDS)}
        async with session.post(self._address, json=wish) as response:
            answer = await response.json(content_type=None, loads=parsed)
        if not isinstance(answer, dict) or not answer.get("ok"):
            if "webhook" in str(answer):  # set meanwhile by another: polling alone never ends it
                self._username = ""
            raise ValueError(str(answer)[:200])
        self._answered = time.monotonic()
        updates: list[dict[str, Any]] = answer["result"]
        return updates

    async def subscribe(self, url: str, secret: str) -> None:
        """Have Telegram post updates to `url` with `secret`. ValueError: it would not, or is away.

        Telegram then refuses polls, so nobody polls beside it.
        """
        try:
            me = await self._bot.me()
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=list(KINDS))
        except AiogramError as error:
            raise ValueError(_named(error)) from error
        self._username, self._posted = me.username or "", True

    async def deliver(self, raw: dict[str, Any]) -> None:
        """Handle one update that came by itself, after those of the same person before it.

        Raises NotKept, and then it has to come again.
        """
        if not self._username:
            raise NotKept("the bot does not know its own name yet")
        with self._noting():
            await self._in_order(sender(raw), [raw])

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Note since when updates fail in here; the error goes on."""
        try:
            yield
        except Exception:
            self._unkept = time.monotonic() if self._unkept is None else self._unkept
            raise
        self._unkept = None

    async def _introduce(self) -> str:
        """Learn the bot's own name; a webhook left behind would keep every update away."""
        try:
            me = await self._bot.me()
            await self._bot.delete_webhook()
        except AiogramError as error:
            raise ValueError(_named(error)) from error
        return me.username or ""

    async def _handle(self, batch: list[dict[str, Any]], offset: int) -> int:
        """Handle a batch; returns the next offset. Raises NotKept, and then none is confirmed."""
        queues: dict[int, list[dict[str, Any]]] = {}
        for raw in batch:
            queues.setdefault(sender(raw), []).append(raw)
        results = await asyncio.gather(
            *(self._in_order(who, queue) for who, queue in queues.items()),
            return_exceptions=True,
        )
        with self._noting():
            for result in results:
                if isinstance(result, BaseException):
                    raise result
        return max((int(raw["update_id"]) + 1 for raw in batch), default=offset)

    async def _in_order(self, who: int, queue: list[dict[str, Any]]) -> None:
        turns = self._turns.get(who)
        if turns is None:
            turns = self._turns[who] = _Turns(asyncio.Lock())
        turns.queues += 1
        try:
            async with turns.lock:
                for raw in queue:
                    await self._accept(who, raw)
                    passes(Point.ANSWERED)
        finally:
            turns.queues -= 1
            if not turns.queues:
                del self._turns[who]

    async def _accept(self, who: int, raw: dict[str, Any]) -> None:
        """Handle one update; returns when its effect is committed. Raises NotKept."""
        try:
            await self._feed_or_bury(who, raw)
        except AWAY as error:
            if self._full is not None:
                await self._full.noticed(error)
            raise NotKept(_named(error)) from error

    async def _feed_or_bury(self, who: int, raw: dict[str, Any]) -> None:
        try:
            await self._feed(who, raw)
        except AWAY:
            raise
        except Exception as error:
            log.error("update_poisonous", bot=self._name, error=_named(error))
            await self._burying.bury(raw, traceback.format_exc(), self._clock())

    async def _feed(self, who: int, raw: dict[str, Any]) -> None:
        move = Move.told(raw)
        if move is not None:
            await self._follow(move)
            return
        if who == 0:
            return
        turn = Turn(
            bot=self._name,
            update_id=int(raw["update_id"]),
            telegram_id=who,
            telegram=self._bot,
            house=self._house,
            library=self._library,
            database=self._database,
            now=self._clock(),
            me=self._username,
            asides=self._asides,
        )
        await self._listener.hear(raw, turn)

    async def _follow(self, move: Move) -> None:
        """A group became a supergroup; of the verification group the office goes along."""
        now, seed = self._clock(), self._group
        await self._database.run(lambda session: desk_moved(session, self._house, seed, move, now))


async def _finished(handling: Coroutine[Any, Any, int]) -> int:
    """Await a batch; told to stop meanwhile, let it end first, within eight seconds."""
    task = asyncio.create_task(handling)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=FINISHES_WITHIN)
        raise


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]
