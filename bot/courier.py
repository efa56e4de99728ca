"""Sends what the outbox holds: order per chat, urgent first, within Telegram's limits."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from telegram import Bot
from telegram.error import TelegramError

from bot.addresses import chat_of, desk
from bot.drawing import delivered, draw_any
from bot.moving import Move, desk_moved
from bot.posting import post
from bot.verdicts import NO_TOPIC, TRIES, Afresh, Done, Later, Moved, Never, Plain, verdict
from cards.draw import CARD_WAIT, Easel
from cards.screen import Drawn, Nothing, Piece
from desk import evidence, people
from desk.house import House
from desk.notices import DESK
from desk.people import Right, address_closed
from storage import outbox, pacer
from storage.database import Database
from storage.dying import Point, passes
from storage.epoch import Epoch
from storage.files.clean import CannotClean, clean_copy
from storage.files.store import FileStore, FileTrouble
from storage.outbox import Parcel
from storage.pacer import Limits, Pacer
from storage.tables import Card, Outbox, Source
from words import Library

log = structlog.get_logger()
RIGHTS = {
    "digest": Right.READ_DIGEST,
    "evidence": Right.VERIFY,
    "whole": Right.VERIFY,
    "joined": Right.MANAGE_PEOPLE,
}
TO_THE_PAUSED = ("access",)
AT_ONCE = 12  # chats written to side by side
LOOK = 1.0  # seconds: rows of another process (the command line) are found this late at most
GRACE = 8.0  # seconds that sendings under way may take when the program stops
DATABASE_AWAY = 5.0  # seconds until a database that failed is asked again
BROKEN = 300.0  # seconds until a message that met a fault of ours is tried again
DESK_AWAY = 60.0  # seconds until a group that can not be reached is tried again


@dataclass(frozen=True)
class Claimed:
    """What may go now, and when to look again if nothing may."""

    parcels: tuple[Parcel, ...]
    look_at: datetime | None


class Courier:
    """One per bot token. A row is claimed (and the claim committed) before it is sent.

    If the process dies between claim and mark, the row is found `sending` at the next start and
    becomes `unsure`: it is sent once more, cards, receipts, outcomes and digests marked as
    repeated; only reminders, small notices and files for the group are not sent again. Once
    another program has taken over, it claims nothing more and `run` raises Overtaken.
    """

    def __init__(
        self,
        *,
        database: Database,
        house: House,
        library: Library,
        bots: Mapping[str, Bot],
        files: FileStore,
        group: tuple[int, int | None],
        limits: Limits,
        clock: Callable[[], datetime],
        epoch: Epoch,
    ) -> None:
        self._epoch = epoch
        self._database, self._house, self._library = database, house, library
        self._bots, self._files, self._group = bots, files, group
        self._limits, self._clock = limits, clock
        self._wake = asyncio.Event()
        self._cleaning = asyncio.Lock()
        self._idle = False
        self._under_way: dict[str, asyncio.Task[None]] = {}
        loop = asyncio.get_running_loop()

        def woken(topics: frozenset[str]) -> None:
            if outbox.TOPIC in topics and not loop.is_closed():
                loop.call_soon_threadsafe(self._wake.set)

        database.listen(woken)

    async def run(self) -> None:
        """Send until cancelled; what is under way then gets eight seconds."""
        found = await self._database.run(self._recover)
        passes(Point.RECOVERED)
        if found:
            log.info("unsure_after_restart", rows=found)
        try:
            while True:
                try:
                    await self._round()
                except SQLAlchemyError as error:
                    log.error("courier_waits", error=type(error).__name__)
                    await asyncio.sleep(DATABASE_AWAY)
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way.values(), timeout=GRACE)

    def _recover(self, session: Session) -> int:
        self._epoch.holds(session)
        return outbox.recover(session, tuple(self._bots), self._clock(), all_of_them=True)

    def wake(self) -> None:
        """Look again now."""
        self._idle = False
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether the last look found nothing that may go now, and nothing is under way."""
        return self._idle and not self._under_way

    async def _round(self) -> None:
        self._wake.clear()
        self._idle = False
        free = AT_ONCE - len(self._under_way)
        claimed = Claimed((), None)
        if free > 0:
            busy = set(self._under_way)
            claimed = await self._database.run(partial(self._claim, busy=busy, free=free))
        for parcel in claimed.parcels:
            task = asyncio.create_task(self._deliver(parcel))
            self._under_way[parcel.recipient] = task
            task.add_done_callback(partial(self._landed, parcel.recipient))
        if not claimed.parcels:
            self._idle = True
            await self._pause(claimed.look_at)

    def _landed(self, recipient: str, task: "asyncio.Task[None]") -> None:
        self._under_way.pop(recipient, None)
        if not task.cancelled() and task.exception() is not None:
            log.error("delivery_broke", error=repr(task.exception()))
        self._wake.set()

    async def _pause(self, look_at: datetime | None) -> None:
        seconds = LOOK
        if look_at is not None:
            seconds = min(LOOK, max(0.0, (look_at - self._clock()).total_seconds()))
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0.01)):  # wait_for can swallow a cancel
                await self._wake.wait()

    def _claim(self, session: Session, busy: set[str], free: int) -> Claimed:
        """Claim one row per recipient that has a free place now; commits with the unit."""
        self._epoch.holds(session)
        now = self._clock()
        pacers = {bot: Pacer(session, bot, self._limits, now) for bot in self._bots}
        passing = set(busy)
        parcels: list[Parcel] = []
        times: list[datetime] = []
        while len(parcels) < free:
            rows = outbox.due(session, tuple(self._bots), now, passing)
            if not rows:
                break
            for row in rows:
                if row.recipient in passing or len(parcels) >= free:
                    continue
                if row.expires_at is not None and row.expires_at < now:
                    outbox.gone(session, row.id or 0, "too late", now)
                    continue
                if _before_its_card(session, row):
                    outbox.later(
                        session,
                        row.id or 0,
                        now + timedelta(seconds=CARD_WAIT),
                        "the card comes first",
                    )
                    continue
                passing.add(row.recipient)
                weight = _weight(session, row)
                at = pacers[row.bot].free_at(row.recipient, weight)
                if at > now:
                    times.append(at)
                    continue
                pacers[row.bot].take(row.recipient, weight)
                parcels.append(outbox.claim(session, row, now))
        later = outbox.next_due(session, tuple(self._bots), now)
        if later is not None:
            times.append(later)
        return Claimed(tuple(parcels), min(times, default=None))

    async def _deliver(self, parcel: Parcel) -> None:
        """Draw, send, and note what came of it."""
        passes(Point.CLAIMED)
        try:
            chat, drawn = await self._database.read(lambda session: self._draw(session, parcel))
        except Exception as error:
            log.exception("drawing_failed", kind=parcel.kind, row=parcel.id)
            await self._finish(parcel, Later(BROKEN, our_fault=True), repr(error))
            return
        passes(Point.DRAWN)
        if isinstance(drawn, Nothing):
            await self._drop(parcel, drawn)
        elif chat is None:
            await self._finish(parcel, Never("identity erased"), "identity erased")
        else:
            try:
                await self._send(parcel, chat, drawn, plain=False)
            except Exception as error:
                log.exception("sending_broke", kind=parcel.kind, row=parcel.id)
                fault = Later(BROKEN, maybe_sent=True, our_fault=True)
                await self._finish(parcel, fault, repr(error))

    def _easel(self, session: Session) -> Easel:
        group = desk(session, *self._group)
        return Easel(session, self._house, self._library, group, self._clock())

    def _draw(self, session: Session, parcel: Parcel) -> tuple[int | None, Drawn | Nothing]:
        easel = self._easel(session)
        if _blocked(session, parcel.recipient):
            return None, Nothing(outbox.UNREACHABLE)
        entitled = people.may_still(session, parcel.recipient, RIGHTS.get(parcel.kind))
        if not entitled and parcel.kind not in TO_THE_PAUSED:
            return None, Nothing("no longer entitled")
        chat = chat_of(session, self._house.vault, parcel.recipient, easel.desk)
        return chat, draw_any(easel, parcel)

    async def _send(self, parcel: Parcel, chat: int, drawn: Drawn, *, plain: bool) -> None:
        bot = self._bots[parcel.bot]
        try:
            async with self._cleaning:  # one file at a time: large ones take memory
                contents = await asyncio.to_thread(self._contents, drawn.pieces)
            sendable = replace(drawn, pieces=tuple(contents))
            if drawn.pieces and not contents:
                sendable = replace(sendable, screen=drawn.instead)
            message_id = await post(bot, chat, sendable, contents.__getitem__, plain=plain)
            if contents:
                drawn = sendable  # what could not be cleaned comes apart, with a word about it
        except TelegramError as error:
            if drawn.thread is not None and any(one in str(error).lower() for one in NO_TOPIC):
                log.error("topic_gone", error=str(error))
                await self._send(parcel, chat, replace(drawn, thread=None), plain=plain)
                return
            said = verdict(error, parcel.attempts)
            if isinstance(said, Plain) and not plain:
                log.error("words_refused", kind=parcel.kind, row=parcel.id, error=str(error))
                await self._send(parcel, chat, drawn, plain=True)
                return
            await self._judge(parcel, said, str(error))
            return
        await self._mark(parcel, drawn, chat, message_id)

    def _contents(self, pieces: tuple[Piece, ...]) -> dict[Piece, bytes]:
        """The bytes that may leave; a file that can not be cleaned stays."""
        contents: dict[Piece, bytes] = {}
        for piece in pieces:
            try:
                data = self._files.read(piece.sha256)
                contents[piece] = clean_copy(data, piece.media_type)
            except (CannotClean, FileTrouble, OSError) as error:
                log.error("file_stays", evidence=piece.evidence_id, error=type(error).__name__)
        return contents

    async def _mark(self, parcel: Parcel, drawn: Drawn, chat: int, message_id: int | None) -> None:
        def unit(session: Session) -> None:
            outbox.sent(session, parcel.id, message_id, self._clock())
            delivered(self._easel(session), parcel, drawn, chat, message_id)
            passes(Point.MARKING)

        passes(Point.SENT)
        await self._database.run(unit)
        passes(Point.MARKED)

    async def _drop(self, parcel: Parcel, nothing: Nothing) -> None:
        if nothing.why == outbox.UNREACHABLE:
            await self._finish(parcel, Never(nothing.why, unreachable=True), nothing.why)
        elif nothing.wait is not None:
            await self._finish(parcel, Later(nothing.wait), nothing.why)
        else:
            await self._finish(parcel, Never(nothing.why), nothing.why)

    async def _judge(
        self, parcel: Parcel, said: Later | Moved | Never | Plain | Done | Afresh, why: str
    ) -> None:
        away = isinstance(said, Never) and said.unreachable
        refused = parcel.kind == "card" and isinstance(said, Never | Plain)
        if parcel.recipient == DESK and (away or refused):
            log.error("desk_unreachable", error=why)  # a card is never given up
            said = Later(DESK_AWAY)
        log.info("not_delivered", kind=parcel.kind, row=parcel.id, verdict=type(said).__name__)
        await self._finish(parcel, said, why)

    async def _finish(
        self, parcel: Parcel, said: Later | Moved | Never | Plain | Done | Afresh, why: str
    ) -> None:
        passes(Point.JUDGED)
        now = self._clock()
        if isinstance(said, Later) and parcel.recipient != DESK and _hopeless(parcel, said, now):
            said = Never("tried too often")

        def unit(session: Session) -> None:
            self._epoch.holds(session)  # else its heir has begun with this row
            match said:
                case Later(wait, maybe_sent, whole_chat, _):
                    at = now + timedelta(seconds=wait)
                    unsure = maybe_sent or parcel.unsure
                    outbox.later(session, parcel.id, at, why, maybe_sent=unsure)
                    if whole_chat:
                        pacer.hold(session, parcel.bot, parcel.recipient, at)
                case Moved(chat):
                    move = Move(desk(session, *self._group).chat, chat)
                    desk_moved(session, self._house, self._group, move, now)
                    outbox.later(session, parcel.id, now, why, maybe_sent=parcel.unsure)
                case Afresh():
                    _take_down(session, parcel)
                    outbox.later(session, parcel.id, now, why)
                case Done():
                    outbox.sent(session, parcel.id, None, now)
                case Never(reason, unreachable):
                    if unreachable:
                        address_closed(session, parcel.recipient, now)
                        outbox.hold(session, parcel.id, now)
                    else:
                        outbox.gone(session, parcel.id, reason, now)
                case Plain():
                    outbox.gone(session, parcel.id, why, now)

        await self._database.run(unit)


def _hopeless(parcel: Parcel, said: Later, now: datetime) -> bool:
    """A fault of ours is tried for hours; an outage is sat out for as long as news are news."""
    if said.our_fault:
        return parcel.attempts >= TRIES
    return now - parcel.created_at > outbox.HELD_FOR


def _before_its_card(session: Session, row: Outbox) -> bool:
    """Whether these are files for a card that does not hang yet."""
    if row.kind != "evidence" or row.recipient != DESK or row.subject is None:
        return False
    card = session.get(Card, int(row.subject.partition(":")[2]))
    return card is None or card.message_id is None


def _blocked(session: Session, recipient: str) -> bool:
    """Whether this reporter blocked the bot. An account is tried: it may have opened the chat
    before it was enrolled, which nobody noted."""
    kind, _, key = recipient.partition(":")
    source = session.get(Source, key) if kind == "source" else None
    return source is not None and not source.reachable


def _weight(session: Session, row: Outbox) -> int:
    """How many messages a row becomes: files of an album count one each."""
    if row.kind != "evidence" or row.subject is None:
        return 1
    report_id = int(row.subject.partition(":")[2])
    done = [int(one) for one in row.payload.get("done", [])]
    left = evidence.still_to_show(session, report_id, done, to_desk=row.recipient == DESK)
    return max(1, len(evidence.together(left)))


def _take_down(session: Session, parcel: Parcel) -> None:
    """Forget where a card hung: its message is gone, a new one will be posted."""
    if parcel.kind == "card" and parcel.subject is not None:
        card = session.get(Card, int(parcel.subject.partition(":")[2]))
        if card is not None:
            card.message_id = None
            session.add(card)
