"""The program dies while it follows the verification group to its new number."""

from pathlib import Path

from storage.dying import Point
from tests.journeys.accounts import office
from tests.journeys.ending import KILLED
from tests.journeys.lives import Lives


async def test_cards_hang_at_the_new_number_once_and_are_decided_there(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        office(database_url, tmp_path, kind="group") as desk,
        Lives(desk) as lives,
    ):
        siti, code = await desk.tip("Siti", "Air sungai naik cepat")
        await desk.settled()
        old = desk.group.id
        await lives.dies_at(f"{Point.MOVING}:1")
        await desk.group.becomes_supergroup()
        await lives.have_ended(1)
        await desk.hasan.waits_for(desk.group, code)
        await desk.settled()
        assert lives.ended == [KILLED] and desk.group.id != old
        cards = [one for one in await desk.group.messages() if one.by_bot and code in one.text]
        assert len(cards) == 1
        await desk.decided(siti, code)
        await desk.settled()
        assert await desk.events(code) == ["submitted", "approved"]
