"""The clock's duties: all that is due gets done, a little at a time."""

from datetime import timedelta

from sqlalchemy import insert
from sqlmodel import Session

from storage import outbox, seen
from storage.tables import Draft, Outbox, Seen, Source
from tests.world import World

MANY = 45  # drafts, of which a unit takes a few


async def test_one_tick_does_everything_that_is_due_however_much_it_is(office: World) -> None:
    now = office.clock()
    old = now - timedelta(days=4)

    def fill(session: Session) -> None:
        ids = range(seen.AT_ONCE + 1)
        session.execute(insert(Seen), [{"bot": "public", "update_id": n, "at": old} for n in ids])
        session.execute(insert(Source), [source(number) for number in range(MANY)])
        session.execute(insert(Draft), [draft(number) for number in range(MANY)])

    def source(number: int) -> dict[str, object]:
        about = {"bot": "public", "language": "id", "created_at": now}
        return {"id": f"s{number}", "codename": f"Elang {number}", **about}

    def draft(number: int) -> dict[str, object]:
        touched = now - timedelta(hours=2 if number % 2 else 25)
        about = {"form": "tip", "revision": 1, "sealed": b"", "started_at": touched}
        return {"owner": f"source:s{number}", "touched_at": touched, **about}

    await office.product.database.run(fill)
    await office.tick()
    assert not [one for one in await office.rows(Seen) if one.at == old]
    left = await office.rows(Draft)
    assert len(left) == MANY // 2
    assert all(one.reminded_at == now for one in left)
    assert len({one.subject for one in await office.rows(Outbox)}) == len(left)


async def test_what_is_forgotten_in_one_unit_is_bounded(office: World) -> None:
    old = office.clock() - timedelta(days=31)
    sent = {"kind": "receipt", "bot": "public", "recipient": "desk", "state": "sent"}
    when = {"not_before": old, "created_at": old, "sent_at": old}
    rest = {"priority": 10, "attempts": 1, "payload": {}}
    count = outbox.FORGOTTEN_AT_ONCE + 1

    def fill(session: Session) -> None:
        keys = [f"old:{number}" for number in range(count)]
        session.execute(insert(Outbox), [{**sent, **when, **rest, "dedupe_key": k} for k in keys])

    await office.product.database.run(fill)
    at_once = await office.product.database.run(lambda s: outbox.forget(s, office.clock()))
    assert at_once == outbox.FORGOTTEN_AT_ONCE
    await office.tick()
    assert await office.rows(Outbox) == []
