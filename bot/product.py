"""Puts the program together: the one place where every part meets."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from aiogram import Bot as ListeningBot
from aiogram.client.session.aiohttp import AiohttpSession

from bot import logs
from bot.clock import Clock
from bot.connections import listening_session, sender
from bot.courier import Courier
from bot.downloader import Downloader
from bot.guard import GUARDED, Guard, GuardLost, guard_of
from bot.intake import FINISHES_WITHIN, Intake
from bot.listening import Listener
from bot.opening import open_house
from bot.profile import introduce
from bot.room import FullDisk
from bot.settings import Settings
from bot.webhook import Webhook
from desk.rights import PRIVATE, PUBLIC
from handlers import private, public
from storage.database import Database
from storage.epoch import Epoch, take_over
from storage.files.store import FileStore
from storage.pacer import Asides, Limits
from web.figures import measure
from web.pages import Gauges, application
from web.serving import listen, serving
from web.trouble import PortTaken
from web.webhook import routes
from words import Library

log = structlog.get_logger()
PARTS = ("intake", "courier", "clock")
LOOK = 1.0  # seconds between two looks at the guard
STOP_WITHIN = 10.0  # seconds from SIGTERM to the end


def utc_now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)


class Product:
    """Intake, courier, downloader and clock over one database. Enter `running` to start it."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = utc_now,
        limits: Limits | None = None,
        library: Library | None = None,
        parts: tuple[str, ...] = PARTS,
    ) -> None:
        self.settings, self.now, self.parts = settings, clock, parts
        self.limits = limits or Limits()
        self.asides = Asides(self.limits, clock)
        self.database: Database = Database(settings.database_url)
        self.house, self.library = open_house(settings, self.database, clock(), library)
        self.files = FileStore(settings.data_dir / "evidence")
        self._storing = asyncio.Lock()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.intakes: dict[str, Intake] = {}
        self.webhook = Webhook(self.intakes, url=settings.webhook_url, secret=self._secret)
        self.courier: Courier | None = None
        self.downloader: Downloader | None = None
        self.clock: Clock | None = None
        self._epochs: dict[str, Epoch] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Product"]:
        """Start every part; on leaving, finish what is in hand and let go of everything.

        On PostgreSQL a second program stands by, and starts once the first is dead.
        Raises SecondCourier on SQLite.
        """
        async with AsyncExitStack() as stack:
            stack.callback(self.database.close)
            if "web" in self.parts or self._posted:
                await self._serve(stack)
            guard = guard_of(self.settings, GUARDED & {*self.parts})
            stack.callback(guard.close)
            working = await stack.enter_async_context(AsyncExitStack())
            if not GUARDED & {*self.parts} or guard.taken():
                await self._work(working)
                turn = asyncio.create_task(self._watch(guard))
            else:
                turn = asyncio.create_task(self._stand_by(guard, working))
            turn.add_done_callback(self._ended)
            stack.push_async_callback(_stop, [turn])
            yield self

    async def _stand_by(self, guard: Guard, stack: AsyncExitStack) -> None:
        """Wait until whoever holds the guard is dead, then do its work."""
        log.info("standing_by")
        while True:
            if await asyncio.to_thread(guard.taken):
                break
            await asyncio.sleep(LOOK)
        log.info("taken_over")
        await self._work(stack)
        await self._watch(guard)

    async def _watch(self, guard: Guard) -> None:
        """Raises GuardLost: then the whole program stops, before it says what another says."""
        if not GUARDED & {*self.parts}:
            return
        while True:
            await asyncio.sleep(LOOK)
            if not await asyncio.to_thread(guard.holds):
                raise GuardLost(GuardLost.__doc__)

    async def _work(self, stack: AsyncExitStack) -> None:
        for part in sorted(GUARDED & {*self.parts}):
            self._epochs[part] = await self.database.run(partial(take_over, part=part))
        tasks = [asyncio.create_task(part) for part in await self._parts(stack)]
        for task in tasks:
            task.add_done_callback(self._ended)
        stack.push_async_callback(_stop, tasks)
        if "clock" in self.parts:
            self.clock = self._make_clock()
            self.clock.start()
            stack.push_async_callback(self.clock.stop)

    async def _serve(self, stack: AsyncExitStack) -> None:
        """Nobody chose the usual port: when it is taken, the program goes without pages."""
        try:
            listening = listen(self.settings.listen)
        except PortTaken:
            if self._posted or "listen" in self.settings.model_fields_set:
                raise
            log.warning("web_port_taken", listen=self.settings.listen)
            return
        within = FINISHES_WITHIN if self._posted else 1.0
        await stack.enter_async_context(serving(self.pages(), listening, within=within))

    def pages(self) -> Any:
        """The application behind LISTEN: health, numbers, and the doors for updates."""
        doors = routes(self.webhook.doors((PUBLIC, PRIVATE))) if self._posted else []
        return application(
            Gauges(
                figures=lambda: self.database.read(lambda session: measure(session, self.now())),
                polls=lambda: {name: one.silent_for for name, one in self.intakes.items()},
                unkept=lambda: {name: one.unkept_for for name, one in self.intakes.items()},
                errors=lambda: dict(logs.ERRORS),
            ),
            doors,
        )

    async def _parts(self, stack: AsyncExitStack) -> list[Coroutine[Any, Any, None]]:
        parts: list[Coroutine[Any, Any, None]] = []
        group = (self.settings.verification_chat_id, self.settings.verification_topic_id)
        if "courier" in self.parts:
            parts += await self._going_out(stack, group)
        if "intake" in self.parts:
            parts += self._coming_in(stack, group)
        return parts

    async def _going_out(
        self, stack: AsyncExitStack, group: tuple[int, int | None]
    ) -> list[Coroutine[Any, Any, None]]:
        api, limited = self.settings.telegram_api_url, self.limits != Limits.none()
        senders = {
            PUBLIC: await sender(stack, api, self.settings.public_bot_token, limited=limited),
            PRIVATE: await sender(stack, api, self.settings.private_bot_token, limited=limited),
        }
        self.courier = Courier(
            database=self.database,
            house=self.house,
            library=self.library,
            bots=senders,
            files=self.files,
            group=group,
            limits=self.limits,
            clock=self.now,
            epoch=self._epochs["courier"],
            asides=self.asides,
        )
        self.downloader = Downloader(
            database=self.database,
            house=self.house,
            bots=senders,
            files=self.files,
            storing=self._storing,
            clock=self.now,
        )
        return [self.courier.run(), self.downloader.run()]

    def _coming_in(
        self, stack: AsyncExitStack, group: tuple[int, int | None]
    ) -> list[Coroutine[Any, Any, None]]:
        parts: list[Coroutine[Any, Any, None]] = []
        session = listening_session(stack, self.settings.telegram_api_url)
        full = self._full_disk(session)
        for name, token, attend in (
            (PUBLIC, self.settings.public_bot_token, public.attend),
            (PRIVATE, self.settings.private_bot_token, private.attend),
        ):
            telegram = ListeningBot(token, session=session)
            intake = Intake(
                name,
                bot=telegram,
                listener=Listener(attend, nameless=name == PUBLIC),
                house=self.house,
                library=self.library,
                database=self.database,
                api_url=self.settings.telegram_api_url,
                group=group,
                full=full,
                clock=self.now,
                asides=self.asides,
            )
            self.intakes[name] = intake
            updates = self.webhook.subscribe(name) if self._posted else intake.run()
            parts += [
                updates,
                introduce(telegram, name, self.house, self.library, self.database),
            ]
        return parts

    @property
    def _posted(self) -> bool:
        """Whether this process has updates posted to it."""
        return bool(self.settings.webhook_url) and "intake" in self.parts

    def _secret(self, name: str) -> str:
        """By which Telegram shows that it is Telegram; the same in every process of an office."""
        given = self.settings.webhook_secret
        return given or self.house.vault.secret(f"webhook {name}")

    def _full_disk(self, session: AiohttpSession) -> FullDisk:
        return FullDisk(
            database=self.database,
            house=self.house,
            library=self.library,
            bot=ListeningBot(self.settings.private_bot_token, session=session),
            clock=self.now,
        )

    def _make_clock(self) -> Clock:
        return Clock(
            database=self.database,
            house=self.house,
            files=self.files,
            bots=(PUBLIC, PRIVATE),
            storing=self._storing,
            clock=self.now,
            epoch=self._epochs["clock"],
            lost=self._lost,
        )

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """A part that ends by an error of its own takes the program down, loudly."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._lost(error)

    def _lost(self, error: BaseException) -> None:
        if not self.failed.done():
            self.failed.set_exception(error)


async def _stop(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:  # the clock alone is none
        await asyncio.wait(tasks, timeout=STOP_WITHIN)
