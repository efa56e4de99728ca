"""A decision about an event is taken back as it was made: for all of its reports."""

import pytest

from desk.codes import shown
from desk.rights import Role
from tests.conversations.desks import officer
from tests.conversations.test_linking import FLOOD, floods, links, tells
from tests.world import Phone, World


async def statuses(office: World) -> list[str]:
    return [one.status for one in await office.reports()]


async def decided_together(office: World) -> tuple[Phone, list[Phone]]:
    """Hasan, who has just approved an event of two, and its reporters."""
    hasan = await officer(office)
    citizens = await floods(office)
    await links(office, hasan, 2, 1)
    await press(hasan, "d|1|1|approve|F3")
    assert await statuses(office) == ["approved", "approved"]
    return hasan, citizens


async def press(phone: Phone, data: str) -> str:
    return (await phone.presses(await phone.sees("desk.card"), data)).text


@pytest.mark.parametrize("pressed", [1, 2])
async def test_all_of_an_event_waits_again_and_every_reporter_is_told(
    office: World, pressed: int
) -> None:
    hasan, citizens = await decided_together(office)
    toast = await press(hasan, f"d|{pressed}|2|undo|")
    code = shown((await office.reports())[pressed - 1].code)
    assert toast == office.label("id", "undoing.done", {"code": code, "along": 1})
    assert await statuses(office) == ["waiting", "waiting"]
    for citizen in citizens:
        assert len(await citizen.seen("undoing.told")) == 1
    await press(hasan, "d|2|3|approve|F6")
    assert await statuses(office) == ["approved", "approved"]


async def test_who_decided_only_what_joined_later_does_not_undo_the_others_decision(
    office: World,
) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await floods(office, 1)
    await press(hasan, "d|1|1|approve|F3")
    await tells(office, "Budi", FLOOD[1])
    await links(office, rina, 2, 1)
    assert "Hasan" in await press(rina, "d|2|2|undo|")
    assert "Rina" in await press(hasan, "d|1|2|undo|")
    assert await statuses(office) == ["approved", "approved"]


async def test_the_oldest_decision_of_an_event_says_until_when(office: World) -> None:
    hasan = await officer(office)
    await floods(office, 1)
    await press(hasan, "d|1|1|approve|F3")
    office.clock.passes(minutes=20)
    await tells(office, "Budi", FLOOD[1])
    await links(office, hasan, 2, 1)
    toast = await press(hasan, "d|2|2|undo|")
    late = {"by": "Hasan", "late": True, "minutes": office.product.house.office.undo_minutes}
    code = shown((await office.reports())[1].code)
    assert toast == office.label("id", "undoing.not_yours", {"code": code, **late})
    assert await statuses(office) == ["approved", "approved"]


async def test_an_administrator_takes_an_event_back_for_one_reason(office: World) -> None:
    hasan, citizens = await decided_together(office)
    chief = await officer(office, "Kepala", Role.ADMIN)
    office.clock.passes(minutes=30)
    await press(chief, "d|2|2|undo|")
    card = await chief.sees("undoing.panel")
    await chief.says("Ternyata menyangkut desa tetangga", reply_to=card)
    assert await statuses(office) == ["waiting", "waiting"]
    assert len(await hasan.seen("undoing.mark")) == 2
    for citizen in citizens:
        assert len(await citizen.seen("undoing.told")) == 1


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
