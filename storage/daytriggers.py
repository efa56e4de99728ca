"""The triggers that keep the counts of days right, the same on either engine, and their check."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, text

from storage.daycounts import KEPT, Kept

CHUNK = 50_000  # reports counted anew by one statement
EVENTS = {"insert": {"NEW": 1}, "update": {"OLD": -1, "NEW": 1}, "delete": {"OLD": -1}}
EVER = date(1970, 1, 1)


def stand_ready(connection: Connection, *, anew: bool = False) -> bool:
    """See to it that the triggers are there; where one was not, every report is counted.

    True when it counted. On SQLite a migration that rebuilds the table of reports takes its
    triggers away, so this follows each migration. `anew` counts in any case. The caller commits.
    """
    missing = _wanted() - _present(connection)
    for kept in KEPT:
        for event in EVENTS:
            if _name(kept, event) in missing:
                for statement in _trigger(kept, event, sqlite=_sqlite(connection)):
                    connection.exec_driver_sql(statement)
    if missing or anew:
        _count(connection)
    return bool(missing) or anew


def go(connection: Connection) -> None:
    """Take the triggers away. The caller commits."""
    sqlite = _sqlite(connection)
    for name in sorted(_wanted() & _present(connection)):
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + ("" if sqlite else " ON report"))
    if not sqlite:
        for name in sorted(_wanted()):
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}()")


def astray(connection: Connection, since: date = EVER) -> int:
    """How many counts of the days from `since` on differ from what the reports say.

    A missing trigger is one too. All days of a million reports take seconds, a month a blink.
    """
    found = len(_wanted() - _present(connection))
    for kept in KEPT:
        query = text(_difference(kept, since, _sqlite(connection)))
        found += connection.execute(query).scalar_one()
    return found


def _trigger(kept: Kept, event: str, *, sqlite: bool) -> Iterator[str]:
    """The statements that make one trigger.

    The old and the new key are written in one order, so that two units never wait for each other
    crosswise; a key that stays is not written at all.
    """
    name, rows = _name(kept, event), EVENTS[event]
    keys = {row: f"({', '.join(kept.values(row, sqlite=sqlite))})" for row in ("OLD", "NEW")}
    when = f"{keys['OLD']} {'IS NOT' if sqlite else 'IS DISTINCT FROM'} {keys['NEW']}"
    when = f"WHEN ({when}) " if event == "update" else ""
    body = f"{_moved(kept, rows, sqlite)};"
    if "OLD" in rows:
        gone = zip(kept.columns, kept.values("OLD", sqlite=sqlite), strict=True)
        same = " AND ".join(f"{column} = {value}" for column, value in gone)
        body += f" DELETE FROM {kept.name} WHERE number = 0 AND {same};"
    head = f"CREATE TRIGGER {name} AFTER {event.upper()} ON report FOR EACH ROW {when}"
    if sqlite:
        yield f"{head}BEGIN {body} END"
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ "
        f"BEGIN {body} RETURN NULL; END $$ LANGUAGE plpgsql"
    )
    yield f"{head}EXECUTE FUNCTION {name}()"


def _moved(kept: Kept, rows: dict[str, int], sqlite: bool) -> str:
    """Add what `rows` say to the counts of their keys."""
    moved = " UNION ALL ".join(
        f"SELECT {_key(kept, row, sqlite)}, {number} AS number "
        f"WHERE {row}.{kept.moment} IS NOT NULL"
        for row, number in rows.items()
    )
    order = ", ".join(kept.columns)
    return _added(kept, f"SELECT * FROM ({moved}) AS moved WHERE true ORDER BY {order}")


def _added(kept: Kept, counts: str) -> str:
    key = ", ".join(kept.columns)
    return (
        f"INSERT INTO {kept.name} ({key}, number) {counts} "
        f"ON CONFLICT ({key}) DO UPDATE SET number = {kept.name}.number + excluded.number"
    )


def _count(connection: Connection) -> None:
    """Count every report anew, so many at once; on PostgreSQL nobody changes one meanwhile."""
    sqlite = _sqlite(connection)
    if not sqlite:
        connection.exec_driver_sql("LOCK TABLE report IN SHARE ROW EXCLUSIVE MODE")
    spans = list(_spans(connection))
    for kept in KEPT:
        connection.exec_driver_sql(f"DELETE FROM {kept.name}")
        for first, last in spans:
            some = f"id >= {first} AND id <= {last}"
            connection.exec_driver_sql(_added(kept, _counted(kept, some, sqlite)))


def _spans(connection: Connection) -> Iterator[tuple[int, int]]:
    """First and last id of so many reports at once, however far apart their ids lie."""
    last = 0
    chunk = text(
        "SELECT min(id), max(id) FROM "
        "(SELECT id FROM report WHERE id > :last ORDER BY id LIMIT :most) AS chunk"
    )
    while True:
        given = {"last": last, "most": CHUNK}
        first, last = connection.execute(chunk, given).one()
        if last is None:
            return
        yield first, last


def _counted(kept: Kept, which: str, sqlite: bool) -> str:
    columns = ", ".join(str(number) for number, _ in enumerate(kept.columns, start=1))
    return (
        f"SELECT {_key(kept, 'report', sqlite)}, count(*) AS number FROM report "
        f"WHERE {kept.moment} IS NOT NULL AND {which} GROUP BY {columns}"
    )


def _difference(kept: Kept, since: date, sqlite: bool) -> str:
    """How many keys have another number in the table than among the reports."""
    key = ", ".join(kept.columns)
    reports = _counted(kept, f"{kept.moment} >= '{since} 00:00+00'", sqlite)
    both = (
        f"SELECT {key}, number FROM {kept.name} WHERE day >= '{since}' "
        f"UNION ALL SELECT {key}, -number FROM ({reports}) AS told"
    )
    wrong = f"SELECT 1 FROM ({both}) AS each GROUP BY {key} HAVING sum(number) <> 0"
    return f"SELECT count(*) FROM ({wrong}) AS wrong"


def _key(kept: Kept, row: str, sqlite: bool) -> str:
    """The key of a report as a list to select, each column by its name."""
    values = zip(kept.values(row, sqlite=sqlite), kept.columns, strict=True)
    return ", ".join(f"{value} AS {column}" for value, column in values)


def _name(kept: Kept, event: str) -> str:
    return f"{kept.name}_{event}"


def _wanted() -> set[str]:
    return {_name(kept, event) for kept in KEPT for event in EVENTS}


def _present(connection: Connection) -> set[str]:
    if _sqlite(connection):
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'report'::regclass"
    return {str(name) for name in connection.execute(text(query)).scalars()}


def _sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
