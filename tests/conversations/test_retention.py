"""What the office keeps no longer goes by itself: files, then identities, then words."""

from datetime import timedelta

import pytest

from desk import retention
from storage.tables import Evidence, LogEntry, Purge, Report, Source, VaultEntry
from tests.conversations.test_abuse import source_of
from tests.conversations.test_decisions import officer_at_desk
from tests.conversations.test_erasure import stored
from tests.conversations.tips import tip
from tests.world import Phone, World


async def reported_with_a_photo(office: World) -> Phone:
    citizen = await office.citizen()
    await citizen.sends_photo(1, "Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    return citizen


async def purged(office: World) -> dict[str, int]:
    return {row.kind: row.count for row in await office.rows(Purge)}


async def test_nothing_goes_before_its_time(office: World) -> None:
    await reported_with_a_photo(office)
    office.clock.passes(days=729)
    await office.tick()
    await office.tick()
    assert await purged(office) == {} and len(stored(office)) == 1
    assert (await office.reports())[0].text == "Air sungai naik cepat"


async def test_files_and_silent_identities_go_first_and_the_words_stay(office: World) -> None:
    citizen = await reported_with_a_photo(office)
    before = await source_of(office)
    office.clock.passes(days=400)
    budi = await office.citizen("Budi")
    await tip(budi, "Pohon tumbang")
    office.clock.passes(days=331)
    await office.tick()
    await office.tick()
    assert await purged(office) == {"evidence_aged": 1, "identities_aged": 1}
    assert stored(office) == [] and await office.rows(Evidence) == []
    assert [one.text for one in await office.reports()] == [
        "Air sungai naik cepat",
        "Pohon tumbang",
    ]
    assert f"source:{before.id}" not in [one.subject for one in await office.rows(VaultEntry)]
    assert await source_of(office, "Budi")
    await tip(citizen, "Air naik lagi")
    assert (await source_of(office)).id != before.id


async def test_an_agent_who_says_nihil_is_not_silent(office: World) -> None:
    agent = await office.agent()
    await agent.says(f"#banjir {office.place}: Air sungai naik cepat")
    await agent.taps("form.send")
    before = await source_of(office, "Darmi")
    office.clock.passes(days=729)
    await agent.says("nihil")
    await agent.taps("form.send")
    office.clock.passes(days=10)
    await office.tick()
    assert (await source_of(office, "Darmi")).id == before.id
    office.clock.passes(days=730)
    await office.tick()
    assert (await purged(office))["identities_aged"] == 1


async def test_old_words_go_and_the_card_says_why(office: World) -> None:
    desk = await officer_at_desk(office)
    await reported_with_a_photo(office)
    await desk.taps("desk.approve_default")
    office.clock.passes(days=1826)
    await office.tick()
    [report] = await office.reports()
    assert (report.text, report.status, report.erased_why) == ("", "approved", "aged")
    assert "masa simpannya" in (await desk.sees("privacy.erased")).text
    assert (await purged(office))["reports_aged"] == 1
    events = [row.event for row in await office.rows(LogEntry)]
    assert events == ["submitted", "approved", "erased"]


async def test_a_day_has_one_round_and_a_round_that_broke_is_done_again(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reported_with_a_photo(office)
    office.clock.passes(days=1826)
    with monkeypatch.context() as patch:
        patch.setattr(retention, "erase_report", _broken)
        await office.tick()
    assert "purge_failed" in office.log.getvalue()
    assert "identities_aged" in await purged(office)  # one failure holds up no other
    await office.tick()
    assert (await purged(office))["reports_aged"] == 1

    profile = office.product.house.office
    now, morrow = office.clock(), office.clock() + timedelta(days=1)
    assert await office.read(lambda session: retention.done_for(session, profile, now))
    assert not await office.read(lambda session: retention.done_for(session, profile, morrow))


def _broken(*_: object, **__: object) -> None:
    raise RuntimeError("a fault of ours")


async def test_a_dry_run_counts_and_changes_nothing(office: World) -> None:
    await reported_with_a_photo(office)
    house, later = office.product.house, office.clock() + timedelta(days=1826)
    counts = await office.read(lambda session: retention.counts(session, house.office, later))
    assert counts == {"reports": 1, "evidence": 1, "identities": 1}
    assert len(await office.rows(Report)) == 1 and await office.rows(Purge) == []
    assert (await office.rows(Source))[0].erased_at is None
