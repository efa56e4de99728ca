"""A small regency with reports, leaders and a clock, for the tests of digests."""

import random
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event, insert
from sqlmodel import Session

import digests
from forms.form import Said
from forms.regions import Region, Regions, RegionType
from offices.office import (
    Category,
    Deadlines,
    DeskRules,
    DigestHours,
    Examples,
    Group,
    Office,
    Retention,
)
from storage.database import Database
from storage.tables import Account, AccountRole, Report, Source
from words import Library, Words

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)  # Sunday 22 November, 06.00 WIB
DISTRICTS = (
    *("Reteh", "Enok", "Kuala Indragiri", "Tembilahan", "Tempuling", "Gaung Anak Serka"),
    *("Mandah", "Kateman", "Keritang", "Tanah Merah", "Batang Tuaka", "Gaung"),
)


def said(text: str) -> Said:
    return Said({"id": text, "en": f"{text} (en)"})


def _regions() -> Regions:
    def row(code: str, name: str, kind: RegionType) -> Region:
        parent = code.rpartition(".")[0]
        return Region(code, name, kind, parent, -0.3, 103.1, 10.0, (103.0, -1.0, 104.0, 0.5))

    rows = [row("14.04", "Kabupaten Indragiri Hilir", RegionType.KABUPATEN)]
    for number, name in enumerate(DISTRICTS, start=1):
        code = f"14.04.{number:02}"
        rows.append(row(code, name, RegionType.KECAMATAN))
        rows.append(row(f"{code}.1001", f"Pasar {name}", RegionType.KELURAHAN))
        rows.append(row(f"{code}.2002", f"Sungai {name}", RegionType.DESA))
    return Regions(rows)


GROUPS = (
    Group("security", said("Keamanan")),
    Group("economy", said("Ekonomi")),
    Group("nature", said("Bencana & alam")),
)
CATEGORIES = (
    Category("theft", "security", said("pencurian"), 2),
    Category("protest", "security", said("unjuk rasa"), 4),
    Category("land", "security", said("sengketa lahan"), 5),
    Category("prices", "economy", said("harga <bahan> pokok"), 1),
    Category("flood", "nature", said("banjir rob"), 3),
)


OFFICE = Office(
    key="paper",
    folder=Path(),
    name="Kabupaten Indragiri Hilir",
    agency="Badan Kesatuan Bangsa dan Politik",
    brand="CAKRA",
    service="Layanan Informasi Online Masyarakat",
    letterhead=(),
    capital="Tembilahan",
    zone=ZONE,
    zone_label="WIB",
    language="id",
    digest_hours=DigestHours(time(6), time(6), time(6)),
    emergency=(),
    consent_version=1,
    retention=Retention(1, 1, 1, 1),
    desk=DeskRules(30),
    deadlines=Deadlines(3, 5, 1, 2, 3, 1),
    regions=_regions(),
    groups=GROUPS,
    categories=CATEGORIES,
    examples=Examples("Pulau Kijang, Reteh", "Reteh"),
    form_table={},
)
LIBRARY = Library(ZONE, "WIB", extra=(digests.TEMPLATES,))


def words(language: str = "id") -> Words:
    return LIBRARY.in_(language)


def report(number: int, submitted: datetime, **changes: Any) -> dict[str, Any]:
    """The row of a report; `decided` is short for a decision one hour after its submission."""
    row: dict[str, Any] = {
        "id": number,
        "code": f"K{number:05}",
        "draft_id": number,
        "source_id": "s1",
        "form": "tip",
        "form_version": 1,
        "text": f"Kejadian nomor {number}",
        "category": "theft",
        "region": "14.04.04.1001",
        "happened_at": submitted - timedelta(hours=3),
        "urgency": "normal",
        "contact": False,
        "status": "waiting",
        "version": 1,
        "submitted_at": submitted,
        "consent_version": "1",
        "decided_at": None,
        "grade_source": None,
        "grade_information": None,
    }
    decided = changes.pop("decided", None)
    if decided:
        row |= {"status": decided, "decided_at": submitted + timedelta(hours=1)}
    return row | changes


def keep(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert reports, and the one source of them all."""
    session.add(Source(id="s1", codename="Elang", bot="public", language="id", created_at=NOW))
    session.flush()
    if rows:
        session.execute(insert(Report), rows)


def enrol(
    session: Session, name: str, since: datetime, role: str = "leader", region: str | None = None
) -> int:
    """A person with a role since then; returns the account's id."""
    account = Account(name=name, language="id", created_at=since)
    session.add(account)
    session.flush()
    assert account.id is not None
    session.add(AccountRole(account_id=account.id, role=role, region=region, granted_at=since))
    return account.id


def random_reports(seed: int, number: int, edges: list[datetime]) -> list[dict[str, Any]]:
    """Reports of ten weeks before `NOW`, some exactly on the `edges` of periods."""
    luck = random.Random(seed)

    def moment() -> datetime:
        if luck.random() < 0.2:
            return luck.choice(edges) + timedelta(microseconds=luck.choice([-1, 0, 1]))
        return NOW - timedelta(seconds=luck.randrange(70 * 86_400))

    rows = []
    for one in range(1, number + 1):
        status = luck.choice(["waiting", "approved", "approved", "rejected", "withdrawn"])
        judged = status == "approved" and luck.random() < 0.9
        rows.append(
            report(
                one,
                moment(),
                category=luck.choice(["theft", "protest", "land", "prices", "flood", "gone"]),
                region=luck.choice(
                    ["14.04", "elsewhere"]
                    + [f"14.04.{luck.randint(1, 12):02}{end}" for end in ("", ".1001", ".2002")]
                ),
                urgency=luck.choice(["normal", "normal", "urgent"]),
                status=status,
                decided_at=None if status == "waiting" else moment(),
                grade_source=luck.choice("ABCDEF") if judged else None,
                grade_information=luck.choice("123456") if judged else None,
            )
        )
    return rows


class Queries:
    """Counts the statements a database is asked to run."""

    def __init__(self, database: Database) -> None:
        self.statements: list[str] = []
        event.listen(database.engine, "before_cursor_execute", self._noted)

    def _noted(self, *args: Any) -> None:
        if not args[2].startswith(("SAVEPOINT", "RELEASE", "BEGIN")):
            self.statements.append(args[2])
