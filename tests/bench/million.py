"""A million reports of three years, on both databases, filled as fast as each can be."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, text
from sqlmodel import Session, SQLModel

from offices.load import load as load_office
from offices.office import Office
from storage import daytriggers
from storage.database import Database
from storage.tables import Account, AccountRole, Daily, Source
from tests.databases import PostgresServer, SqliteTemplate

REPORTS = 1_000_000
DAYS = 1_095
CHUNK = 20_000
NOW = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # Monday 06.00 WIB: all three periods are over
STATES = ("approved",) * 60 + ("rejected",) * 30 + ("withdrawn",) * 9 + ("waiting",)
TOLD = """
air sungai naik cepat merendam rumah warga jalan desa terputus pohon tumbang menimpa kabel
listrik padam sejak subuh kebakaran lahan gambut asap tebal sekolah diliburkan harga beras
cabai minyak goreng naik antrean solar di pompa bensin pencurian motor sawit kebun perkelahian
pemuda orkes malam pembagian bantuan tidak merata unjuk rasa kantor camat tapal batas lahan
perusahaan jembatan ambruk dermaga perahu tenggelam buaya muncul dekat pasar puskesmas
kehabisan obat demam berdarah anak balita dirawat sapi mati mendadak banjir rob setinggi lutut
meluap tadi malam pagi siang sore kemarin tolong segera petugas datang kami menunggu
""".split()

Filled = dict[str, Database]


@contextmanager
def filled(folder: Path, server: PostgresServer, office: Office) -> Iterator[Filled]:
    """Both databases with the same reports, days told by agents, and statistics on PostgreSQL."""
    databases = {
        "SQLite": Database(SqliteTemplate(folder).copy_to(folder / "million.db")),
        "PostgreSQL": Database(server.fresh()),
    }
    try:
        connections = [database.engine.connect() for database in databases.values()]
        for connection in connections:
            connection.begin()
            _prepare(connection, office)
        rows = _reports(office)
        while chunk := list(islice(rows, CHUNK)):
            for connection in connections:
                _put(connection, chunk)
        for connection in connections:
            _finish(connection)
        yield databases
    finally:
        for database in databases.values():
            database.close()


def the_office() -> Office:
    """Whose reports they are."""
    return load_office("indragiri-hilir")


def _prepare(connection: Connection, office: Office) -> None:
    """What else figures look at; indexes and counts are made at the end, at once."""
    daytriggers.go(connection)
    for index in _reports_table().indexes:
        index.drop(connection)
    with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
        session.add(Source(id="s1", codename="Elang", bot="public", language="id", created_at=NOW))
        session.flush()
        for number, district in enumerate(office.regions.kecamatan(), start=1):
            name = f"Agen {number}"
            session.add(Account(id=number, name=name, language="id", created_at=NOW))
            role = AccountRole(account_id=number, role="agent", granted_at=NOW)
            role.region = district.code
            session.add(role)
        session.execute(insert(Daily), list(_dailies(office)))
        session.commit()


def _put(connection: Connection, chunk: list[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.dbapi_connection
    names = ", ".join(COLUMNS)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(COLUMNS))
        plain = ([_plain(value) for value in row] for row in chunk)
        driver.executemany(f"INSERT INTO report ({names}) VALUES ({marks})", plain)
        return
    with driver.cursor().copy(f"COPY report ({names}) FROM STDIN") as copy:
        for row in chunk:
            copy.write_row(row)


def _finish(connection: Connection) -> None:
    for index in _reports_table().indexes:
        index.create(connection)
    daytriggers.stand_ready(connection)
    connection.commit()
    if connection.dialect.name != "sqlite":  # as autovacuum would
        connection.close()
        with connection.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
            alone.execute(text("VACUUM ANALYZE"))
    connection.close()


def _reports_table() -> Table:
    return SQLModel.metadata.tables["report"]


def _plain(value: Any) -> Any:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


def _dailies(office: Office) -> Iterator[dict[str, Any]]:
    """One a day of each kecamatan, most of them nihil."""
    for back in range(DAYS):
        sent = NOW - timedelta(days=back)
        for number, district in enumerate(office.regions.kecamatan()):
            yield {
                "source_id": "s1",
                "region": district.code,
                "day": sent.date(),
                "nihil": (back + number) % 5 > 0,
                "sent_at": sent,
            }


COLUMNS = (
    *("id", "code", "draft_id", "source_id", "form", "form_version", "text", "category", "region"),
    *("happened_at", "urgency", "contact", "status", "version", "submitted_at"),
    *("consent_version", "decided_at", "grade_source", "grade_information", "answers"),
)


def _reports(office: Office) -> Iterator[tuple[Any, ...]]:
    luck = random.Random(14)
    places = [
        region.code
        for district in office.regions.kecamatan()
        for region in (district, *office.regions.children(district.code))
    ]
    categories = [category.key for category in office.categories]
    texts = [" ".join(luck.choices(TOLD, k=luck.randint(10, 40))) for _ in range(5_000)]
    pick, chance = luck.choice, luck.random
    first, each = NOW - timedelta(days=DAYS), timedelta(days=DAYS) / REPORTS
    for number in range(1, REPORTS + 1):
        submitted = first + each * number
        status = pick(STATES)
        decided = None if status == "waiting" else submitted + timedelta(hours=chance() * 6)
        grade = (pick("ABCDEF"), pick("123456")) if status == "approved" else (None, None)
        urgency = "urgent" if chance() < 0.05 else "normal"
        yield (
            *(number, f"{number:08}", number, "s1", "tip", 1),
            *(pick(texts), pick(categories), pick(places)),
            *(
                submitted - timedelta(hours=chance() * 48),
                urgency,
            ),
            *(True, status, 1 if decided is None else 2, submitted),
            *("1", decided, *grade, "{}"),
        )
