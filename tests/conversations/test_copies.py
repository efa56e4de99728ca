"""A copy taken in the busy hour brings the whole office back, and nothing is said twice."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.copying import bring_back_copy, let_go, take_copy
from bot.oneonly import SecondCourier
from desk.rights import Role
from storage.copies.trouble import NotEmpty
from storage.outbox import State
from storage.tables import Outbox
from tests.conftest import fresh
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.conversations.tips import tip
from tests.storage.filling import Contents, contents
from tests.world import Phone, World

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
BUSY = 429, "Too Many Requests: retry after 30", {"retry_after": 30}


async def one_outcome_waits(office: World) -> tuple[Phone, Phone]:
    """An officer approved a report with a photo, and Telegram asked to wait with the outcome."""
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.sends_photo(caption="Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    code, description, parameters = BUSY
    public = office.public
    await office.sandbox.fail_next(
        "sendMessage", bot=public, code=code, description=description, parameters=parameters
    )
    await desk.taps("desk.approve_default")
    assert await waiting(office) == ["outcome"]
    return desk, citizen


async def waiting(office: World) -> list[str]:
    rows = await office.rows(Outbox)
    return [row.kind for row in rows if row.state in (State.WAITING, State.UNSURE)]


def everything(office: World) -> Contents:
    engine = create_engine(office.settings.database_url)
    try:
        return contents(engine)
    finally:
        engine.dispose()


def evidence(office: World) -> dict[str, bytes]:
    folder = office.evidence_folder
    return {one.name: one.read_bytes() for one in folder.rglob("*") if one.is_file()}


async def said(office: World) -> int:
    """How often anything was sent to anybody."""
    calls = await office.sandbox.calls()
    return len([call for call in calls if call.method.startswith("send")])


async def copied(office: World, path: Path) -> None:
    await asyncio.to_thread(take_copy, office.settings, path, NOW, lambda _: None)


async def brought_back(office: World, path: Path) -> int:
    *_, held = await asyncio.to_thread(bring_back_copy, office.settings, path, lambda _: None)
    return held


async def test_what_is_destroyed_comes_back_and_nothing_is_said_again_unasked(
    office: World, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    _, citizen = await one_outcome_waits(office)
    path = tmp_path / "office.backup"
    await copied(office, path)
    before, files = everything(office), evidence(office)
    assert len(files) == 1
    office.clock.passes(minutes=1)
    await office.settled()
    assert len(await citizen.seen("citizen.outcome_approved")) == 1
    await office.stops()

    engine = "sqlite" if office.settings.database_url.startswith("sqlite") else "postgresql"
    (tmp_path / "new").mkdir()
    with fresh(engine, request, tmp_path / "new") as url:
        where = {"database_url": url, "data_dir": tmp_path / "new" / "data"}
        office.settings = office.settings.model_copy(update=where)
        assert await brought_back(office, path) == 1
        after = everything(office)
        assert evidence(office) == files
        assert {name: rows for name, rows in after.items() if name != "outbox"} == {
            name: rows for name, rows in before.items() if name != "outbox"
        }
        assert len(after["outbox"]) == len(before["outbox"])

        spoken = await said(office)
        await office.starts()
        office.clock.passes(minutes=5)
        await office.settled()
        assert await said(office) == spoken
        assert await asyncio.to_thread(let_go, office.settings, office.clock()) == 1
        await office.settled()
        told = await citizen.seen("citizen.outcome_approved")
        assert len(told) == 2 and "dikirim ulang" in told[1].text
        assert await asyncio.to_thread(let_go, office.settings, office.clock()) == 0
        await office.settled()
        assert len(await citizen.seen("citizen.outcome_approved")) == 2
        await tip(citizen, "Tanggul retak")
        assert len(await office.reports()) == 2
        await office.stops()


async def test_a_copy_taken_while_people_report_is_of_one_moment(
    office: World, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    people = [await office.citizen(name) for name in ("Ani", "Budi", "Citra", "Dodi")]
    await tip(people[0])

    async def report(phone: Phone) -> None:
        for text in ("Pohon tumbang", "Jembatan putus", "Banjir di pasar"):
            await tip(phone, text)

    path = tmp_path / "office.backup"
    reporting = asyncio.gather(*(report(phone) for phone in people[1:]))
    copies = 0
    while not reporting.done():
        path.unlink(missing_ok=True)
        await copied(office, path)
        copies += 1
    await reporting
    assert copies > 1
    engine = "sqlite" if office.settings.database_url.startswith("sqlite") else "postgresql"
    (tmp_path / "new").mkdir()
    with fresh(engine, request, tmp_path / "new") as url:
        where = {"database_url": url, "data_dir": tmp_path / "new" / "data"}
        office.settings = office.settings.model_copy(update=where)
        await office.stops()
        await brought_back(office, path)
        rows = everything(office)
    reports = {row["id"] for row in rows["report"]}
    submitted = {row["report_id"] for row in rows["log"] if row["event"] == "submitted"}
    assert reports and reports == submitted
    assert {row["subject"] for row in rows["outbox"] if row["kind"] == "receipt"} == {
        f"report:{number}" for number in reports
    }


async def test_nothing_is_brought_back_into_a_running_office(
    office: World, tmp_path: Path
) -> None:
    await office.officer("Hasan", Role.VERIFIER)
    await reported(office)
    path = tmp_path / "office.backup"
    await copied(office, path)
    with pytest.raises(SecondCourier):
        await brought_back(office, path)
    await office.stops()
    with pytest.raises(NotEmpty):
        await brought_back(office, path)
