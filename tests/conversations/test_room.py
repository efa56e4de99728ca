"""A disk that fills up: files go first, words last, and the administrators hear of it in time."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.room import is_full
from desk.rights import Role
from storage.files.store import SCARCE, FileStore
from storage.tables import Evidence
from tests.web.test_web_health import monitor, numbers
from tests.world import World
from web import pages

LONG = "Air sungai naik cepat. " * 120


async def test_when_little_room_is_left_files_are_refused_and_words_are_kept(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileStore, "free", lambda self: SCARCE - 1)
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.sends_photo()
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert len(await citizen.seen("citizen.evidence_refused")) == 1
    [file] = await office.rows(Evidence)
    assert (file.state, file.reason) == ("refused", "no_room")
    assert len(await office.reports()) == 1


async def test_administrators_hear_once_a_day_that_little_room_is_left(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await office.officer("Admin", Role.ADMIN)
    verifier = await office.officer("Rina", Role.VERIFIER)
    await office.tick()
    assert await admin.seen("staff.disk_scarce") == []
    monkeypatch.setattr(FileStore, "free", lambda self: SCARCE - 1)
    await office.tick()
    await office.tick()
    assert len(await admin.seen("staff.disk_scarce")) == 1
    assert await verifier.seen("staff.disk_scarce") == []
    office.clock.passes(days=1)
    await office.tick()
    assert len(await admin.seen("staff.disk_scarce")) == 2


async def test_a_full_disk_acknowledges_nothing_warns_the_administrators_and_heals_by_itself(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    if office.settings.database_url.startswith("postgresql"):
        return await _postgres_says_it_in_its_own_words()
    admin = await office.officer("Admin", Role.ADMIN)
    await (await office.citizen("Budi")).says(LONG)  # fills the page that drafts are on
    citizen = await office.citizen()
    await office.product.database.run(_full)
    await citizen.person.says(office.public, LONG)
    warned = await admin.person.waits_for(office.private, lambda shown: "🛑" in shown.text)
    assert warned
    waiting = await office.sandbox.updates_waiting()
    assert len(waiting[office.public.username]) == 1, "not acknowledged"
    async with monitor(office) as client:
        monkeypatch.setattr(pages, "SILENT", pages.SILENT * 0)
        health = await client.get("/healthz")
        assert health.status_code == 503 and "unkept_public" in health.json()["wrong"]
        assert (await numbers(client))['cakra_unkept_seconds{bot="public"}'] > 0
        await office.product.database.run(_roomy)
        await office.settled()
        assert not any("unkept" in one for one in (await client.get("/healthz")).json()["wrong"])
    assert "form.question" in await citizen.keys()


def _full(session: Session) -> None:
    """As if the disk had no more pages to give, the ones once emptied included."""
    session.execute(text("CREATE TABLE ballast (body BLOB)"))
    free = session.execute(text("PRAGMA freelist_count")).scalar_one()
    size = session.execute(text("PRAGMA page_size")).scalar_one()
    session.execute(text(f"INSERT INTO ballast VALUES (zeroblob({(free + 1) * size}))"))
    pages = session.execute(text("PRAGMA page_count")).scalar_one()
    session.execute(text(f"PRAGMA max_page_count = {pages}"))


def _roomy(session: Session) -> None:
    session.execute(text("PRAGMA max_page_count = 1000000"))


async def _postgres_says_it_in_its_own_words() -> None:
    """A server's disk can not be filled here; its error is recognised."""
    from psycopg.errors import DiskFull
    from sqlalchemy.exc import OperationalError

    said = DiskFull('could not extend file "base/1": No space left on device')
    assert is_full(OperationalError("INSERT", {}, said))
    assert is_full(OSError(28, "No space left on device"))
    assert not is_full(OperationalError("INSERT", {}, Exception("database is locked")))
