"""The program dies with SIGKILL at every point where it matters, and no report suffers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.dying import Point
from tests.conftest import fresh
from tests.journeys.accounts import office
from tests.journeys.deaths import ALL, Death, dies
from tests.journeys.lives import Lives
from tests.programs import ROOT

# Of one conversation the first words, Send, Approve.
CONVERSATION = tuple(
    Death(point, passing)
    for point in (Point.FETCHED, Point.RULED, Point.KEPT)
    for passing in (1, 3, 4)
)
COMMITS = tuple(
    Death(point, passing, ALL)
    for point in (Point.COMMITTING, Point.COMMITTED)
    for passing in (1, 3, 6, 10)
)
# The receipt, the card, the outcome, the card drawn anew. Two are under way side by side: the
# other one may have arrived unmarked.
MESSAGES = (
    *(Death(Point.CLAIMED, passing) for passing in (1, 2, 3, 4)),
    *(Death(Point.DRAWN, passing, ALL) for passing in (2, 3)),
    *(Death(Point.SENT, passing, ALL) for passing in (1, 2, 3, 4)),
    *(Death(Point.MARKING, passing, ALL) for passing in (1, 2, 3, 4)),
    *(Death(Point.MARKED, passing, ALL) for passing in (1, 3)),
)
OTHERS = (
    *(Death(Point.ANSWERED, passing, ALL) for passing in (3, 4)),
    Death(Point.JUDGED, 1, ALL, refused=True),
    Death(Point.BURIED, poison=True),
    Death(Point.DOWNLOADED, photo=True),
    Death(Point.WRITING, photo=True),
    Death(Point.STORED, photo=True),
    Death(Point.NOTED, photo=True),
    Death(Point.RECOVERED, at_birth=True),
    Death(Point.DUTY_DONE, 1, at_birth=True),
    # By then the courier has begun to send what the life before left.
    Death(Point.DUTY_DONE, 4, ALL, at_birth=True),
    Death(Point.SWEPT, 1, ALL, at_birth=True),
)
ON_POSTGRESQL = tuple(
    death
    for death in (*CONVERSATION, *COMMITS, *MESSAGES)
    if death.passing in (3, 4) and death.point is not Point.DRAWN
)


ELSEWHERE = {
    Point.ACCEPTED: "journeys/test_killed_posted.py",
    Point.MOVING: "journeys/test_killed_moving.py",
    Point.MIGRATING: "storage/test_migrations_killed.py",
    Point.MIGRATED: "storage/test_migrations_killed.py",
    Point.ENV_WRITTEN: "bot/test_init_killed.py",
    Point.ENV_PLACED: "bot/test_init_killed.py",
    Point.RETURNING: "storage/test_copies_killed.py",
    Point.RETURNED: "storage/test_copies_killed.py",
}


def test_every_point_at_which_the_program_can_be_told_to_die_is_walked():
    walked = (*CONVERSATION, *COMMITS, *MESSAGES, *OTHERS)
    assert {death.point for death in walked} | set(ELSEWHERE) == set(Point)
    for point, test in ELSEWHERE.items():
        assert f"Point.{point.name}" in (ROOT / "tests" / test).read_text()


WALKS = [
    pytest.param("sqlite", CONVERSATION, id="sqlite-the conversation"),
    pytest.param("sqlite", (*COMMITS, *OTHERS), id="sqlite-commits, files and the clock"),
    pytest.param("sqlite", MESSAGES, id="sqlite-messages"),
    pytest.param("postgresql", ON_POSTGRESQL, id="postgresql-commits and messages"),
]


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh(request.param, request, tmp_path) as url:
        yield url


@pytest.mark.parametrize(("address", "deaths"), WALKS, indirect=["address"])
async def test_whatever_dies_the_thanked_report_is_there_once_and_is_told_once(
    address: str, deaths: tuple[Death, ...], tmp_path: Path
) -> None:
    async with office(address, tmp_path) as desk, Lives(desk) as lives:
        for number, death in enumerate(deaths, start=1):
            await dies(desk, lives, death, number)
