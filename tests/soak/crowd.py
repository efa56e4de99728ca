"""Several people who report one after the other, and an officer who decides, whatever dies."""

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from sandbox.client import Call, Person
from storage.tables import LogEntry, Poison, Report
from tests.journeys.accounts import Office

IN_FLIGHT = 6  # people who write at the same time
WORDS = ("Air sungai naik cepat", "Pohon tumbang menutup jalan", "Warga ribut soal batas kebun")


@dataclass
class Crowd:
    """Everybody in the play, and what became of them."""

    office: Office
    luck: random.Random
    until: float
    """By the event loop's clock, when nobody begins anything new."""
    thanked: list[tuple[Person, str]] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)
    begun: int = 0
    deciding: "asyncio.Queue[tuple[Person, str] | None]" = field(default_factory=asyncio.Queue)

    async def lives_on(self) -> None:
        """Until the time is over, and everybody has come to the end of what they began."""
        officers = [asyncio.create_task(self._decides()) for _ in range(3)]
        await asyncio.gather(*(self._reports() for _ in range(IN_FLIGHT)))
        for _ in officers:
            self.deciding.put_nowait(None)
        await asyncio.gather(*officers)

    async def accounts(self) -> list[str]:
        """Print what happened; returns every breach of promise."""
        rows = await self.office.database.read(_reports)
        calls = await self.office.sandbox.calls(method="sendMessage")
        sent: Counter[str] = Counter()
        broken = list(self.unheard)
        for siti, code in self.thanked:
            broken += await self._account(siti, code, rows, calls, sent)
        known = {code.replace("-", "") for _, code in self.thanked}
        broken += [f"{code} is nobody's" for code in rows if code not in known]
        poison = await self.office.database.read(_poison)
        broken += [f"{poison} updates were too much"] if poison else []
        print(f"  {self.begun} began, {len(self.thanked)} thanked, {len(rows)} reports, of which")
        print(f"  {sum(len(events) == 2 for events in rows.values())} decided once")
        kinds = ("receipt", "card", "outcome")
        told = (f"{sent[kind]} {kind}s + {sent['again ' + kind]} repeated" for kind in kinds)
        print(f"  {', '.join(told)}; {len(broken)} breaches")
        return broken

    async def _account(
        self,
        siti: Person,
        code: str,
        rows: dict[str, list[str]],
        calls: list[Call],
        sent: Counter[str],
    ) -> list[str]:
        told = await self.office.told(siti, code, calls)
        for kind, (first, again) in told.times.items():
            sent[kind] += first
            sent["again " + kind] += again
        events = rows.get(code.replace("-", ""), [])
        wrong = [] if events == ["submitted", "approved"] else [f"{code}: {events}"]
        return wrong + [f"{code}: {breach}" for breach in told.breaches]

    async def _reports(self) -> None:
        """One person after the other, each with one report."""
        while asyncio.get_running_loop().time() < self.until:
            self.begun += 1
            photo = self.begun if self.luck.random() < 0.3 else 0
            name = f"Warga {self.begun}"
            telling = self.office.tip(name, self.luck.choice(WORDS), photo)
            done = await self._heard(telling, f"{name} was not answered")
            if done is not None:
                self.thanked.append(done)
                self.deciding.put_nowait(done)

    async def _decides(self) -> None:
        while (one := await self.deciding.get()) is not None:
            await self._heard(self.office.decided(*one), f"{one[1]} was not told")

    async def _heard(self, deed: Coroutine[Any, Any, Any], complaint: str) -> Any:
        """What came of a deed; who waited in vain is a breach."""
        try:
            return await deed
        except (TimeoutError, LookupError) as error:
            self.unheard.append(f"{complaint}: {str(error)[:200]}")
            return None


def _reports(session: Session) -> dict[str, list[str]]:
    """The events of every report, by its code."""
    codes = {row.id: row.code for row in session.exec(select(Report)).all()}
    found: dict[str, list[str]] = {code: [] for code in codes.values()}
    query = select(LogEntry).where(col(LogEntry.report_id).in_(codes)).order_by(col(LogEntry.id))
    for entry in session.exec(query).all():
        found[codes[entry.report_id]].append(entry.event)
    return found


def _poison(session: Session) -> int:
    return len(session.exec(select(Poison)).all())
