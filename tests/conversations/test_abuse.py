"""Officers warn, mute and block by codename; whoever is silenced hears so kindly, until when."""

import pytest

from cards.taps import DeskTap, SanctionTap
from desk import enrolment
from desk.rights import Role
from storage.tables import LogEntry, Sanction, Source
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.conversations.tips import tip
from tests.world import Phone, World


async def muted(desk: Phone, measure: str = "1d") -> None:
    """Through the card, with its second question."""
    await desk.taps("desk.more")
    await desk.taps("abuse.key")
    await desk.taps("abuse.measure", measure=measure)
    await desk.taps("abuse.yes")


async def events(office: World) -> list[str]:
    rows = await office.rows(LogEntry)
    return [row.event for row in sorted(rows, key=lambda row: row.id or 0)]


async def source_of(office: World, name: str = "Siti") -> Source:
    vault = office.product.house.vault
    person = office.people[name].id
    subject = await office.read(
        lambda session: (
            vault.find(session, "public", person) or vault.find(session, "agent", person)
        )
    )
    assert subject
    return next(one for one in await office.rows(Source) if one.id == subject[len("source:") :])


async def test_who_is_muted_hears_it_kindly_and_reports_again_when_it_is_over(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await desk.taps("desk.more")
    await desk.taps("abuse.key")
    await desk.taps("abuse.measure", measure="1d")
    assert await office.rows(Sanction) == []  # it asks once more
    toast = await desk.taps("abuse.yes")
    source = await source_of(office)
    assert source.codename in toast.text
    told = await citizen.sees("abuse.told")
    assert "12.00" in told.text and "Hasan" not in told.text
    assert "22 November 2026" in told.text and office.product.house.office.agency in told.text
    assert await desk.sees("abuse.mark")
    await citizen.says("Air naik lagi")
    refused = await citizen.sees("abuse.silenced")
    assert "112" in refused.text and "22 November 2026" in refused.text
    assert len(await office.reports()) == 1
    office.clock.passes(days=1, minutes=1)
    await tip(citizen, "Air naik lagi")
    assert len(await office.reports()) == 2
    assert await events(office) == ["submitted", "muted", "submitted"]


async def test_the_danger_button_of_who_is_muted_still_shows_whom_to_call(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await muted(desk)
    await citizen.says("🚨 Bahaya sekarang")
    assert "112" in (await citizen.sees("abuse.silenced")).text
    assert len(await office.reports()) == 1


async def test_a_draft_begun_before_is_not_lost_and_can_be_sent_later(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await citizen.says("Pohon tumbang menutup jalan")
    await citizen.says(office.place)
    await muted(desk, "1h")
    await citizen.taps("form.send")
    assert await citizen.seen("abuse.silenced")
    assert len(await office.reports()) == 1
    office.clock.passes(hours=1, minutes=1)
    await citizen.taps("form.send")
    assert [one.text for one in await office.reports()][1] == "Pohon tumbang menutup jalan"


async def test_a_measure_is_lifted_from_the_card_and_the_person_is_told(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await muted(desk, "block")
    await desk.taps("desk.more")
    await desk.taps("abuse.key")
    await desk.taps("abuse.measure", measure="lift")
    toast = await desk.taps("abuse.yes_lift")
    assert (await source_of(office)).codename in toast.text
    assert await citizen.sees("abuse.told_lifted")
    assert await desk.seen("abuse.mark") == []
    await tip(citizen, "Air naik lagi")
    assert len(await office.reports()) == 2
    assert await events(office) == ["submitted", "blocked", "sanction_lifted", "submitted"]
    [row] = await office.rows(Sanction)
    assert row.lifted_by == row.by == (await office.account("Hasan")).id


async def test_a_warning_is_told_once_a_report_and_hinders_nothing(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await muted(desk, "warn")
    again = await desk.presses(await desk.sees("desk.card"), "d|1|1|sanction|warn")
    assert "Hasan" in again.text and again.alert
    assert len(await citizen.seen("abuse.told")) == 1
    assert len(await office.rows(Sanction)) == 1
    await tip(citizen, "Air naik lagi")
    assert len(await office.reports()) == 2


async def test_of_two_officers_at_once_one_is_told_that_it_stands_already(office: World) -> None:
    hasan, rina = await officer_at_desk(office), await officer_at_desk(office, "Rina")
    citizen = await reported(office)
    card = await hasan.sees("desk.card")
    await hasan.presses(card, "d|1|1|sanction|7d")
    toast = await rina.presses(card, "d|1|1|sanction|1d")
    assert "Hasan" in toast.text and toast.alert
    assert len(await citizen.seen("abuse.told")) == 1
    await rina.presses(card, "d|1|1|sanction|30d")  # a longer one takes its place
    rows = await office.rows(Sanction)
    assert [row.lifted_at is None for row in rows] == [False, True]


async def test_nobody_takes_a_measure_against_themselves(office: World) -> None:
    desk = await officer_at_desk(office)
    own = Phone(office, desk.person, office.public)
    await own.starts()
    await tip(own)
    toast = await desk.presses(await desk.sees("desk.card"), "d|1|1|sanction|1d")
    assert toast.text == office.label("id", "desk.own_report", {})
    assert await office.rows(Sanction) == []


async def test_only_an_administrator_acts_against_an_agent(office: World) -> None:
    desk = await officer_at_desk(office)
    admin = await office.officer("Admin", Role.ADMIN)
    agent = await office.agent()
    await agent.says(f"#banjir {office.place}: Air sungai naik cepat")
    await agent.taps("form.send")
    toast = await desk.presses(await desk.sees("desk.card"), "d|1|1|sanction|1d")
    assert toast.text == office.label("id", "abuse.admins_only", {})
    assert await office.rows(Sanction) == []
    source = await source_of(office, "Darmi")
    await admin.says(f"/sanksi {source.codename.lower()}")
    assert source.codename in (await admin.sees("abuse.source")).text
    await admin.taps("abuse.measure", measure="7d")
    await admin.taps("abuse.yes")
    assert await agent.sees("abuse.told")
    await agent.says("Air naik lagi")
    assert "112" in (await agent.sees("abuse.silenced")).text
    assert len(await office.reports()) == 1


async def test_the_admin_sees_who_is_silenced_by_whom_and_lifts_it(office: World) -> None:
    desk = await officer_at_desk(office)
    admin = await office.officer("Admin", Role.ADMIN)
    citizen = await reported(office)
    await muted(desk, "7d")
    await admin.taps("staff.key_sanctions")
    shown = await admin.sees("abuse.listing")
    source = await source_of(office)
    [line] = [label for label in shown.labels if source.codename in label]
    await admin.taps(line)
    one = await admin.sees("abuse.one")
    assert "Hasan" in one.text and "28 November 2026" in one.text and "Siti" not in one.text
    await admin.taps("abuse.yes_lift")
    assert await citizen.sees("abuse.told_lifted")
    again = await admin.presses(one, SanctionTap("lift", 1, "").pack())
    assert again.text == office.label("id", "abuse.nothing_stands", {})
    await admin.says("/sanksi Nipah-0000")
    assert await admin.sees("abuse.no_such_source")


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.READER, Role.AGENT])
async def test_nobody_but_an_administrator_opens_the_list(office: World, role: Role) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    await muted(desk)
    source = await source_of(office)
    other = await office.officer("Orang", role)
    for tap in ("list|0|", "show|1|", "lift|1|", f"do|0|30d:{source.id}", "carried|1|"):
        toast = await other.presses(await other.last(), f"x|{tap}")
        assert toast.text
    await other.says("/sanksi")
    assert await other.seen("abuse.listing") == []
    [row] = await office.rows(Sanction)
    assert row.lifted_at is None


async def test_forged_and_foreign_buttons_change_nothing(office: World) -> None:
    desk = await officer_at_desk(office)
    admin = await office.officer("Admin", Role.ADMIN)
    await reported(office)
    card = await desk.sees("desk.card")
    for data in (
        "d|999|1|sanction|1d",
        "d|1|1|sanction|99y",
        "d|1|1|lift|",
        "d|1|1|panel|abuse:99y",
        DeskTap(1, 7, "sanction", "1d").pack(),
    ):
        assert (await desk.presses(card, data)).text
    last = await admin.last()
    for data in ("x|do|0|1d:ffffffffffffffff", "x|ask|0|1d", "x|nonsense|0|", "x|show|99|"):
        assert (await admin.presses(last, data)).text
    assert await office.rows(Sanction) == []


async def test_a_button_three_weeks_old_says_how_the_report_stands(office: World) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    card = await desk.sees("desk.card")
    await desk.taps("desk.approve_default")
    office.clock.passes(days=21)
    toast = await desk.presses(card, "d|1|1|sanction|1d")
    assert "Hasan" in toast.text and toast.alert
    assert await office.rows(Sanction) == []
    await muted(desk)  # the card as it is now has its own button
    assert len(await office.rows(Sanction)) == 1


async def test_a_removed_officer_can_neither_impose_nor_lift(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER, Role.ADMIN)
    await office.officer("Admin", Role.ADMIN)
    desk = office.at_desk(officer)
    await reported(office)
    await muted(desk)
    vault = office.product.house.vault
    await office.product.database.run(
        lambda session: enrolment.remove(session, vault, officer.person.id, office.clock())
    )
    card = await desk.sees("desk.card")
    for data in ("d|1|1|sanction|30d", "d|1|1|lift|", "d|1|1|panel|abuse"):
        toast = await desk.presses(card, data)
        assert toast.text == office.label("id", "desk.not_allowed", {})
    assert (await officer.presses(await officer.last(), "x|lift|1|")).text
    [row] = await office.rows(Sanction)
    assert row.lifted_at is None
