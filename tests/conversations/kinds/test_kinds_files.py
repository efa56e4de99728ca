"""Evidence: sent at its question one by one, or at any other; what is none is said."""

from collections.abc import Mapping

import pytest

from forms.steps import WrongKey
from storage.tables import Evidence
from tests.conversations.kinds.own import Filling, field, own_begun, own_form, tip_at_review
from tests.storage.files.made_recordings import voice
from tests.world import World


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    return own_form(field("evidence", "evidence", "max_files = 3"))


async def kept(office: World) -> list[str]:
    """The kinds of files that lie with a report, in the order they came."""
    rows = sorted(await office.rows(Evidence), key=lambda row: row.id or 0)
    return [str(row.media_type) for row in rows if row.report_id and row.state == "kept"]


async def test_files_of_several_kinds_are_sent_one_by_one_until_done(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.sends_photo(1)
    await filling.phone.sends_voice(voice())
    assert await filling.at() == "evidence"
    await filling.phone.taps("Selesai")
    await filling.sends()
    assert await kept(office) == ["image/jpeg", "audio/ogg"]


async def test_the_end_of_the_files_can_be_written(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.sends_album(2)
    await filling.phone.says("Selesai.")
    await filling.sends()
    assert await kept(office) == ["image/jpeg"] * 2


async def test_words_where_a_file_is_needed_are_said_and_the_form_goes_on(office: World) -> None:
    filling = await own_begun(office)
    for wrong in ("nanti saya kirim", "selesai", "7", "x" * 2000):
        await filling.refused(filling.phone.says(wrong), WrongKey.FILE_EXPECTED)
    await filling.refused(filling.phone.shares_contact("+6281234567890"), WrongKey.NOT_ASKED_FOR)
    await filling.unread()
    await filling.phone.sends_photo()
    await filling.phone.taps("Selesai")
    await filling.sends()
    assert await kept(office) == ["image/jpeg"]


async def test_one_file_too_many_is_said_and_the_first_ones_are_kept(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.sends_album(3)
    assert await filling.at() is None
    await filling.refused(filling.phone.sends_photo(9), WrongKey.TOO_MANY_FILES, max=3)
    await filling.sends()
    assert len(await kept(office)) == 3


async def test_an_eleventh_file_of_a_tip_is_said_and_ten_are_kept(office: World) -> None:
    filling = await tip_at_review(office)
    await filling.phone.sends_album(10)
    await filling.refused(filling.phone.sends_photo(99), WrongKey.TOO_MANY_FILES, max=10)
    await filling.sends()
    assert len(await kept(office)) == 10


async def test_the_files_of_a_tip_are_added_or_emptied_on_the_review(office: World) -> None:
    filling = await tip_at_review(office)
    await filling.changes("Foto dan berkas")
    await filling.refused(filling.phone.says("nanti saja"), WrongKey.FILE_EXPECTED)
    await filling.phone.sends_photo(1)
    await filling.phone.taps("Selesai")
    await filling.changes("Foto dan berkas")
    await filling.phone.taps("Kosongkan")
    await filling.sends()
    assert await kept(office) == []


async def test_a_file_that_is_not_what_it_says_is_refused_and_the_form_goes_on(
    office: World,
) -> None:
    filling: Filling = await own_begun(office)
    await filling.phone.sends_document(b"MZ\x90\x00 no document at all", "surat.pdf")
    assert await filling.phone.seen("citizen.evidence_refused")
    await filling.phone.sends_photo()
    await filling.phone.taps("Selesai")
    await filling.sends()
    assert await kept(office) == ["image/jpeg"]
