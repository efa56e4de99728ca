"""A person has everything erased: no word of theirs is left anywhere, and the event is counted."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlmodel import col, select

from cards.taps import PrivacyTap
from desk import enrolment
from desk.rights import Role
from sandbox.client import Toast
from storage.tables import (
    BlockedLookup,
    Draft,
    Erasure,
    Evidence,
    LogEntry,
    Outbox,
    Purge,
    Report,
    Sanction,
    Source,
    VaultEntry,
)
from tests.conversations.kinds.own import TITLE, field, own_form
from tests.conversations.test_abuse import muted, source_of
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.conversations.test_secrecy import dump
from tests.conversations.tips import tip
from tests.world import Phone, World

MARK = "Xyzzy"


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    """A form that asks for words and for somebody to call."""
    cause = field("cause", "text", "min_length = 3")
    return own_form(cause, field("witness", "contact", "anyone = true"))


async def erased(phone: Phone) -> Toast:
    """Both questions answered."""
    await phone.says("/hapus")
    await phone.taps("privacy.key", action="sure")
    return await phone.taps("privacy.key", action="do")


def stored(office: World) -> list[Path]:
    return [path for path in office.evidence_folder.rglob("*") if path.is_file()]


async def marked(office: World, desk: Phone) -> Phone:
    """A citizen whose word stands in every place that a person's words can reach."""
    citizen = await office.citizen()
    await citizen.says(office.label("id", "citizen.menu_report", {}))
    await citizen.taps(TITLE)
    await citizen.says(f"Jembatan {MARK} patah")
    await citizen.says(office.place)
    await citizen.says(f"Lapuk {MARK}")
    await citizen.says(f"{MARK} 0812-3456-7890")
    await citizen.taps("form.send")
    await desk.taps("desk.approve_default")
    await citizen.sends_photo(1, f"Air sungai {MARK} naik")
    await citizen.sends_location(*office.home.point)
    while "form.review" not in await citizen.keys():
        await citizen.taps((await citizen.last()).buttons[0][0].text)
    await citizen.taps("form.send")
    await desk.taps("desk.reject")
    card = await desk.sees("desk.panel_reject")
    await desk.says(f"Mohon jelaskan {MARK} itu", reply_to=card)
    await tip(citizen, f"Pohon {MARK} tumbang")
    await citizen.person.blocks(office.public)
    await office.settled()
    await desk.taps("desk.approve_default")  # its outcome is held
    await citizen.unblocks()
    await citizen.says(f"Belum dikirim {MARK}")
    return citizen


async def test_no_marked_word_is_left_in_the_database_the_store_or_on_a_card(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await marked(office, desk)
    source = await source_of(office)
    tables = await office.read(dump)
    assert tables["report"].count(MARK) == 5 and len(stored(office)) == 1
    assert any(one.lat for one in await office.reports())
    assert [e for e in await office.rows(VaultEntry) if e.subject.startswith("contact:")]
    toast = await erased(citizen)
    assert toast.text == office.label("id", "privacy.erased_toast", {}) and toast.alert
    assert await citizen.sees("privacy.done")
    await office.tick()
    await office.tick()
    tables = await office.read(dump)
    assert [name for name, rows in tables.items() if MARK in rows] == []
    assert MARK not in office.log.getvalue()
    assert stored(office) == [] and await office.rows(Evidence) == []
    assert [one.raw for one in await desk.messages() if one.by_bot and MARK in one.raw] == []
    assert len(await desk.seen("privacy.erased")) == 3
    kept = [one.subject for one in await office.rows(VaultEntry)]
    assert f"source:{source.id}" not in kept
    assert [one for one in kept if one.startswith("contact:")] == []
    assert await office.rows(Draft) == [] and await office.rows(Erasure) == []
    to_source = [
        one for one in await office.rows(Outbox) if one.recipient == f"source:{source.id}"
    ]
    assert to_source == []


async def test_the_event_stays_counted_by_kind_kecamatan_day_status_and_grade(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await desk.taps("desk.approve_graded")
    await desk.taps("desk.source_key", letter="B")
    await desk.taps("desk.grade", grade="B2")
    [before] = await office.reports()
    await erased(citizen)
    [after] = await office.reports()
    same = ("code", "category", "status", "grade_source", "grade_information", "submitted_at")
    assert [getattr(after, one) for one in same] == [getattr(before, one) for one in same]
    assert before.region.startswith(after.region) and after.region.count(".") == 2
    assert after.happened_at <= before.happened_at
    assert (after.text, after.answers, after.lat, after.contact) == ("", {}, None, False)
    events = [row.event for row in await office.rows(LogEntry)]
    assert events == ["submitted", "approved", "erased"]
    counted = {one.kind: one.count for one in await office.rows(Purge)}
    assert counted == {"people_asked": 1, "reports_asked": 1}


async def test_what_still_waits_is_taken_back_and_its_old_buttons_stay_polite(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    await erased(citizen)
    assert (await office.reports())[0].status == "withdrawn"
    office.clock.passes(days=21)
    for data in ("d|1|1|approve|F6", "d|1|1|take|", "d|1|1|sanction|1d", "d|1|2|sanction|1d"):
        assert (await desk.presses(card, data)).text
    assert (await office.reports())[0].status == "withdrawn"
    assert await office.rows(Sanction) == []


async def test_nothing_happens_before_both_questions_or_after_thinking_better_of_it(
    office: World,
) -> None:
    citizen = await reported(office)
    await citizen.says("/privasi")
    await citizen.taps("privacy.key", action="data")
    assert (await source_of(office)).codename in (await citizen.sees("privacy.data")).text
    await citizen.taps("privacy.key", action="erase")
    assert await citizen.sees("privacy.ask")
    await citizen.taps("privacy.key", action="sure")
    await citizen.taps("privacy.key", action="keep")
    assert await citizen.sees("privacy.kept")
    assert (await office.reports())[0].text == "Air sungai naik cepat"


async def test_a_question_three_weeks_old_is_asked_again_from_the_beginning(
    office: World,
) -> None:
    citizen = await reported(office)
    await citizen.says("/hapus")
    await citizen.taps("privacy.key", action="sure")
    sure = await citizen.sees("privacy.sure")
    office.clock.passes(days=21)
    await citizen.taps("privacy.key", on=sure, action="do")
    assert await citizen.sees("privacy.ask")
    assert (await office.reports())[0].text
    for forged in ("y|do|", "y|nonsense|1", PrivacyTap("do", 0).pack()):
        await citizen.presses(await citizen.last(), forged)
    assert (await office.reports())[0].text


async def test_who_comes_back_is_another_source_and_a_second_press_leaves_no_trace(
    office: World,
) -> None:
    citizen = await reported(office)
    before = await source_of(office)
    await erased(citizen)
    again = PrivacyTap("do", int(office.clock().timestamp())).pack()
    toast = await citizen.presses(await citizen.sees("privacy.done"), again)
    assert toast.text == office.label("id", "privacy.erased_toast", {})
    await citizen.blocks()
    await citizen.unblocks()
    entries = [one.subject for one in await office.rows(VaultEntry)]
    assert [one for one in entries if one.startswith("source:")] == []
    assert [one.id for one in await office.rows(Source)] == [before.id]
    await tip(citizen, "Air naik lagi")
    after = await source_of(office)
    assert after.id != before.id and after.codename != before.codename
    await citizen.says("/laporan")
    assert len((await citizen.sees("citizen.own_reports")).buttons) == 1


async def test_many_reports_go_a_few_a_unit_and_the_clock_finishes(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    other = await office.citizen("Budi")
    await tip(other, "Pohon tumbang")
    for _ in range(5):
        await tip(citizen)
    await erased(citizen)
    empty = select(Report.id).where(col(Report.erased_at).is_not(None))
    assert len(await office.read(lambda session: session.exec(empty).all())) == 2
    await office.tick()
    assert len(await office.read(lambda session: session.exec(empty).all())) == 5
    assert await office.rows(Erasure) == []
    assert [one.text for one in await office.reports() if one.text] == ["Pohon tumbang"]
    assert len(await desk.seen("privacy.erased")) == 5


async def test_a_block_outlives_the_erasure_until_its_end_and_under_no_name(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    admin = await office.officer("Admin", Role.ADMIN)
    citizen = await reported(office)
    await muted(desk, "block")
    source = await source_of(office)
    await erased(citizen)
    [row] = await office.rows(BlockedLookup)
    assert source.id not in str(row) and source.codename not in str(row)
    await admin.says("/sanksi")
    [line] = (await admin.sees("abuse.listing")).labels
    assert source.codename not in line
    await citizen.says("Air naik lagi")
    assert "112" in (await citizen.sees("abuse.silenced")).text
    assert await office.rows(BlockedLookup) == []  # it stands against the new source now
    await erased(citizen)
    assert len(await office.rows(BlockedLookup)) == 1
    office.clock.passes(days=366)
    await office.tick()
    assert await office.rows(BlockedLookup) == []
    await tip(citizen, "Air naik lagi")
    assert (await office.reports())[-1].text == "Air naik lagi"


async def test_the_admin_lifts_what_outlives_an_erased_person(office: World) -> None:
    desk = await officer_at_desk(office)
    admin = await office.officer("Admin", Role.ADMIN)
    citizen = await reported(office)
    await muted(desk, "30d")
    await erased(citizen)
    await admin.says("/sanksi")
    await admin.taps((await admin.sees("abuse.listing")).labels[0])
    toast = await admin.taps("abuse.yes_lift")
    assert toast.text == office.label("id", "abuse.lifted", {"codename": ""})
    await tip(citizen, "Air naik lagi")
    assert (await office.reports())[-1].text == "Air naik lagi"
    assert "sanction_lifted" in [row.event for row in await office.rows(LogEntry)]


async def test_an_agent_erases_the_own_reports_also_after_being_removed(office: World) -> None:
    await office.officer("Admin", Role.ADMIN)
    agent = await office.agent()
    await agent.says(f"#banjir {office.place}: Air {MARK} naik cepat")
    await agent.taps("form.send")
    before = await source_of(office, "Darmi")
    vault = office.product.house.vault
    await office.product.database.run(
        lambda session: enrolment.remove(session, vault, agent.person.id, office.clock())
    )
    toast = await erased(agent)
    assert toast.text == office.label("id", "privacy.erased_toast", {})
    assert MARK not in (await office.read(dump))["report"]
    kept = [one.subject for one in await office.rows(VaultEntry)]
    assert f"source:{before.id}" not in kept
    stranger = await office.stranger()
    await stranger.says("/hapus")
    assert "staff.stranger" in await stranger.keys()
    toast = await stranger.presses(await stranger.last(), PrivacyTap("do", 2**33).pack())
    assert toast.text == office.label("id", "privacy.nothing_kept", {})
