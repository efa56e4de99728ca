"""A rejected report is mended by its reporter and goes back to the desk."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session

from desk.decisions import PRESETS
from desk.lifecycle import Status, move
from storage.tables import Draft, Evidence, LogEntry, Report, VaultEntry
from tests.conversations.test_asking import exchanges
from tests.conversations.test_decisions import log_of, officer_at_desk, reported
from tests.conversations.tips import tip
from tests.world import Phone, World


async def rejected(office: World, reason: str = "unclear") -> tuple[Phone, Phone]:
    """An officer at the desk, and a citizen whose report was rejected."""
    desk = await officer_at_desk(office)
    citizen = await reported(office, "Air naik")
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key=reason)
    return desk, citizen


async def change(phone: Phone, field: str, answer: str, form: str = "tip") -> None:
    asked = phone.world.product.house.forms[form].field(field)
    assert asked is not None
    await phone.taps("form.change", field=asked.label.in_("id"))
    await phone.says(answer)


async def test_a_rejected_report_is_mended_and_waits_again_under_its_code(office: World) -> None:
    _, citizen = await rejected(office)
    office.clock.passes(hours=1)
    await citizen.taps("mending.mend")
    assert await citizen.seen("mending.intro")
    review = await citizen.sees("form.review")
    assert "Air naik" in review.text
    await change(citizen, "what", "Air naik setinggi lutut di dekat masjid raya sejak subuh")
    [before] = await office.reports()
    assert before.status == "rejected" and before.text == "Air naik"
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert (report.status, report.version, report.code) == ("waiting", 3, before.code)
    assert report.text.startswith("Air naik setinggi lutut")
    assert (report.region, report.happened_at) == (before.region, before.happened_at)
    assert report.submitted_at == before.submitted_at
    assert (report.reason, report.decided_at, report.decided_by) == (None, None, None)
    assert (await log_of(office))[-1] == ("mended", "waiting")
    assert await office.rows(Draft) == []
    [earlier] = await exchanges(office, "earlier")
    assert earlier.text == "Air naik" and earlier.before["region"] == before.region
    assert len(await citizen.seen("citizen.receipt")) == 2


async def test_its_card_hangs_anew_at_the_end_with_all_buttons(office: World) -> None:
    desk, citizen = await rejected(office)
    await tip(citizen, "Jalan putus karena longsor")
    old = (await desk.messages())[1]
    await citizen.taps("mending.mend")
    await change(citizen, "what", "Air naik setinggi lutut")
    await citizen.taps("form.send")
    newest = (await desk.tail(1))[0]
    assert newest.message_id > old.message_id
    assert "Diperbaiki pelapor" in newest.text and "Semula: Air naik" in newest.text
    assert "Hasan" not in newest.text
    assert newest.button("✅ Setujui (F6)")
    [report, _] = await office.reports()
    stale = await desk.presses(newest, f"d|{report.id}|1|approve|F6")
    assert stale.alert
    await desk.taps("desk.approve_default", on=newest)
    assert (await office.reports())[0].status == "approved"
    assert await citizen.seen("citizen.outcome_approved")
    events = [row.event for row in await office.rows(LogEntry) if row.report_id == report.id]
    assert events == ["submitted", "rejected", "mended", "approved"]


async def test_its_files_stay_and_new_ones_join_them(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.sends_photo(caption="Air naik")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key="not_confirmed")
    await citizen.taps("mending.mend")
    await citizen.sends_photo(2)
    await citizen.taps("form.send")
    [report] = await office.reports()
    rows = await office.rows(Evidence)
    assert [(row.report_id, row.state) for row in rows] == [(report.id, "kept")] * 2
    office.clock.passes(minutes=1)
    await office.tick()
    assert len(await office.rows(Evidence)) == 2
    assert all(row.shown_at is not None for row in await office.rows(Evidence))


async def test_pressed_twice_it_is_the_same_draft_as_it_was_left(office: World) -> None:
    desk, citizen = await rejected(office)
    old = await citizen.sees("citizen.outcome_rejected")
    await citizen.taps("mending.mend", on=old)
    await change(citizen, "what", "Air naik setinggi lutut")
    await citizen.taps("mending.mend", on=old)
    assert len(await citizen.seen("mending.intro")) == 2
    assert "setinggi lutut" in (await citizen.last()).text
    assert len(await office.rows(Draft)) == 1
    await citizen.taps("form.send")
    toast = await citizen.taps("mending.mend", on=old)
    assert toast.alert and "menunggu" in toast.text
    await desk.taps("desk.approve_default")
    assert "disetujui" in (await citizen.taps("mending.mend", on=old)).text
    assert len(await office.reports()) == 1


async def test_a_new_report_under_way_lies_beside_the_mending(office: World) -> None:
    _, citizen = await rejected(office)
    await citizen.says("Pohon tumbang menutup jalan")
    office.clock.passes(minutes=1)
    await citizen.taps("mending.mend", on=await citizen.sees("citizen.outcome_rejected"))
    await change(citizen, "what", "Air naik setinggi lutut")
    assert len(await office.rows(Draft)) == 2
    await citizen.taps("form.send")
    assert await citizen.seen("citizen.unfinished")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    texts = [report.text for report in await office.reports()]
    assert texts == ["Air naik setinggi lutut", "Pohon tumbang menutup jalan"]


async def test_a_report_can_be_rejected_and_mended_again_and_again(office: World) -> None:
    desk, citizen = await rejected(office)
    for again in range(2):
        await citizen.taps("mending.mend")
        await change(citizen, "what", f"Air naik, perbaikan nomor {again}")
        await citizen.taps("form.send")
        await desk.taps("desk.reject")
        await desk.taps("desk.reason_label", key="known")
    [report] = await office.reports()
    assert (report.status, report.version) == ("rejected", 6)
    earlier = [row.text for row in await exchanges(office, "earlier")]
    assert earlier == ["Air naik", "Air naik, perbaikan nomor 0"]


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.APPROVED, Status.WAITING])
async def test_a_report_no_longer_rejected_when_the_mending_is_sent_stays_as_it_is(
    office: World, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when an officer takes the rejection back meanwhile."""
    from desk import lifecycle

    _, citizen = await rejected(office)
    await citizen.taps("mending.mend")
    await change(citizen, "what", "Air naik setinggi lutut")
    monkeypatch.setitem(lifecycle.ALLOWED, Status.REJECTED, dict.fromkeys(Status, "tested"))

    def undo(session: Session) -> None:
        report = session.get(Report, 1)
        assert report is not None
        move(session, report, status, actor="system", event="tested", now=office.clock())

    await office.product.database.run(undo)
    await citizen.taps("form.send")
    assert "mending.overtaken" in await citizen.keys()
    [report] = await office.reports()
    assert (report.status, report.text) == (status, "Air naik")
    assert await office.rows(Draft) == [] and await exchanges(office) == []


async def test_own_reports_offer_it_to_who_does_not_want_to_be_written_to(office: World) -> None:
    from tests.conversations.test_asking import without_contact

    desk = await officer_at_desk(office)
    citizen = await without_contact(office)
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key="unclear")
    assert not await citizen.seen("citizen.outcome_rejected")
    await citizen.says("📋 Laporan saya")
    await citizen.taps((await citizen.last()).buttons[0][0].text)
    await citizen.taps("mending.mend")
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert (report.status, report.contact) == ("waiting", False)


async def test_a_foreign_report_can_not_be_mended(office: World) -> None:
    _, citizen = await rejected(office)
    other = await office.citizen("Budi")
    for data in ("m|1", "m|99", "m|x", "m|1|2"):
        toast = await other.presses(await other.last(), data)
        assert toast.text
    assert all("Air naik" not in one.text for one in await other.messages())
    assert await office.rows(Draft) == []
    toast = await citizen.presses(await citizen.last(), "m|1")
    assert not toast.alert


async def test_a_waiting_report_is_not_reopened(office: World) -> None:
    await officer_at_desk(office)
    citizen = await reported(office)
    toast = await citizen.presses(await citizen.last(), "m|1")
    assert toast.alert and await office.rows(Draft) == []


async def test_the_button_works_weeks_later(office: World) -> None:
    _, citizen = await rejected(office)
    office.clock.passes(days=21)
    await citizen.taps("mending.mend")
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.status == "waiting"
    assert report.happened_at < office.clock() - timedelta(days=20)


async def test_an_agent_mends_a_report_with_all_its_answers(office: World) -> None:
    desk = await officer_at_desk(office)
    agent = await office.agent()
    await agent.says(f"#radikalisme {office.place}: ceramah provokatif di balai desa")
    await change(agent, "who", "Sekitar 50 warga", form="info")
    await agent.taps("form.send")
    await desk.taps("desk.reject")
    await desk.says("Mohon sebutkan kapan tepatnya", reply_to=await desk.sees("desk.card"))
    await agent.taps("mending.mend")
    assert "Mohon sebutkan kapan" in (await agent.sees("mending.intro")).text
    await change(agent, "what", "ceramah provokatif di balai desa, Jumat malam", form="info")
    await agent.taps("form.send")
    [report] = await office.reports()
    assert (report.status, report.category) == ("waiting", "radicalism")
    assert report.answers["who"] == "Sekitar 50 warga"
    assert report.text.endswith("Jumat malam")
    assert len(await agent.seen("agent.receipt")) == 2


async def test_an_open_question_ends_with_the_mending(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office, "Air naik")
    await desk.says("Sejak kapan airnya naik?", reply_to=await desk.sees("desk.card"))
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key="unclear")
    await citizen.taps("mending.mend")
    await change(citizen, "what", "Air naik sejak subuh")
    await citizen.taps("form.send")
    office.clock.passes(days=4)
    await office.tick()
    assert not await desk.seen("asking.silence")
    await citizen.says("Jembatan ambruk di hulu")
    assert "form.question" in await citizen.keys()


@pytest.mark.parametrize("reason", [reason.value for reason in PRESETS])
async def test_each_reason_says_what_to_do_better_and_offers_to(
    office: World, reason: str
) -> None:
    _, citizen = await rejected(office, reason)
    outcome = await citizen.sees("citizen.outcome_rejected")
    assert len(outcome.text) > 200
    assert [one.text for row in outcome.buttons for one in row] == ["✏️ Perbaiki dan kirim lagi"]


@pytest.mark.parametrize("again", ["", "0813-1111-2222"])
async def test_a_number_to_call_is_kept_or_replaced_and_never_doubled(
    office: World, again: str
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.says("Air naik")
    await citizen.says(office.place)
    await change(citizen, "phone", "0812-3456-7890")
    await citizen.taps("form.send")
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key="unclear")
    await citizen.taps("mending.mend")
    if again:
        await change(citizen, "phone", again)
    await citizen.taps("form.send")
    assert (await office.reports())[0].status == "waiting"
    vault = office.product.house.vault
    found = await office.read(lambda session: vault.contact(session, "contact:1:phone"))
    assert found and found["phone"] == ("+6281311112222" if again else "+6281234567890")
    subjects = [row.subject for row in await office.rows(VaultEntry)]
    assert subjects.count("contact:1:phone") == 1
    assert all("3456" not in (row.text or "") for row in await exchanges(office))


async def test_the_earlier_words_stand_in_no_log(office: World) -> None:
    _, citizen = await rejected(office)
    await citizen.taps("mending.mend")
    await citizen.taps("form.send")
    entries = json.dumps([row.details for row in await office.rows(LogEntry)])
    assert "Air naik" not in entries and "Air naik" not in office.log.getvalue()
