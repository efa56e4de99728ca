"""Where the time of a durable step goes: one thread, a sample each millisecond."""

import asyncio
import signal
import sysconfig
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from offices.load import load as load_office
from storage.database import Database
from storage.units import in_savepoint, joined
from tests.bench.steps import AT_ONCE, Chatter, played, steps

DIALOGUES = 20_000
EVERY = 0.001  # seconds of processor time
PLACES = (
    "storage/units.py:in_savepoint",
    "desk/people.py:recognise",
    "storage/seen.py:first_time",
    "desk/drafts.py:look",
    "desk/answering.py:started",
    "forms/engine.py:answer",
    "desk/drafts.py:keep",
    "desk/drafts.py:_sealed",
    "storage/statements.py:Statement._said",
    "sqlalchemy/engine/default.py:DefaultDialect.do_commit",
    "bot/listening.py:Listener.hear",
    "handlers/filling.py:_take",
    "cards/question.py:question",
    "handlers/speak.py:say",
)


class Sampler:
    """Counts the functions on the stack at each tick of the processor's clock.

    A tick must take far less time than there is until the next one: names are found afterwards.
    """

    def __init__(self) -> None:
        self.ticks = 0
        self._inside: Counter[CodeType] = Counter()
        self._here: Counter[CodeType] = Counter()

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.ticks += 1
        if frame is not None:
            self._here[frame.f_code] += 1
        seen = set()
        while frame is not None:
            seen.add(frame.f_code)
            frame = frame.f_back
        self._inside.update(seen)

    def report(self) -> str:
        inside = {_place(code): number for code, number in self._inside.items()}
        library: Counter[str] = Counter()
        for code, number in self._here.items():
            library[_place(code).partition("/")[0]] += number
        lines = [f"{self.ticks} samples", "", "inside the function or below it:"]
        lines += [f"{inside.get(one, 0) / self.ticks:6.1%}  {one}" for one in PLACES]
        lines += ["", "in the library's own code:"]
        most = library.most_common(12)
        return "\n".join((*lines, *(f"{n / self.ticks:6.1%}  {one}" for one, n in most)))


def _place(code: CodeType) -> str:
    path = code.co_filename.rpartition("site-packages/")[2]
    for folder in (sysconfig.get_path("stdlib"), str(Path.cwd())):
        path = path.removeprefix(f"{folder}/")
    return f"{path}:{code.co_qualname}"


async def where(folder: Path) -> str:
    """Play dialogues with the units in the event loop's own thread, and sample it."""
    chatter = Chatter(load_office("indragiri-hilir").regions)
    async with steps(folder) as form:
        dialogues = chatter.dialogues(DIALOGUES)
        await form.meet(iter(dialogues))
        inline = _Inline(form.database)
        form.database.run = inline.run  # type: ignore[method-assign]
        await played(form.take, list(dialogues.values())[:AT_ONCE], AT_ONCE)
        sampler = Sampler()
        signal.signal(signal.SIGPROF, sampler)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
        try:
            await played(form.take, list(dialogues.values())[AT_ONCE:], AT_ONCE)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            inline.close()
        if await form.drafts() != DIALOGUES:
            raise RuntimeError("the dialogues did not go as they should")
    return sampler.report()


class _Inline:
    """What the writer thread does, without the thread: signals reach only the main one."""

    def __init__(self, database: Database) -> None:
        self._connection = database.engine.connect()
        self._session = joined(self._connection, database.info)
        self._asked: list[tuple[Callable[..., Any], asyncio.Future[Any]]] = []

    async def run(self, unit: Callable[..., Any]) -> Any:
        loop = asyncio.get_running_loop()
        if not self._asked:
            loop.call_soon(self._batch)
        future = loop.create_future()
        self._asked.append((unit, future))
        return await future

    def _batch(self) -> None:
        asked, self._asked = self._asked, []
        try:
            with self._connection.begin():
                driver = self._connection.connection.dbapi_connection
                done = [in_savepoint(driver, self._session, unit) for unit, _ in asked]
                self._session.close()
        except Exception as error:
            for _, future in asked:
                future.set_exception(error)
            raise
        for (_, future), result in zip(asked, done, strict=True):
            future.set_result(result)

    def close(self) -> None:
        self._connection.close()
