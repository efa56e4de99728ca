"""Photos and documents: with the words or after them, never instead of them."""

import io

import httpx
import pytest
from pypdf import PdfWriter

from bot import delivery, downloader
from desk.rights import Role
from sandbox.pictures import picture
from storage.files.clean import CannotClean
from storage.tables import Evidence
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.world import World


async def test_an_album_becomes_one_card_with_its_photos_as_a_reply(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.sends_album(4, "Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    card = await desk.sees("desk.card")
    photos = [message for message in await desk.messages() if message.kind == "photo"]
    assert len(await desk.seen("desk.card")) == 1
    assert len(photos) == 4
    assert photos[0].reply_to == card.message_id
    assert len({photo.media_group_id for photo in photos}) == 1


async def test_an_album_is_answered_once_not_once_a_part(office: World) -> None:
    citizen = await office.citizen()
    await citizen.sends_album(5, "Air sungai naik cepat")
    assert len(await citizen.seen("citizen.notice")) == 1
    assert len(await citizen.seen("form.question")) == 1


async def test_late_parts_before_sending_join_the_draft_in_silence(office: World) -> None:
    citizen = await office.citizen()
    await citizen.sends_album(4, "Air sungai naik cepat", late=[2, 3])
    await citizen.says(office.place)
    await citizen.delivers_late()
    await citizen.taps("form.send")
    [report] = await office.reports()
    rows = await office.rows(Evidence)
    assert [row.report_id for row in rows] == [report.id] * 4


async def test_late_parts_after_sending_join_the_report_and_complete_the_card(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.sends_album(4, "Air sungai naik cepat", late=[2, 3])
    await citizen.says(office.place)
    await citizen.taps("form.send")
    await citizen.delivers_late()
    [report] = await office.reports()
    assert [row.report_id for row in await office.rows(Evidence)] == [report.id] * 4
    assert len(await citizen.seen("citizen.evidence_added")) == 1
    assert len([one for one in await desk.messages() if one.kind == "photo"]) == 4
    assert "4" in (await desk.sees("desk.card")).text


def document_by(author: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": author, "/Title": "Rumah saya"})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


async def downloaded(office: World, file_id: str) -> bytes:
    """What an officer's phone gets."""
    async with httpx.AsyncClient() as http:
        base = f"{office.sandbox.url}/bot{office.private.token}"
        found = (await http.get(f"{base}/getFile", params={"file_id": file_id})).json()
        path = found["result"]["file_path"]
        content = await http.get(f"{office.sandbox.url}/file/bot{office.private.token}/{path}")
    return content.content


async def test_a_file_leaves_the_store_without_metadata_and_with_a_neutral_name(
    office: World,
) -> None:
    await officer_at_desk(office)
    content = document_by("Siti Aminah")
    assert b"Siti Aminah" in content
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.sends_document(content, "rumah Siti Aminah.pdf", mime="application/pdf")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [report] = await office.reports()
    [row] = await office.rows(Evidence)
    assert row.state == "kept"
    [sent] = await office.sandbox.calls(method="sendDocument")
    assert "Siti" not in str(sent.parameters)
    assert report.code in str(sent.parameters)
    arrived = await downloaded(office, sent.result["document"]["file_id"])
    assert arrived.startswith(b"%PDF")
    assert b"Siti" not in arrived and b"Rumah saya" not in arrived


@pytest.mark.parametrize(
    ("content", "name", "mime"),
    [
        pytest.param(b"MZ\x90\x00" + b"\x00" * 200, "foto.jpg", "image/jpeg", id="a program"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "image/png", id="svg"),
        pytest.param(b"\xff\xd8\xff\xe0broken", "foto.jpg", "image/jpeg", id="a broken picture"),
    ],
)
async def test_a_file_that_is_not_what_it_claims_is_refused_kindly_and_the_report_goes_on(
    office: World, content: bytes, name: str, mime: str
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.sends_document(content, name, mime=mime)
    assert await citizen.seen("citizen.evidence_refused")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [row] = await office.rows(Evidence)
    assert row.state == "refused"
    assert await desk.sees("desk.card")


async def test_a_file_too_big_to_download_is_refused_kindly(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.sends_document(
        picture(1), "besar.jpg", mime="image/jpeg", claimed_size=25_000_000
    )
    [row] = await office.rows(Evidence)
    assert (row.state, row.reason) == ("refused", "too_big")
    assert await citizen.seen("citizen.evidence_refused")


async def test_a_broken_download_is_tried_again_and_the_card_completed_later(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await office.sandbox.fail_next("getFile", code=500, times=1)
    await citizen.sends_photo(caption="Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert await desk.sees("desk.card")
    [row] = await office.rows(Evidence)
    assert row.state == "waiting"
    assert not [one for one in await desk.messages() if one.kind == "photo"]
    office.clock.passes(seconds=10)
    await office.settled()
    [row] = await office.rows(Evidence)
    assert row.state == "kept"
    assert [one for one in await desk.messages() if one.kind == "photo"]


async def test_an_eleventh_photo_is_refused_and_ten_are_kept(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.sends_album(10)
    await citizen.sends_photo(99)
    assert "form.wrong" in await citizen.keys()
    await citizen.says(office.place)
    await citizen.taps("form.send")
    kept = [row for row in await office.rows(Evidence) if row.report_id is not None]
    assert len(kept) == 10


async def test_one_photo_too_many_inside_an_album_is_said_once(office: World) -> None:
    citizen = await office.citizen()
    await citizen.sends_photo(50, "Air sungai naik cepat")
    await citizen.sends_photo(51)
    await citizen.sends_album(10)
    assert len(await citizen.seen("form.wrong")) == 1


async def test_a_file_refused_after_sending_names_the_report_and_does_not_ask_for_it_again(
    office: World,
) -> None:
    citizen = await office.citizen()
    await office.sandbox.fail_next("getFile", code=500, times=1)
    await citizen.sends_document(b"\xff\xd8\xff\xe0broken", "foto.jpg", mime="image/jpeg")
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    office.clock.passes(seconds=10)
    await office.settled()
    [report] = await office.reports()
    refused = await citizen.sees("citizen.evidence_refused")
    assert report.code[3:] in refused.text


async def test_one_odd_file_stops_no_other(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(data: bytes, name: str | None, mime: str | None) -> None:
        raise ZeroDivisionError("on purpose")

    citizen = await office.citizen()
    with monkeypatch.context() as patch:
        patch.setattr(downloader, "examine", breaks)
        await citizen.sends_photo(1, "Air sungai naik cepat")
    await citizen.sends_photo(2)
    states = sorted(row.state for row in await office.rows(Evidence))
    assert states == ["kept", "waiting"]


async def test_a_withdrawn_report_has_no_button_for_files(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.sends_photo(1, "Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    await citizen.says("📋 Laporan saya")
    await citizen.taps((await citizen.last()).buttons[0][0].text)
    await citizen.taps("citizen.withdraw")
    await citizen.taps("citizen.yes_withdraw")
    assert (await desk.sees("desk.card")).buttons == []


async def test_the_button_brings_the_files_into_the_officers_own_chat(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    citizen = await office.citizen()
    await citizen.sends_album(2, "Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    toast = await desk.taps("desk.evidence", count=2)
    assert toast.text
    assert len([one for one in await officer.messages() if one.kind == "photo"]) == 2


async def test_an_officer_who_never_opened_the_bot_is_told_to(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER, opens=False)
    desk = office.at_desk(officer)
    citizen = await office.citizen()
    await citizen.sends_photo(caption="Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    toast = await desk.taps("desk.evidence", count=1)
    assert office.private.username in toast.text


async def test_a_report_without_files_has_no_button_for_them(office: World) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    card = await desk.sees("desk.card")
    assert all("📎" not in one.text for row in card.buttons for one in row)


async def test_photos_and_documents_of_one_report_all_reach_the_desk_and_the_officer(
    office: World,
) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    citizen = await office.citizen()
    await citizen.sends_photo(1, "Air sungai naik cepat")
    await citizen.sends_document(b"Tinggi air 2 meter\n", "catatan.txt", mime="text/plain")
    await citizen.sends_photo(2)
    await citizen.says(office.place)
    await citizen.taps("form.send")
    kinds = [one.kind for one in await desk.messages() if one.kind in ("photo", "document")]
    assert sorted(kinds) == ["document", "photo", "photo"]
    await desk.taps("desk.evidence", count=3)
    kinds = [one.kind for one in await officer.messages() if one.kind in ("photo", "document")]
    assert sorted(kinds) == ["document", "photo", "photo"]


async def test_a_file_that_can_not_be_cleaned_stays_and_the_desk_is_told(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(data: bytes, media_type: str) -> bytes:
        raise CannotClean

    monkeypatch.setattr(delivery, "clean_copy", fails)
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.sends_photo(1, "Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert len(await desk.seen("desk.evidence_stays")) == 1
    assert not [one for one in await desk.messages() if one.kind == "photo"]


async def test_a_picture_that_telegram_refuses_as_a_photo_goes_as_a_document(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.sends_photo(1, "Air sungai naik cepat")
    await citizen.says(office.place)
    await office.sandbox.fail_next(
        "sendPhoto", code=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS"
    )
    await citizen.taps("form.send")
    assert [one for one in await desk.messages() if one.kind == "document"]
