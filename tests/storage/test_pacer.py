"""Telegram's limits as rolling windows: never more in any window, whatever is asked when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from storage.database import Database
from storage.pacer import Limits, Pacer, Window, hold

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
LIMITS = Limits()
MANY = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ASKS = st.lists(
    st.tuples(st.sampled_from(["desk", "source:a", "source:b"]), st.integers(1, 10)),
    min_size=1,
    max_size=60,
)


class Undone(Exception):
    """What a unit raises so that the next example finds an empty table."""


@given(ASKS, st.lists(st.integers(0, 3000), min_size=60, max_size=60))
@MANY
def test_no_window_is_ever_overfull(
    sqlite_database: Database, asks: list[tuple[str, int]], gaps: list[int]
) -> None:
    sent: list[tuple[str, int, datetime]] = []

    def unit(session: Session) -> None:
        now = NOW
        for (recipient, weight), gap in zip(asks, gaps, strict=False):
            now += timedelta(milliseconds=gap)
            pacer = Pacer(session, "private", LIMITS, now)
            if pacer.free_at(recipient, weight) <= now:
                pacer.take(recipient, weight)
                session.flush()
                sent.append((recipient, weight, now))
        raise Undone

    with pytest.raises(Undone):
        sqlite_database.submit(unit).result()
    check(sent, [one for one in sent if one[0] == "desk"], Window(20, timedelta(seconds=60)))
    check(sent, [one for one in sent if one[0] == "source:a"], Window(1, timedelta(seconds=1)))
    check(sent, sent, Window(30, timedelta(seconds=1)))


def check(
    sent: list[tuple[str, int, datetime]],
    some: list[tuple[str, int, datetime]],
    window: Window,
) -> None:
    """A single call heavier than a whole window may go alone; else the window holds."""
    for _, _, start in some:
        inside = [w for _, w, at in some if start <= at < start + window.span]
        assert sum(inside) <= window.places or len(inside) == 1


async def test_the_moment_named_is_the_first_that_is_free(database: Database) -> None:
    def unit(session: Session) -> list[datetime]:
        pacer = Pacer(session, "private", LIMITS, NOW)
        at = [pacer.free_at("source:a", 1)]
        pacer.take("source:a", 1)
        at.append(pacer.free_at("source:a", 1))
        at.append(pacer.free_at("source:b", 1))
        return at

    assert await database.run(unit) == [NOW, NOW + timedelta(seconds=1), NOW]


async def test_a_restart_forgets_nothing(database: Database) -> None:
    def fill(session: Session) -> None:
        for second in range(20):
            Pacer(session, "private", LIMITS, NOW + timedelta(seconds=second)).take("desk", 1)
            session.flush()

    await database.run(fill)
    later = NOW + timedelta(seconds=20)
    free = await database.run(lambda s: Pacer(s, "private", LIMITS, later).free_at("desk", 1))
    assert free == NOW + timedelta(seconds=60)


async def test_a_chat_told_to_wait_waits_whatever_is_entered_later(database: Database) -> None:
    def unit(session: Session) -> list[datetime]:
        hold(session, "private", "desk", NOW + timedelta(seconds=30))
        session.flush()
        pacer = Pacer(session, "private", LIMITS, NOW)
        after = Pacer(session, "private", LIMITS, NOW + timedelta(seconds=31))
        late = NOW + timedelta(seconds=31)
        return [
            pacer.free_at("desk", 1),
            pacer.free_at("source:a", 1),
            max(late, after.free_at("desk", 1)),
        ]

    assert await database.run(unit) == [
        NOW + timedelta(seconds=30),
        NOW,
        NOW + timedelta(seconds=31),
    ]
