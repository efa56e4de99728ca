"""Nobody learns alone who reported: a reason, a second person, and a few minutes."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, select

from cards.taps import OpeningTap
from desk.codes import shown
from desk.rights import Role
from storage.tables import Account, LogEntry, Opening, Report
from tests.conversations.test_decisions import reported
from tests.world import Phone, World

WHY = "Warga itu perlu segera dijemput dari <banjir>"


async def code_of(office: World) -> str:
    return shown((await office.reports())[-1].code)


async def asked(office: World) -> tuple[Phone, Phone, Phone]:
    """A leader has asked who a citizen is; an administrator could agree."""
    leader = await office.officer("Bupati", Role.LEADER)
    admin = await office.officer("Kepala", Role.ADMIN)
    citizen = await reported(office)
    await leader.says(f"/identitas {await code_of(office)}")
    await leader.says(WHY)
    return leader, admin, citizen


async def steps(office: World) -> list[tuple[str, str]]:
    rows = sorted(await office.rows(LogEntry), key=lambda row: row.id or 0)
    names = {f"account:{one.id}": one.name for one in await office.rows(Account)}
    found = [row for row in rows if row.event.startswith("identity_")]
    return [
        (row.event.removeprefix("identity_"), names.get(row.actor, row.actor)) for row in found
    ]


async def state(office: World) -> list[str]:
    return [one.state for one in await office.rows(Opening)]


async def test_two_people_open_an_identity_and_it_goes_after_some_minutes(office: World) -> None:
    leader, admin, citizen = await asked(office)
    assert await leader.sees("opening.asked")
    card = await admin.sees("opening.card")
    assert WHY in card.text and "Bupati" in card.text and await code_of(office) in card.text
    assert str(citizen.person.id) not in card.text
    await admin.taps("opening.confirm")
    told = await leader.sees("opening.identity")
    assert str(citizen.person.id) in told.text
    assert await steps(office) == [
        ("asked", "Bupati"),
        ("confirmed", "Kepala"),
        ("opened", "Bupati"),
    ]
    assert WHY not in (await admin.sees("opening.card")).text
    assert len(await admin.seen("opening.card")) == 1
    office.clock.passes(minutes=4)
    await office.tick()
    assert await leader.seen("opening.identity")
    office.clock.passes(minutes=2)
    await office.tick()
    assert not await leader.seen("opening.identity")
    history = f"/riwayat {await code_of(office)}"
    await admin.says(history)
    text = (await admin.sees("history.pages")).text
    assert "melihat identitas pelapor · Bupati" in text


async def test_the_identity_is_protected_and_reaches_nobody_else(office: World) -> None:
    leader, admin, citizen = await asked(office)
    await admin.taps("opening.confirm")
    number = str(citizen.person.id)
    told = [call for call in await office.sandbox.calls() if number in str(call.parameters)]
    told = [one for one in told if str(one.parameters.get("chat_id")) != number]
    assert [str(call.parameters["chat_id"]) for call in told] == [str(leader.person.id)]
    assert told[0].parameters["protect_content"] in (True, "true")
    assert number not in office.log.getvalue()
    rows = await office.read(
        lambda s: s.connection().exec_driver_sql("SELECT * FROM outbox").all()
    )
    assert number not in str(rows) and WHY not in str(rows)
    sealed = [one.reason or b"" for one in await office.rows(Opening)]
    assert all(one and WHY.encode() not in one for one in sealed)


async def test_a_phone_left_with_the_report_is_part_of_it(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    admin = await office.officer("Kepala", Role.ADMIN)
    await reported(office)
    [report] = await office.reports()
    vault = office.product.house.vault
    contact = {"name": "Rahmat", "phone": "+628117654321"}
    subject = f"contact:{report.id}:witness"
    await office.product.database.run(lambda s: vault.file_contact(s, subject, contact))
    await leader.says(f"/identitas {await code_of(office)} {WHY}")
    await admin.taps("opening.confirm")
    assert "Rahmat +628117654321" in (await leader.sees("opening.identity")).text


async def test_the_button_below_the_history_asks_too(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    admin = await office.officer("Kepala", Role.ADMIN)
    await reported(office)
    history = f"/riwayat {await code_of(office)}"
    await admin.says(history)
    assert not (await admin.sees("history.pages")).buttons
    await leader.says(history)
    await leader.taps("opening.ask")
    assert await leader.sees("opening.write_reason")
    await leader.taps("opening.drop")
    await leader.says(WHY)
    assert await state(office) == [] and not await admin.seen("opening.card")
    await leader.taps("opening.ask")
    await leader.says("ingin tahu")
    assert await leader.sees("opening.reason_unfit")
    await leader.says(WHY)
    assert await admin.sees("opening.card")


async def test_a_refusal_is_told_and_shows_nothing(office: World) -> None:
    leader, admin, _ = await asked(office)
    await admin.taps("opening.refuse")
    assert "Kepala" in (await leader.sees("opening.came_to_nothing")).text
    assert not await leader.seen("opening.identity")
    assert await steps(office) == [("asked", "Bupati"), ("refused", "Kepala")]
    assert not (await admin.sees("opening.card")).buttons


async def test_what_nobody_answers_lapses_after_a_day(office: World) -> None:
    leader, admin, _ = await asked(office)
    card = await admin.sees("opening.card")
    office.clock.passes(hours=24)
    toast = await admin.presses(card, OpeningTap("confirm", 1).pack())
    assert toast.text == office.label("id", "opening.settled", {"state": "expired", "by": ""})
    await office.tick()
    assert await leader.sees("opening.came_to_nothing")
    assert await steps(office) == [("asked", "Bupati"), ("expired", "system")]
    assert not await leader.seen("opening.identity")


async def test_two_who_answer_at_once_answer_once(office: World) -> None:
    leader, admin, _ = await asked(office)
    other = await office.officer("Camat", Role.LEADER)
    data = OpeningTap("refuse", 1).pack()
    await admin.taps("opening.confirm")
    toast = await other.presses(await other.last(), data)
    assert "Kepala" in toast.text
    await admin.presses(await admin.sees("opening.card"), OpeningTap("confirm", 1).pack())
    assert len(await leader.seen("opening.identity")) == 1
    assert [event for event, _ in await steps(office)] == ["asked", "confirmed", "opened"]


async def test_a_second_asking_waits_for_the_first(office: World) -> None:
    leader, admin, _ = await asked(office)
    await leader.says(f"/identitas {await code_of(office)} {WHY}")
    assert await leader.sees("opening.asked_already")
    await admin.taps("opening.refuse")
    await leader.says(f"/identitas {await code_of(office)} {WHY}")
    assert await state(office) == ["refused", "waiting"]


async def test_an_identity_that_may_have_arrived_is_not_sent_twice(office: World) -> None:
    leader, admin, citizen = await asked(office)
    await office.sandbox.fail_next("sendMessage", bot=office.private, code=500, after_effect=True)
    await admin.taps("opening.confirm")
    office.clock.passes(minutes=1)
    await office.tick()
    shown_to = [one for one in await leader.messages() if str(citizen.person.id) in one.text]
    assert len(shown_to) == 1
    assert await leader.sees("opening.maybe_shown")
    assert [event for event, _ in await steps(office)] == ["asked", "confirmed", "opened"]


async def test_an_erased_identity_says_so(office: World) -> None:
    leader, admin, _ = await asked(office)
    [report] = await office.reports()
    sql = f"DELETE FROM vault WHERE subject = 'source:{report.source_id}'"
    await office.product.database.run(lambda s: s.connection().exec_driver_sql(sql))
    await admin.taps("opening.confirm")
    assert await leader.sees("opening.erased")


async def test_a_wrong_code_is_answered_kindly(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    for said, key in (
        ("/identitas", "opening.usage"),
        ("/identitas banjir", "citizen.code_misread"),
        ("/identitas AAA-3337", "opening.gone"),
    ):
        await leader.says(said)
        assert key in await leader.keys(), said


async def test_old_askings_are_forgotten_with_their_reasons(office: World) -> None:
    _, admin, _ = await asked(office)
    await admin.taps("opening.refuse")
    kept = timedelta(days=office.product.house.office.retention.identities)
    for age, left in ((kept, 1), (kept + timedelta(seconds=1), 0)):
        aged = update(Opening).values(asked_at=office.clock() - age)
        await office.product.database.run(lambda session, aged=aged: session.execute(aged))  # type: ignore[misc]
        await office.tick()
        assert len(await state(office)) == left
    entries = await office.read(lambda s: s.exec(select(LogEntry.event)).all())
    assert "identity_asked" in entries and len(await office.read(_reports)) == 1


def _reports(session: Session) -> list[Report]:
    return list(session.exec(select(Report)))
