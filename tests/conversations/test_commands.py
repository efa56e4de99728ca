"""The list of commands beside the input line fits the person, and the verification group."""

from functools import partial

import httpx
import pytest

from cards.commands import FITTING, SLASHES
from desk.rights import Role
from tests.conversations.desks import removed
from tests.conversations.test_delivery import _said
from tests.world import Phone, World

AGENT = ["start", "lapor", "nihil", "harian", "laporan", "privasi"]
LISTS = {
    Role.AGENT: AGENT,
    Role.HANDLER: ["start", "identitas"],
    Role.VERIFIER: ["start", "meja", "riwayat"],
    Role.UNIT: ["start"],
    Role.READER: ["start"],
    Role.LEADER: ["start", "riwayat", "identitas"],
    Role.ADMIN: ["start", "riwayat", "sanksi"],
}


@pytest.fixture
def introduced() -> bool:
    return True


async def listed(phone: Phone) -> list[str]:
    """The commands that somebody's phone shows in this chat."""
    async with httpx.AsyncClient(base_url=phone.world.sandbox.url) as client:
        path = f"/sandbox/people/{phone.person.id}/screen"
        answer = await client.get(path, params={"chat": phone.chat.id})
    return [one["command"] for one in answer.json()["commands"]]


async def test_each_role_is_shown_its_own_and_a_stranger_only_start(office: World) -> None:
    stranger = await office.stranger()
    await stranger.starts()
    assert await listed(stranger) == ["start"]
    for role, commands in LISTS.items():
        phone = await office.officer(role.value, role)
        assert await listed(phone) == commands, role
    assert await listed(stranger) == ["start"]


async def test_everything_listed_is_understood(office: World) -> None:
    phone = await office.agent("Hasan")
    for role in set(Role) - {Role.AGENT}:
        await office.product.database.run(partial(office._enrol, role, phone.person, None))
    await phone.starts()
    commands = await listed(phone)
    assert commands == [SLASHES[key]["id"] for key in FITTING]
    menu = (await phone.sees("staff.menu")).text
    for command in commands[1:]:
        await phone.says(f"/{command}")
        assert (await phone.last()).text != menu, command
    await phone.taps("staff.key_language")
    await phone.taps("English")
    assert await listed(phone) == [SLASHES[key]["en"] for key in FITTING]
    for command in (await listed(phone))[1:]:
        await phone.says(f"/{command}")
        assert "staff.menu" not in await phone.keys(), command


async def test_who_lost_a_right_is_shown_the_common_list_at_the_next_start(office: World) -> None:
    phone = await office.officer("Hasan", Role.VERIFIER)
    await removed(office, phone)
    await phone.starts()
    assert await listed(phone) == ["start"]


async def test_the_same_list_is_told_once(office: World) -> None:
    phone = await office.officer("Hasan", Role.VERIFIER)
    before = len(await _said(office, "setMyCommands", 6))
    await phone.starts()
    await office.stops()
    await office.starts()
    await _said(office, "getMyCommands", before + 6)
    await phone.starts()
    assert len(await office.sandbox.calls(method="setMyCommands")) == before


async def test_the_verification_group_is_shown_what_counts_there(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    await _said(office, "setMyCommands", 6)  # two bots in two languages, Hasan, the group
    board = [f"meja@{office.private.username}"]
    assert await listed(office.at_desk(officer)) == board
    rahma = await office.officer("Rahma", Role.ADMIN)
    members = [rahma.person, officer.person]
    office.group = await office.sandbox.group("Meja baru", members=members, admins=[rahma.person])
    await office.group.adds(office.private)
    await office.settled()
    assert await listed(office.at_desk(officer)) == [f"start@{office.private.username}"]
    await rahma.taps("desk.make_desk")
    assert await listed(office.at_desk(officer)) == board


@pytest.mark.parametrize("method", ["getMyCommands", "setMyCommands"])
async def test_a_list_that_telegram_does_not_take_holds_nobody_up(
    office: World, method: str
) -> None:
    await _said(office, "setMyCommands", 5)
    await office.sandbox.fail_next(method, bot=office.private, code=502)
    phone = await office.officer("Hasan", Role.VERIFIER)
    assert await phone.sees("staff.menu")
    assert await listed(phone) == ["start"]
    await phone.starts()
    assert await listed(phone) == LISTS[Role.VERIFIER]
