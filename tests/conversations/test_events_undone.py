"""One decision about an event is taken back as one, and is never contradicted by another."""

from desk.codes import shown
from desk.rights import Role
from sandbox.client import Shown
from tests.conversations.desks import officer
from tests.conversations.test_linking import FLOOD, floods, links, states, tells
from tests.world import Phone, World


async def card_of(office: World, desk: Phone, number: int) -> Shown:
    """The card of one report at the desk."""
    code = shown((await office.reports())[number - 1].code)
    cards = await desk.seen("desk.card")
    return next(one for one in cards if one.text.partition(" · ")[0].endswith(code))


async def statuses(office: World) -> list[str]:
    return [one.status for one in await office.reports()]


async def press(phone: Phone, data: str) -> str:
    return (await phone.presses(await phone.sees("desk.card"), data)).text


async def test_undone_on_one_card_it_is_undone_for_every_reporter_of_the_event(
    office: World,
) -> None:
    bupati = await office.officer("Bupati", Role.LEADER)
    hasan, rina = await officer(office, "Hasan"), await officer(office, "Rina")
    citizens = await floods(office, 3)
    await links(office, hasan, 3, 2)
    await links(office, hasan, 3, 1)
    first = await card_of(office, hasan, 1)
    await hasan.presses(first, "d|1|1|urgency|emergency")
    await rina.presses(first, "d|1|1|urgency|emergency")
    await hasan.presses(first, "d|1|1|approve|F3")
    assert await bupati.sees("leader.alert")
    toast = await hasan.presses(await card_of(office, hasan, 3), "d|3|2|undo|")
    code = shown((await office.reports())[2].code)
    assert toast.text == office.label("id", "undoing.done", {"code": code, "along": 2})
    assert await states(office) == [("waiting", None, None), *[("waiting", None, 1)] * 2]
    for citizen in citizens:
        assert len(await citizen.seen("undoing.told")) == 1
    assert len(await bupati.seen("leader.alert_over")) == 1
    for number in (1, 2, 3):
        card = await card_of(office, hasan, number)
        assert office.trace.shows(card.raw, "undoing.mark")
    await hasan.presses(await card_of(office, hasan, 2), "d|2|3|reject|not_confirmed")
    assert {one.status for one in await office.reports()} == {"rejected"}
    for citizen in citizens:
        assert len(await citizen.seen("citizen.outcome_rejected")) == 1


async def test_what_was_decided_before_it_joined_stays_and_is_not_contradicted(
    office: World,
) -> None:
    hasan, rina = await officer(office, "Hasan"), await officer(office, "Rina")
    [siti] = await floods(office, 1)
    await rina.presses(await rina.sees("desk.card"), "d|1|1|approve|F3")
    office.clock.passes(minutes=1)
    budi = await tells(office, "Budi", "banjr selutut dekat jembatan pasar")
    await links(office, hasan, 2, 1)
    await hasan.presses(await card_of(office, hasan, 2), "d|2|2|undo|")
    assert [status for status, *_ in await states(office)] == ["approved", "waiting"]
    assert not await siti.seen("undoing.told") and await budi.sees("undoing.told")
    code = shown((await office.reports())[0].code)
    card = await card_of(office, hasan, 2)
    said = {"code": code, "status": "approved"}
    refused = office.label("id", "linking.event_decided", said)
    assert (await hasan.presses(card, "d|2|3|reject|known")).text == refused
    await hasan.presses(card, "d|2|3|panel|reject")
    await hasan.says("Sudah kami periksa, tidak ada banjir", reply_to=card)
    assert await hasan.sees("linking.event_decided_note")
    assert [status for status, *_ in await states(office)] == ["approved", "waiting"]
    await hasan.presses(card, "d|2|3|part|1")
    await hasan.presses(card, "d|2|3|reject|known")
    assert [status for status, *_ in await states(office)] == ["approved", "rejected"]


async def test_an_administrator_takes_it_back_for_all_with_one_reason(office: World) -> None:
    hasan = await officer(office, "Hasan")
    admin = await officer(office, "Admin", Role.ADMIN)
    citizens = await floods(office)
    await links(office, hasan, 2, 1)
    await hasan.presses(await card_of(office, hasan, 1), "d|1|1|reject|known")
    office.clock.passes(days=21)
    card = await card_of(office, admin, 2)
    await admin.presses(card, "d|2|2|undo|")
    await admin.says("Kejadiannya ternyata benar", reply_to=card)
    assert {one.status for one in await office.reports()} == {"waiting"}
    for citizen in citizens:
        assert len(await citizen.seen("undoing.told")) == 1


async def test_what_joined_a_decision_later_goes_with_it_and_may_go_alone(
    office: World,
) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    [siti] = await floods(office, 1)
    await press(hasan, "d|1|1|approve|F3")
    office.clock.passes(minutes=5)
    budi = await tells(office, "Budi", FLOOD[1])
    await links(office, rina, 2, 1)
    assert await statuses(office) == ["approved", "approved"]
    assert "Hasan" in await press(rina, "d|1|2|undo|")
    await press(rina, "d|2|2|undo|")
    assert await statuses(office) == ["approved", "waiting"]
    assert await budi.sees("undoing.told") and not await siti.seen("undoing.told")
    await press(rina, "d|2|3|approve|F3")
    await press(hasan, "d|1|2|undo|")
    assert await statuses(office) == ["waiting", "waiting"]
    assert len(await siti.seen("undoing.told")) == 1
    assert len(await budi.seen("undoing.told")) == 2


async def test_what_joined_later_can_be_undone_after_the_first_can_not(office: World) -> None:
    hasan = await officer(office)
    await floods(office, 1)
    await press(hasan, "d|1|1|approve|F3")
    office.clock.passes(minutes=20)
    await tells(office, "Budi", FLOOD[1])
    await links(office, hasan, 2, 1)
    toast = await press(hasan, "d|1|2|undo|")
    late = {"by": "Hasan", "late": True, "minutes": office.product.house.office.undo_minutes}
    code = shown((await office.reports())[0].code)
    assert toast == office.label("id", "undoing.not_yours", {"code": code, **late})
    await press(hasan, "d|2|2|undo|")
    assert await statuses(office) == ["approved", "waiting"]


async def test_an_event_with_the_administrators_own_report_is_left_to_another(
    office: World,
) -> None:
    hasan = await officer(office)
    chief = await officer(office, "Kepala", Role.ADMIN)
    public = Phone(office, chief.person, office.public)
    await public.starts()
    await public.says(FLOOD[0])
    await public.says(office.place)
    await public.taps("form.send")
    await tells(office, "Budi", FLOOD[1])
    await links(office, hasan, 2, 1)
    await press(hasan, "d|2|1|approve|F3")
    office.clock.passes(minutes=30)
    await press(chief, "d|2|2|undo|")
    card = await chief.sees("undoing.panel")
    await chief.says("Ternyata menyangkut desa tetangga", reply_to=card)
    assert await chief.sees("desk.answer_own")
    assert await statuses(office) == ["approved", "approved"]


async def test_who_mends_a_report_takes_it_out_of_the_event_it_was_rejected_with(
    office: World,
) -> None:
    hasan = await officer(office)
    siti, budi = await floods(office)
    await links(office, hasan, 2, 1)
    await press(hasan, "d|1|1|reject|unclear")
    await siti.taps("mending.mend")
    await siti.taps("form.send")
    reports = await office.reports()
    assert [(one.status, one.merged_into) for one in reports] == [
        ("waiting", None),
        ("rejected", None),
    ]
    await press(hasan, "d|1|3|approve|F6")
    assert await statuses(office) == ["approved", "rejected"]
    assert not await budi.seen("citizen.outcome_approved")
