"""One parcel on its way: drawn, sent, and what came of it noted."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog
from sqlmodel import Session
from telegram import Bot
from telegram.error import TelegramError

from bot.addresses import chat_of
from bot.drawing import delivered, draw_any
from bot.posting import post
from bot.settling import Settling
from bot.verdicts import (
    NO_TOPIC,
    Later,
    Never,
    Plain,
    Verdict,
    verdict,
)
from cards.easel import Easel
from cards.screen import Drawn, Nothing, Piece
from desk import people
from desk.house import House
from desk.postings import DESK
from desk.rights import Right
from desk.whereabouts import desk
from storage import heldback, outbox
from storage.database import Database
from storage.dying import Point, passes
from storage.epoch import Epoch
from storage.files.clean import CannotClean, clean_copy
from storage.files.store import FileStore, FileTrouble
from storage.outbox import Parcel
from storage.tables import Source
from words import Library

log = structlog.get_logger()
RIGHTS = {
    "digest": Right.READ_DIGEST,
    "alert": Right.READ_DIGEST,
    "alert_over": Right.READ_DIGEST,
    "evidence": Right.VERIFY,
    "whole": Right.VERIFY,
    "history": Right.READ_HISTORY,
    "identity": Right.OPEN_IDENTITY,
    "answer": Right.VERIFY,
    "joined": Right.MANAGE_PEOPLE,
    "log_head": Right.MANAGE_PEOPLE,
}

TO_THE_PAUSED = ("access", "take_away")

BROKEN = 300.0  # seconds until a message that met a fault of ours is tried again

DESK_AWAY = 60.0  # seconds until a group that can not be reached is tried again


class Delivery:
    """Draws and sends claimed parcels with the bots' own tokens."""

    def __init__(
        self,
        *,
        database: Database,
        house: House,
        library: Library,
        bots: Mapping[str, Bot],
        files: FileStore,
        group: tuple[int, int | None],
        clock: Callable[[], datetime],
        epoch: Epoch,
    ) -> None:
        self._epoch = epoch
        self._database, self._house, self._library = database, house, library
        self._bots, self._files, self._group, self._clock = bots, files, group, clock
        self._cleaning = asyncio.Lock()

    async def deliver(self, parcel: Parcel) -> None:
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
            return None, Nothing(heldback.UNREACHABLE)
        entitled = people.may_still(session, parcel.recipient, RIGHTS.get(parcel.kind))
        if not entitled and parcel.kind not in TO_THE_PAUSED:
            return None, Nothing("no longer entitled")
        chat = chat_of(session, self._house.vault, parcel.recipient, easel.desk)
        return chat, draw_any(easel, parcel)

    async def _send(self, parcel: Parcel, chat: int, drawn: Drawn, *, plain: bool) -> None:
        bot = self._bots[parcel.bot]
        contents: dict[Piece, bytes] = {}
        try:
            if drawn.pieces:
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
        if nothing.why == heldback.UNREACHABLE:
            await self._finish(parcel, Never(nothing.why, unreachable=True), nothing.why)
        elif nothing.wait is not None:
            await self._finish(parcel, Later(nothing.wait), nothing.why)
        else:
            await self._finish(parcel, Never(nothing.why), nothing.why)

    async def _judge(self, parcel: Parcel, said: Verdict, why: str) -> None:
        away = isinstance(said, Never) and said.unreachable
        refused = parcel.kind == "card" and isinstance(said, Never | Plain)
        if parcel.recipient == DESK and (away or refused):
            log.error("desk_unreachable", error=why)  # a card is never given up
            said = Later(DESK_AWAY)
        log.info("not_delivered", kind=parcel.kind, row=parcel.id, verdict=type(said).__name__)
        await self._finish(parcel, said, why)

    async def _finish(self, parcel: Parcel, said: Verdict, why: str) -> None:
        passes(Point.JUDGED)
        settling = Settling(self._house, self._group, self._clock())

        def unit(session: Session) -> None:
            self._epoch.holds(session)  # else its heir has begun with this row
            settling.settle(session, parcel, said, why)

        await self._database.run(unit)


def _blocked(session: Session, recipient: str) -> bool:
    """Whether this reporter blocked the bot. An account is tried: it may have opened the chat
    before it was enrolled, which nobody noted."""
    kind, _, key = recipient.partition(":")
    source = session.get(Source, key) if kind == "source" else None
    return source is not None and not source.reachable
