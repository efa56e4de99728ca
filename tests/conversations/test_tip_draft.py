"""A tip that is not sent yet: resumed, reminded of, thrown away, sealed."""

from forms.draft import Draft as FormDraft
from storage.tables import Draft, Evidence
from tests.world import World


async def test_a_thumb_that_slips_on_an_old_cancel_loses_nothing(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    asked = await citizen.last()
    await citizen.presses(asked, asked.button("🗑 Batal").data or "")
    confirm = await citizen.sees("citizen.confirm_drop")
    await citizen.says(office.place)
    await citizen.presses(confirm, confirm.buttons[0][0].data or "")
    assert len(await office.rows(Draft)) == 1
    await citizen.taps("form.keep")
    assert "form.review" in await citizen.keys()


async def test_cancel_throws_the_draft_away_and_says_so(office: World) -> None:
    citizen = await office.citizen()
    await citizen.sends_photo(caption="Air sungai naik cepat")
    await citizen.taps("form.cancel")
    assert len(await office.rows(Draft)) == 1
    toast = await citizen.taps("form.yes_drop")
    assert toast.text
    assert "citizen.dropped" in await citizen.keys()
    await office.tick()
    assert await office.rows(Draft) == []
    assert await office.rows(Evidence) == []
    assert [path for path in office.evidence_folder.rglob("*") if path.is_file()] == []


async def test_a_draft_is_resumed_after_the_program_was_stopped_and_started(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await office.stops()
    said = citizen.person.says(citizen.chat, office.place)
    await said
    await office.starts()
    await office.settled()
    assert "form.review" in await citizen.keys()
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == "Air sungai naik cepat"


async def test_start_brings_an_unfinished_report_back(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.starts()
    assert await citizen.seen("citizen.unfinished")
    assert "form.question" in await citizen.keys()


async def test_a_draft_is_reminded_once_after_an_hour_and_gone_after_a_day(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.sends_photo(caption="Air sungai naik cepat")
    office.clock.passes(minutes=59)
    await office.tick()
    assert await citizen.seen("citizen.draft_reminder") == []
    office.clock.passes(minutes=2)
    await office.tick()
    await office.tick()
    assert len(await citizen.seen("citizen.draft_reminder")) == 1
    office.clock.passes(hours=23)
    await office.tick()
    assert await office.rows(Draft) == []
    assert await office.rows(Evidence) == []
    toast = await citizen.taps("form.continue_draft")
    assert toast.text
    await citizen.says("Pohon tumbang menutup jalan")
    assert len(await citizen.seen("citizen.notice")) == 2


async def test_the_reminder_leads_back_to_the_question(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    office.clock.passes(minutes=61)
    await office.tick()
    await citizen.taps("form.continue_draft")
    assert "form.question" in await citizen.keys()
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert len(await office.reports()) == 1


async def test_answers_of_a_draft_are_sealed(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Kepala desa memukul tetangga saya")
    [row] = await office.rows(Draft)
    assert b"Kepala desa" not in row.sealed
    opened = office.product.house.vault.open(row.sealed, f"draft|{row.owner}|{row.form}")
    draft = FormDraft.from_json(opened["draft"], office.product.house.forms["tip"])
    assert draft.answers["what"] == "Kepala desa memukul tetangga saya"
