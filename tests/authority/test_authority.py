"""The table of who may do what names every action, and the program does what it says."""

from collections.abc import Mapping
from functools import partial
from itertools import cycle, islice

import pytest

from desk.rights import PUBLIC, Role
from tests.authority import deeds, document, registry
from tests.authority.deed import Deed
from tests.authority.judging import complaints
from tests.authority.people import ROLES, Row, known
from tests.authority.setting import at_desk, at_public
from tests.world import World

AT_DESK = (
    (
        "Buttons of a card",
        "Keyboards of a card",
        "Replies to a card while a keyboard is open",
        "The next report",
    ),
    (
        "In the verification group",
        "The menu",
        "Identities",
        "People of the office",
        "The list of sanctions",
        "A group that took the bot in",
        "The language",
        "Filling in a form",
        "Own reports",
        "Questions of officers",
        "A rejected report",
        "Own data",
        "Words in the own chat",
    ),
)
"""The headings that are played in one office, each time with everybody in it."""

IN_TURN = 4
"""How many people try each action of the public bot, where nobody has a role."""

Named = Mapping[str, list[str]]


def of_code() -> dict[str, Named]:
    return {"private": registry.of_private(), "public": registry.of_public()}


def played() -> dict[str, Mapping[str, tuple[Deed, ...]]]:
    return {"private": deeds.of_private(), "public": deeds.of_public()}


def test_every_action_of_the_program_stands_in_the_table() -> None:
    tables = document.tables()
    missing = [
        f"docs/authority.md does not say who may, at the {bot} bot, under “{heading}”: {action}"
        for bot, headings in of_code().items()
        for heading, actions in headings.items()
        for action in actions
        if action not in {one.partition(" · ")[0] for one in tables[bot].get(heading, {})}
    ]
    assert not missing, "\n".join(missing)


def test_every_line_of_the_table_is_an_action_of_the_program_and_is_played() -> None:
    known, ways = of_code(), played()
    wrong = []
    for bot, headings in document.tables().items():
        for heading, lines in headings.items():
            actions = known[bot].get(heading, [])
            ways_here = [one.action for one in ways[bot].get(heading, ())]
            for line in lines:
                if line.partition(" · ")[0] not in actions:
                    wrong.append(f"docs/authority.md knows what there is not: {heading}, {line}")
                if line not in ways_here:
                    wrong.append(f"tests/authority does not know how to do: {heading}, {line}")
            wrong += [
                f"tests/authority plays what docs/authority.md does not name: {heading}, {one}"
                for one in ways_here
                if one not in lines
            ]
    assert not wrong, "\n".join(wrong)


def test_every_role_has_a_column() -> None:
    missing = set(Role) - set(ROLES.values())
    assert not missing, f"who may do what says nothing of the roles {missing}"


def test_every_heading_is_played_once() -> None:
    headings = [heading for several in AT_DESK for heading in several]
    assert sorted(headings) == sorted(document.tables()["private"])


@pytest.mark.parametrize("headings", AT_DESK, ids=["cards", "menu"])
async def test_at_the_private_bot_everybody_may_what_the_table_says(
    office: World, headings: tuple[str, ...]
) -> None:
    stage, tables = (
        await at_desk(office, cards=headings is AT_DESK[0]),
        document.tables()["private"],
    )
    ways = deeds.of_private()
    found = []
    for heading in headings:
        for deed in ways[heading]:
            line = tables[heading][deed.action]
            wrong = await complaints(stage, deed, line, together=False)
            found += [f"{heading}, {one}" for one in wrong]
    assert not found, "\n".join(found)


async def test_at_the_public_bot_everybody_may_what_the_table_says(office: World) -> None:
    stage, tables, people = await at_public(office), document.tables()["public"], cycle(Row)
    for who in stage.people.values():
        person = await stage.does(partial(known, office, who=who, bot=PUBLIC))
        assert not person.rights and person.account is None, who
    found = []
    for heading, several in deeds.of_public().items():
        for deed in several:
            line = {row: tables[heading][deed.action][row] for row in islice(people, IN_TURN)}
            wrong = await complaints(stage, deed, line, together=True)
            found += [f"{heading}, {one}" for one in wrong]
    assert not found, "\n".join(found)
