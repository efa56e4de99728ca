"""A form that can not do without a file, and a file that turns out to be none."""

from collections.abc import Mapping

import pytest
from sqlmodel import Session

from desk import refusing
from storage.tables import Evidence
from tests.conversations.kinds.own import TITLE, WHAT, Filling, field, own_begun, own_form
from tests.world import World

JUNK = b"MZ\x90\x00 no document at all"


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    return own_form(field("evidence", "evidence", "max_files = 2"))


async def test_a_file_that_is_refused_answers_nothing_and_the_question_comes_again(
    office: World,
) -> None:
    filling = await own_begun(office)
    asked = len(await filling.phone.seen("form.question"))
    await filling.phone.sends_document(JUNK, "surat.pdf")
    assert await filling.phone.seen("citizen.evidence_refused")
    assert await filling.at() == "evidence"
    assert "form.question" in await filling.phone.keys()
    assert len(await filling.phone.seen("form.question")) > asked + 1
    assert "evidence" not in (await filling.draft()).answers
    await filling.phone.sends_photo(1)
    await filling.phone.taps("Selesai")
    report = await filling.sends()
    [kept] = [row for row in await office.rows(Evidence) if row.state == "kept"]
    assert kept.report_id == report.id


async def test_at_the_review_it_leads_back_to_the_question_unless_another_file_is_good(
    office: World,
) -> None:
    filling = await own_begun(office)
    await filling.phone.sends_album(2)
    assert await filling.at() is None
    rows = await office.rows(Evidence)
    await refused(office, rows[0])
    assert await filling.at() is None
    await refused(office, rows[1])
    assert await filling.at() == "evidence"
    assert "form.question" in await filling.phone.keys()
    await filling.phone.sends_photo(3)
    await filling.phone.taps("Selesai")
    report = await filling.sends()
    [kept] = [row for row in await office.rows(Evidence) if row.state == "kept"]
    assert kept.report_id == report.id


async def test_sent_before_the_words_it_is_asked_for_in_its_turn(office: World) -> None:
    filling = Filling(office, await office.citizen())
    await filling.phone.says(office.label("id", "citizen.menu_report", {}))
    await filling.phone.taps(TITLE)
    await filling.phone.sends_document(JUNK, "surat.pdf")
    assert await filling.at() == "what"
    await filling.phone.says(WHAT)
    await filling.phone.says(office.place)
    assert await filling.at() == "evidence"


async def refused(office: World, row: Evidence) -> None:
    """What the downloader does with a file that came later than the rest of the talk."""
    now, house = office.clock(), office.product.house

    def unit(session: Session) -> None:
        file = session.get(Evidence, row.id)
        assert file is not None
        file.state = "waiting"
        session.add(file)
        session.flush()
        refusing.refused(session, house, row.id or 0, "broken", now=now)

    await office.product.database.run(unit)
    await office.settled()
