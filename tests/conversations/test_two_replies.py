"""Two officers who reply in words at the same moment, each with the same keyboard open."""

import asyncio

import pytest
from sqlmodel import Session

from desk.panels import REPLIES
from desk.rights import Role
from storage.tables import Card, Exchange, LogEntry
from tests.conversations.desks import in_own_chat, officer, reported
from tests.world import World

WORDS = {
    "reject": ("Sungai itu di kabupaten tetangga", "Sudah ditangani kecamatan"),
    "undo": ("Diputuskan terlalu cepat", "Belum diperiksa di lapangan"),
    "place": ("", ""),
    "time": ("kemarin pukul 10.00", "kemarin pukul 11.00"),
    "summary": ("Jalan di dekat jembatan ditutup", "Jembatan ditutup sejak pagi"),
}
COMES_OF_IT = {
    "reject": ["rejected"],
    "undo": ["undone"],
    "place": ["corrected"],
    "time": ["corrected"] * 2,
    "summary": ["corrected"] * 2,
}


def test_every_keyboard_that_asks_for_words_is_tried() -> None:
    assert {*WORDS} == {*COMES_OF_IT} == {*REPLIES}


@pytest.mark.parametrize("panel", WORDS)
async def test_nothing_is_decided_twice_and_nobody_is_asked(office: World, panel: str) -> None:
    hasan, rina, dewi = [
        await officer(office, name, Role.VERIFIER, Role.ADMIN)
        for name in ("Hasan", "Rina", "Dewi")
    ]
    citizen = await reported(office)
    own = await in_own_chat(office, "Rina")
    card, second = await hasan.sees("desk.card"), await own.sees("desk.card")
    if panel == "undo":
        await dewi.presses(card, "d|1|1|approve|B2")
    before = len(await office.rows(LogEntry))
    accounts = {
        "desk": (await office.account("Hasan")).id,
        f"account:{(await office.account('Rina')).id}": (await office.account("Rina")).id,
    }

    def opened(session: Session) -> None:
        for place, account in accounts.items():
            row = session.get_one(Card, (1, place))
            row.panel, row.panel_by = panel, account
            session.add(row)

    await office.product.database.run(opened)
    first, other = (text or office.home.other for text in WORDS[panel])
    await asyncio.gather(
        hasan.person.says(office.group, first, reply_to=card),
        rina.person.says(office.private, other, reply_to=second),
    )
    await office.settled()
    log = sorted(await office.rows(LogEntry), key=lambda row: row.id or 0)
    assert [row.event for row in log[before:]] == COMES_OF_IT[panel]
    assert await office.rows(Exchange) == []
    assert not await citizen.seen("asking.question")
    assert "poison" not in office.log.getvalue()
