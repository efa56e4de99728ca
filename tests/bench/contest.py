"""A durable step beside a bare echo and aiogram's conversations: the same updates, in turns."""

import gc
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from aiogram import Bot, Dispatcher, Router
from aiogram.types import Message

from bot.lasting import look_elsewhere
from bot.listening import Listener
from handlers.turn import Turn
from offices.load import load as load_office
from storage.plainjson import parsed
from tests.bench import fsm
from tests.bench.steps import (
    AT_ONCE,
    SAID_BACK,
    TOKEN,
    Chatter,
    Dialogue,
    Silent,
    Steps,
    Take,
    played,
    steps,
)

DIALOGUES = 12  # of each of the people at once in a round: the first words, then the place
ECHO, READ_AS_OURS = "bare aiogram echo from raw JSON", "the same without aiogram's dispatcher"
FSM = "aiogram's FSM, "


@dataclass(frozen=True)
class Contender:
    """Takes updates, and must have said so many messages in a dialogue."""

    take: Take
    session: Silent
    says: int


@dataclass
class Compared:
    """What each round gave: steps a second by contender, and what else is told of the step."""

    form: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    echo_ms: list[float] = field(default_factory=list)
    loop_ms: list[float] = field(default_factory=list)
    writer_ms: list[float] = field(default_factory=list)
    per_commit: list[float] = field(default_factory=list)
    others: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def against(self, other: str) -> list[float]:
        """How many times as fast as that contender, round by round."""
        return [form / one for form, one in zip(self.form, self.others[other], strict=True)]

    @property
    def processor_ratios(self) -> list[float]:
        """A step ÷ an echo of processor time alone, which others on the machine disturb less."""
        spent = zip(self.echo_ms, self.loop_ms, self.writer_ms, strict=True)
        return [echo / (loop + writer) for echo, loop, writer in spent]


async def compare(folder: Path, rounds: int) -> Compared:
    """Everybody in turns; the first round warms up and is not counted.

    Raises RuntimeError when somebody did not say what should be said.
    """
    chatter, usual = Chatter(load_office("indragiri-hilir").regions), gc.get_threshold()
    try:
        async with steps(folder) as form, _contenders(folder) as others:
            await _round(Compared(), chatter, form, others, AT_ONCE * 2)
            gc.collect()
            look_elsewhere()  # as the program does: nobody is taxed with what was there before
            found = Compared()
            for _ in range(rounds):
                await _round(found, chatter, form, others, AT_ONCE * DIALOGUES)
            people = form.session.calls / SAID_BACK
            if await form.drafts() != people:
                raise RuntimeError("the dialogues did not go as they should")
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
    return found


async def _round(
    found: Compared, chatter: Chatter, form: Steps, others: dict[str, Contender], people: int
) -> None:
    several, single = chatter.dialogues(people), chatter.dialogues(AT_ONCE)
    await form.meet(iter([*several, *single]))
    dialogues = list(several.values())
    for name, one in others.items():
        before = time.thread_time()
        found.others[name].append(await _played(one, dialogues))
        if name == ECHO:
            found.echo_ms.append((time.thread_time() - before) / (people * 2) * 1000)
            await _form(found, form, dialogues)
            seconds = await played(form.take, list(single.values()), 1)
            found.alone.append(len(single) * 2 / seconds)


async def _form(found: Compared, form: Steps, dialogues: list[Dialogue]) -> None:
    number = len(dialogues) * 2
    loop, writer = await form.spent()
    commits = form.commits
    seconds = await played(form.take, dialogues, AT_ONCE)
    found.per_commit.append(number / (form.commits - commits))
    loop_after, writer_after = await form.spent()
    found.form.append(number / seconds)
    found.loop_ms.append((loop_after - loop) / number * 1000)
    found.writer_ms.append((writer_after - writer) / number * 1000)


async def _played(one: Contender, dialogues: list[Dialogue]) -> float:
    """Steps a second."""
    before = one.session.calls
    seconds = await played(one.take, dialogues, AT_ONCE)
    if one.session.calls - before != len(dialogues) * one.says:
        raise RuntimeError("a contender did not say what it should")
    return len(dialogues) * 2 / seconds


@asynccontextmanager
async def _contenders(folder: Path) -> AsyncIterator[dict[str, Contender]]:
    """By name; the echo comes first."""
    async with fsm.rivals(folder) as storages:
        conversations = {
            f"{FSM}{name}": _fed(dispatcher, SAID_BACK) for name, dispatcher in storages.items()
        }
        yield {ECHO: _echo(), READ_AS_OURS: _read_as_ours(), **conversations}


def _fed(dispatcher: Dispatcher, says: int) -> Contender:
    """Updates for a dispatcher, as its polling would hand them over."""
    session = Silent()
    bot = Bot(TOKEN, session=session)

    async def take(text: str) -> None:
        await dispatcher.feed_raw_update(bot, json.loads(text))

    return Contender(take, session, says)


def _echo() -> Contender:
    """The least that answers with the library as it is: a dispatcher, one handler, the text."""
    dispatcher = Dispatcher(disable_fsm=True)

    @dispatcher.message()
    async def said(message: Message) -> None:
        await message.answer(message.text or "")

    return _fed(dispatcher, says=2)


def _read_as_ours() -> Contender:
    """The same handler, reached in the way of our own handlers."""
    session = Silent()
    turn = cast(Turn, SimpleNamespace(telegram=Bot(TOKEN, session=session)))

    async def said(message: Message, turn: Turn) -> None:
        await turn.telegram.send_message(message.chat.id, message.text or "")

    def attend(router: Router) -> None:
        router.message.register(said)

    listener = Listener(attend)

    async def take(text: str) -> None:
        await listener.hear(parsed(text), turn)

    return Contender(take, session, says=2)
