"""A reporter follows a report, or takes it back; nobody else learns of it."""

import pytest

from desk import codes
from desk.rights import Role
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.world import World


async def test_the_code_of_the_receipt_shows_the_status(office: World) -> None:
    citizen = await reported(office)
    [report] = await office.reports()
    assert codes.shown(report.code) in (await citizen.sees("citizen.receipt")).text
    await citizen.says(codes.shown(report.code).lower().replace("-", " "))
    assert "citizen.status" in await citizen.keys()


async def test_the_status_command_takes_a_code_too(office: World) -> None:
    citizen = await reported(office)
    [report] = await office.reports()
    await citizen.says(f"/status {report.code}")
    assert "citizen.status" in await citizen.keys()


async def test_a_foreign_code_is_answered_like_one_that_does_not_exist(office: World) -> None:
    await reported(office)
    [report] = await office.reports()
    other = await office.citizen("Budi")
    await other.says(report.code)
    foreign = (await other.last()).text
    await other.says(codes.new())
    assert (await other.last()).text == foreign
    assert "citizen.no_such_report" in await other.keys()


async def test_a_slip_in_the_code_is_noticed_and_makes_no_report(office: World) -> None:
    citizen = await reported(office)
    [report] = await office.reports()
    last = "3" if report.code[-1] != "3" else "4"
    slipped = report.code[:-1] + last
    await citizen.says(slipped)
    assert "citizen.code_misread" in await citizen.keys()
    assert len(await office.reports()) == 1


async def test_a_waiting_report_can_be_taken_back_after_asking_once_more(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await citizen.says("📋 Laporan saya")
    await citizen.taps((await citizen.last()).buttons[0][0].text)
    await citizen.taps("citizen.withdraw")
    [report] = await office.reports()
    assert report.status == "waiting"
    toast = await citizen.taps("citizen.yes_withdraw")
    assert toast.text
    [report] = await office.reports()
    assert report.status == "withdrawn"
    card = await desk.sees("desk.card")
    assert card.buttons == []
    toast = await desk.presses(card, f"d|{report.id}|1|approve|F6")
    assert toast.alert
    assert (await office.reports())[0].status == "withdrawn"


async def test_a_decided_report_can_not_be_taken_back(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await citizen.says("📋 Laporan saya")
    await citizen.taps((await citizen.last()).buttons[0][0].text)
    await citizen.taps("citizen.withdraw")
    await desk.taps("desk.approve_default")
    toast = await citizen.taps("citizen.yes_withdraw")
    assert toast.alert
    [report] = await office.reports()
    assert report.status == "approved"


@pytest.mark.parametrize("action", ["show", "ask", "withdraw"])
async def test_a_forged_button_on_a_foreign_report_shows_and_changes_nothing(
    office: World, action: str
) -> None:
    await reported(office, "Kepala desa memukul tetangga saya")
    [report] = await office.reports()
    other = await office.citizen("Budi")
    toast = await other.presses(await other.last(), f"o|{report.id}|{action}")
    assert toast.text
    assert all("memukul" not in message.text for message in await other.messages())
    assert (await office.reports())[0].status == "waiting"


async def test_a_foreign_draft_can_not_be_touched(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    asked = await citizen.last()
    data = [one.data or "" for row in asked.buttons for one in row]
    other = await office.citizen("Budi")
    for forged in [*data, "f|1|1|!send", "f|1|2|!cancel", "f|1|1|code:99.99"]:
        toast = await other.presses(await other.last(), forged)
        assert toast.text
    await citizen.says(office.place)
    assert "form.review" in await citizen.keys()


async def test_without_reports_the_list_says_how_to_begin(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("📋 Laporan saya")
    assert "citizen.no_reports" in await citizen.keys()


async def test_an_officer_in_the_public_bot_is_a_citizen_like_any_other(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    from tests.world import Phone

    phone = Phone(office, officer.person, office.public)
    await phone.starts()
    assert "citizen.welcome" in await phone.keys()


async def test_words_that_look_like_codes_or_greetings_are_answers_while_a_form_is_filled_in(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.home.one_word)
    assert "form.review" in await citizen.keys()
    when = office.product.house.forms["tip"].field("when")
    assert when is not None
    await citizen.taps("form.change", field=when.label.in_("id"))
    await citizen.says("pagi")
    assert "form.review" in await citizen.keys()
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == "Air sungai naik cepat"
    assert report.happened_at < office.clock()


async def test_somebody_learns_the_own_number_and_nobody_elses(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("/nomor")
    assert str(citizen.person.id) in (await citizen.sees("citizen.your_number")).text
