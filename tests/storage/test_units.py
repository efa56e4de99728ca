"""Units of work on both engines."""

import asyncio
import gc
import weakref
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from storage import chain, seen
from storage.database import Database, announce
from storage.tables import LogEntry, Seen, Setting
from storage.writer import BATCH

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def set_key(session: Session, key: str, value: str = "x") -> str:
    session.add(Setting(key=key, value=value))
    session.flush()
    return key


def keys(session: Session) -> set[str]:
    return set(session.exec(select(Setting.key)).all())


async def test_a_unit_is_kept_as_a_whole(database: Database) -> None:
    assert await database.run(lambda s: set_key(s, "a")) == "a"
    assert await database.read(keys) == {"a"}


async def test_what_a_refused_unit_was_given_is_let_go_without_the_collector(
    database: Database,
) -> None:
    class Words:
        """What somebody wrote."""

    def refuse(session: Session, given: Words) -> None:
        raise LookupError("on purpose")

    async def say(words: Words) -> None:
        try:
            await database.run(partial(refuse, given=words))
        except LookupError:
            return
        raise AssertionError("it was not refused")

    gc.collect()
    gc.disable()
    try:
        words = Words()
        gone = weakref.ref(words)
        await say(words)
        del words
        await database.run(keys)  # the writer is at another batch now
        await asyncio.sleep(0)
        assert gone() is None
    finally:
        gc.enable()


async def test_a_unit_that_raises_leaves_nothing_and_disturbs_no_neighbour(
    database: Database,
) -> None:
    def fails(session: Session) -> None:
        set_key(session, "half")
        raise LookupError("on purpose")

    results = await asyncio.gather(
        database.run(lambda s: set_key(s, "before")),
        database.run(fails),
        database.run(lambda s: set_key(s, "after")),
        return_exceptions=True,
    )
    assert results[0] == "before"
    assert isinstance(results[1], LookupError)
    assert results[2] == "after"
    assert await database.read(keys) == {"before", "after"}


async def test_a_broken_constraint_hits_only_its_own_unit(database: Database) -> None:
    results = await asyncio.gather(
        database.run(lambda s: set_key(s, "same")),
        database.run(lambda s: set_key(s, "same")),
        return_exceptions=True,
    )
    assert sum(isinstance(result, DBAPIError) for result in results) == 1
    assert await database.read(keys) == {"same"}


async def test_what_is_asked_for_in_one_turn_of_the_loop_shares_commits(
    database: Database,
) -> None:
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)
    wanted = {f"key {number}" for number in range(2 * BATCH + 1)}
    await asyncio.gather(*(database.run(partial(set_key, key=key)) for key in wanted))
    assert await database.read(keys) == wanted
    assert len(commits) == (3 if database.sqlite else len(wanted))


async def test_what_was_asked_for_is_kept_though_the_database_is_closed_in_the_same_turn(
    database: Database,
) -> None:
    wanted = {f"key {number}" for number in range(2 * BATCH + 1)}
    asked = [asyncio.create_task(database.run(partial(set_key, key=key))) for key in wanted]
    await asyncio.sleep(0)  # every task has asked, and the turn has not ended
    database.close()
    assert set(await asyncio.gather(*asked)) == wanted
    again = Database(database.url)
    assert await again.read(keys) == wanted
    again.close()


async def test_listeners_hear_only_of_what_was_committed(database: Database) -> None:
    heard: list[frozenset[str]] = []
    database.listen(heard.append)

    def fails(session: Session) -> None:
        announce(session, "lost")
        raise LookupError

    def works(session: Session) -> None:
        announce(session, "kept")

    with pytest.raises(LookupError):
        await database.run(fails)
    await database.run(works)
    assert frozenset({"kept"}) in heard
    assert not any("lost" in topics for topics in heard)


async def test_a_reader_can_not_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await database.read(lambda s: set_key(s, "sneaky"))


async def test_an_update_is_new_only_once_also_when_it_arrives_twice_at_once(
    database: Database,
) -> None:
    answers = await asyncio.gather(
        *(
            database.run(lambda s: seen.first_time(s, "public", 7_000_000_001, NOW))
            for _ in range(5)
        )
    )
    assert sorted(answers) == [False, False, False, False, True]
    assert len(await database.read(lambda s: s.exec(select(Seen)).all())) == 1


@pytest.mark.parametrize("statement", ["UPDATE log SET event = 'x'", "DELETE FROM log"])
async def test_the_log_can_only_be_appended_to(database: Database, statement: str) -> None:
    def write(session: Session) -> None:
        chain.append(session, at=NOW, actor="system", event="started")

    await database.run(write)
    with pytest.raises(DBAPIError, match="append-only"):
        await database.run(lambda s: s.connection().exec_driver_sql(statement))
    assert len(await database.read(lambda s: s.exec(select(LogEntry)).all())) == 1


async def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    await database.run(lambda s: chain.append(s, at=NOW, actor="system", event="started"))
    entry = await database.read(lambda s: s.exec(select(LogEntry)).one())
    assert entry.at == NOW
    assert entry.at.utcoffset() is not None
