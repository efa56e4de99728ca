"""The program dies between an update that was posted to it and the 200."""

from pathlib import Path

from storage.dying import Point
from tests.journeys.accounts import office
from tests.journeys.deaths import ALL, Death, dies
from tests.journeys.lives import Lives
from tests.programs import free_port

# At Send before the commit, after it, and before the 200; at the first words before the 200.
DEATHS = (
    Death(Point.RULED, 3, ALL),
    Death(Point.KEPT, 3, ALL),
    Death(Point.ACCEPTED, 1, ALL),
    Death(Point.ACCEPTED, 3, ALL),
)


async def test_what_was_posted_is_brought_again_and_kept_once(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        office(database_url, tmp_path, listen=free_port()) as desk,
        Lives(desk) as lives,
    ):
        for number, death in enumerate(DEATHS, start=1):
            await dies(desk, lives, death, number)
        assert await desk.sandbox.calls(method="getUpdates", polls=True) == []
