"""The outbox: once, in order, coalesced, and honest about what may have arrived."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage import heldback, outbox
from storage.database import Database
from storage.outbox import Priority, State
from storage.outboxrows import Due
from storage.tables import Outbox

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
BOTS = ("public", "private")


def put(session: Session, key: str, recipient: str = "source:a", **more: Any) -> bool:
    values: dict[str, Any] = {"bot": "public", "recipient": recipient, "now": NOW, **more}
    return outbox.put(session, "receipt", key=key, **values)


def keys(session: Session, at: datetime = NOW) -> list[str]:
    several = (session.get_one(Outbox, one.id) for one in outbox.due(session, BOTS, at, set()))
    return [one.dedupe_key for one in several]


def row(session: Session, key: str) -> Outbox:
    return session.exec(select(Outbox).where(col(Outbox.dedupe_key).startswith(key))).one()


def claim(session: Session, key: str, now: datetime = NOW) -> None:
    """As a courier does, whether it is due or not."""
    one = row(session, key)
    due = Due(*(getattr(one, name) for name in Due.__struct_fields__))
    outbox.claim(session, due, now)
    session.expire_all()


async def test_a_key_is_entered_once_for_each_recipient(database: Database) -> None:
    assert await database.run(lambda s: put(s, "a"))
    assert not await database.run(lambda s: put(s, "a"))
    assert await database.run(lambda s: put(s, "a", "source:b"))


async def test_a_sent_key_is_never_entered_again(database: Database) -> None:
    def unit(session: Session) -> bool:
        put(session, "a")
        outbox.sent(session, row(session, "a").id or 0, 5, NOW)
        return put(session, "a")

    assert not await database.run(unit)


async def test_urgent_overtakes_and_the_rest_keeps_its_order(database: Database) -> None:
    def unit(session: Session) -> list[str]:
        put(session, "one", priority=Priority.DIGEST)
        put(session, "two", priority=Priority.DIGEST)
        put(session, "now", priority=Priority.URGENT)
        return keys(session)

    assert await database.run(unit) == ["now>source:a", "one>source:a", "two>source:a"]


async def test_rows_of_one_coalescing_key_become_one_while_it_waits(database: Database) -> None:
    def unit(session: Session) -> list[bool]:
        first = put(session, "a", coalesce="card:1")
        second = put(session, "b", coalesce="card:1")
        claim(session, "a")
        third = put(session, "c", coalesce="card:1")
        return [first, second, third]

    assert await database.run(unit) == [True, False, True]


async def test_nothing_is_due_before_its_time_or_to_who_is_passed_over(
    database: Database,
) -> None:
    def unit(session: Session) -> tuple[list[str], list[str], int]:
        put(session, "later", not_before=NOW + timedelta(minutes=1))
        put(session, "now", "source:b")
        passing = outbox.due(session, BOTS, NOW, {"source:b"})
        return keys(session), keys(session, NOW + timedelta(minutes=1)), len(passing)

    assert await database.run(unit) == (
        ["now>source:b"],
        ["later>source:a", "now>source:b"],
        0,
    )


async def test_a_claim_that_died_becomes_unsure_and_a_young_one_is_left(
    database: Database,
) -> None:
    def unit(session: Session) -> tuple[str, str, str]:
        put(session, "old")
        put(session, "young", "source:b")
        claim(session, "old", NOW - timedelta(minutes=3))
        claim(session, "young")
        session.flush()
        outbox.recover(session, BOTS, NOW, all_of_them=False)
        session.expire_all()
        states = (row(session, "old").state, row(session, "young").state)
        outbox.recover(session, BOTS, NOW, all_of_them=True)
        session.expire_all()
        return *states, row(session, "young").state

    assert await database.run(unit) == (State.UNSURE, State.SENDING, State.UNSURE)


async def test_what_is_sent_keeps_no_payload(database: Database) -> None:
    def unit(session: Session) -> dict[str, Any]:
        put(session, "a", payload={"values": {"by": "Hasan"}})
        outbox.sent(session, row(session, "a").id or 0, 9, NOW)
        session.expire_all()
        return row(session, "a").payload

    assert await database.run(unit) == {}


async def test_what_was_held_for_somebody_away_goes_out_when_they_are_back(
    database: Database,
) -> None:
    def unit(session: Session) -> list[str]:
        put(session, "a")
        put(session, "b", "source:b")
        put(session, "old", now=NOW - timedelta(days=8))
        for key in ("a", "b", "old"):
            heldback.hold(session, row(session, key).id or 0, NOW)
        heldback.revive(session, "source:a", NOW)
        session.expire_all()
        return keys(session)

    assert await database.run(unit) == ["a>source:a"]


async def test_two_processes_never_claim_the_same_row(database: Database) -> None:
    import asyncio

    await database.run(lambda s: [put(s, f"k{n}", f"source:{n}") for n in range(20)])

    def take(session: Session) -> list[int]:
        rows = outbox.due(session, BOTS, NOW, set())[:10]
        return [outbox.claim(session, one, NOW).id for one in rows]

    claimed = await asyncio.gather(*(database.run(take) for _ in range(4)))
    flat = [one for several in claimed for one in several]
    assert len(flat) == len(set(flat))


def entered(session: Session, key: str) -> int:
    put(session, key, subject="report:1")
    return row(session, key).id or 0


def taken_back(session: Session, key: str) -> bool | None:
    """What is known of a message after it was taken back; None while nobody can tell."""
    number = row(session, key).id or 0
    back = heldback.take_back(session, "receipt", "report:1", ["source:a"], NOW)
    known = heldback.arrived(session, number)
    assert (number in [one.id for one in back]) == (known is not False)
    return known


async def test_what_waits_or_is_held_is_taken_back_and_never_sent(database: Database) -> None:
    def unit(session: Session) -> tuple[bool | None, bool | None, list[str]]:
        entered(session, "waits")
        waits = taken_back(session, "waits")
        number = entered(session, "held")
        claim(session, "held")
        heldback.hold(session, number, NOW)
        session.expire_all()
        held = taken_back(session, "held")
        heldback.revive(session, "source:a", NOW)
        return waits, held, keys(session)

    assert await database.run(unit) == (False, False, [])


async def test_what_was_sent_or_may_have_been_is_known_to_have_arrived(
    database: Database,
) -> None:
    def unit(session: Session) -> tuple[bool | None, bool | None, list[str]]:
        outbox.sent(session, entered(session, "sent"), 5, NOW)
        session.expire_all()
        number = entered(session, "maybe")
        claim(session, "maybe")
        outbox.later(session, number, NOW, "timed out", maybe_sent=True)
        session.expire_all()
        return taken_back(session, "sent"), taken_back(session, "maybe"), keys(session)

    assert await database.run(unit) == (True, True, [])


async def test_of_what_is_being_sent_nobody_can_tell_yet(database: Database) -> None:
    def unit(session: Session) -> tuple[bool | None, bool | None, bool | None]:
        number = entered(session, "under way")
        claim(session, "under way")
        session.flush()
        first = taken_back(session, "under way")
        outbox.gone(session, number, "no outcome", NOW)
        session.expire_all()
        ended = heldback.arrived(session, number)
        return first, ended, heldback.arrived(session, 999)

    assert await database.run(unit) == (None, False, True)


async def test_only_this_kind_of_message_to_these_people_is_taken_back(
    database: Database,
) -> None:
    def unit(session: Session) -> list[str]:
        put(session, "other report", subject="report:2")
        put(session, "other person", "source:b", subject="report:1")
        put(session, "card", subject="report:1")
        heldback.take_back(session, "outcome", "report:1", ["source:a"], NOW)
        heldback.take_back(session, "receipt", "report:1", ["source:c"], NOW)
        heldback.take_back(session, "receipt", "report:3", ["source:a"], NOW)
        return keys(session)

    assert len(await database.run(unit)) == 3
