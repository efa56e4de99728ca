"""An administrator invites, sees, pauses and removes people; links are good once."""

import re
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session

from desk import enrolment
from desk.rights import Role
from storage.tables import Account, AccountRole, Invite
from tests.conversations.test_decisions import reported
from tests.world import Phone, World


async def admin_of(office: World) -> Phone:
    return await office.officer("Admin", Role.ADMIN)


async def invited(office: World, admin: Phone, role: str = "verifikator") -> str:
    """The payload of a fresh link, as it stands in the message the admin passes on."""
    await admin.taps("staff.key_people")
    await admin.taps("people.invite")
    await admin.taps(role)
    return payload_of((await admin.sees("people.invitation")).text)


def payload_of(text: str) -> str:
    found = re.search(r"https://t\.me/\w+\?start=([A-Za-z0-9_-]{1,64})\b", text)
    assert found, text
    return found[1]


async def test_the_admin_sees_who_is_enrolled(office: World) -> None:
    admin = await admin_of(office)
    await office.officer("Hasan", Role.VERIFIER, opens=False)
    await admin.taps("staff.key_people")
    shown = await admin.sees("people.listing")
    [line] = [label for label in shown.labels if "Hasan" in label]
    assert "verifikator" in line and "💤" in line


async def test_a_link_makes_whoever_opens_it_an_officer_with_a_menu(office: World) -> None:
    admin = await admin_of(office)
    payload = await invited(office, admin)
    hasan = await office.stranger("Hasan")
    await hasan.starts(payload)
    assert "staff.menu" in await hasan.keys()
    account = await office.account("Hasan")
    assert [
        row.role for row in await office.rows(AccountRole) if row.account_id == account.id
    ] == [Role.VERIFIER]
    assert "Hasan" in (await admin.sees("staff.joined")).text
    assert account.reachable


async def test_an_agents_link_carries_the_area(office: World) -> None:
    admin = await admin_of(office)
    await admin.taps("staff.key_people")
    await admin.taps("people.invite")
    await admin.taps("agen")
    await admin.sees("people.which_area")
    await admin.taps(office.home.kecamatan)
    payload = payload_of((await admin.sees("people.invitation")).text)
    darmi = await office.stranger("Darmi")
    await darmi.starts(payload)
    [row] = [row for row in await office.rows(AccountRole) if row.role == Role.AGENT]
    assert row.region == office.home.kecamatan_code
    assert "agent.greeting" in [
        key for one in await darmi.messages() for key in _keys(office, one)
    ]


def _keys(office: World, message: object) -> list[str]:
    return office.trace.keys(message.raw)  # type: ignore[attr-defined]


async def test_a_link_is_good_once(office: World) -> None:
    payload = await invited(office, await admin_of(office))
    await (await office.stranger("Hasan")).starts(payload)
    other = await office.stranger("Budi")
    await other.starts(payload)
    assert "staff.invite_unfit" in await other.keys()
    assert "Budi" not in {row.name for row in await office.rows(Account)}


async def test_opened_again_by_the_same_person_it_changes_nothing(office: World) -> None:
    payload = await invited(office, await admin_of(office))
    hasan = await office.stranger("Hasan")
    await hasan.starts(payload)
    await hasan.starts(payload)
    assert "staff.menu" in await hasan.keys()
    assert len([row for row in await office.rows(Account) if row.name == "Hasan"]) == 1


async def test_a_link_runs_out_after_three_days(office: World) -> None:
    payload = await invited(office, await admin_of(office))
    office.clock.at += timedelta(hours=72)
    late = await office.stranger("Hasan")
    await late.starts(payload)
    assert "staff.invite_unfit" in await late.keys()
    assert "Hasan" not in {row.name for row in await office.rows(Account)}


async def test_a_withdrawn_link_lets_nobody_in(office: World) -> None:
    admin = await admin_of(office)
    payload = await invited(office, admin)
    await admin.taps("people.withdraw")
    late = await office.stranger("Hasan")
    await late.starts(payload)
    assert "staff.invite_unfit" in await late.keys()


async def test_a_link_lets_nobody_in_once_its_maker_may_not_invite_any_more(
    office: World,
) -> None:
    admin = await admin_of(office)
    payload = await invited(office, admin, "admin")
    await office.officer("Admin 2", Role.ADMIN)
    vault, now = office.product.house.vault, office.clock()
    await office.product.database.run(
        lambda session: enrolment.remove(session, vault, admin.person.id, now)
    )
    await admin.starts(payload)
    assert "staff.invite_unfit" in await admin.keys()
    assert (await office.account("Admin")).removed_at is not None


async def test_a_link_does_not_end_a_pause(office: World) -> None:
    admin = await admin_of(office)
    payload = await invited(office, admin, "pimpinan")
    hasan = await office.officer("Hasan", Role.VERIFIER)
    await admin.taps("staff.key_people")
    await admin.taps("Hasan · verifikator")
    await admin.taps("people.pause")
    await hasan.starts(payload)
    assert "staff.paused" in await hasan.keys()
    assert (await office.account("Hasan")).paused_at is not None


@pytest.mark.parametrize(
    "payload", ["i-", "i-" + "x" * 32, "i-" + "A" * 62], ids=["empty", "made up", "longest"]
)
async def test_a_made_up_link_tells_a_stranger_nothing_of_the_office(
    office: World, payload: str
) -> None:
    await reported(office)
    stranger = await office.stranger()
    await stranger.starts(payload)
    last = await stranger.last()
    assert "staff.invite_unfit" in await stranger.keys()
    assert office.home.brand not in last.text and last.buttons == []
    assert await office.rows(Account) == []


async def test_only_a_hash_of_the_link_is_kept(office: World) -> None:
    payload = await invited(office, await admin_of(office))
    [row] = await office.rows(Invite)
    assert payload.removeprefix("i-") not in str(row.model_dump())
    assert payload.removeprefix("i-") not in office.log.getvalue()


async def test_a_second_role_joins_the_first_in_one_menu(office: World) -> None:
    admin = await admin_of(office)
    payload = await invited(office, admin, "pimpinan")
    hasan = await office.officer("Hasan", Role.VERIFIER)
    await hasan.starts(payload)
    labels = (await hasan.sees("staff.menu")).labels
    words = office.product.library.in_("id")
    assert {words.text("staff.key_queue"), words.text("staff.key_today")} <= set(labels)
    assert len(await office.rows(Account)) == 2


async def test_a_paused_officer_can_do_nothing_until_resumed(office: World) -> None:
    admin = await admin_of(office)
    hasan = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(hasan)
    await reported(office)
    await admin.taps("staff.key_people")
    await admin.taps("Hasan · verifikator")
    await admin.taps("people.pause")
    assert "staff.access" in await hasan.keys()
    toast = await desk.taps("desk.approve_default")
    assert toast.alert
    [report] = await office.reports()
    assert report.status == "waiting"
    await hasan.says("/start")
    assert "staff.paused" in await hasan.keys()
    await admin.taps("people.resume")
    await desk.taps("desk.approve_default")
    [report] = await office.reports()
    assert report.status == "approved"


async def test_a_paused_leader_gets_no_digest(office: World) -> None:
    admin = await admin_of(office)
    bupati = await office.officer("Bupati", Role.LEADER)
    await admin.taps("staff.key_people")
    await admin.taps("Bupati · pimpinan")
    await admin.taps("people.pause")
    before = len(await bupati.messages())
    office.clock.passes(hours=20)
    await office.tick()
    assert len(await bupati.messages()) == before


async def test_removing_asks_once_more_and_is_final(office: World) -> None:
    admin = await admin_of(office)
    hasan = await office.officer("Hasan", Role.VERIFIER)
    await admin.taps("staff.key_people")
    await admin.taps("Hasan · verifikator")
    await admin.taps("people.remove")
    assert "people.confirm_removal" in await admin.keys()
    await admin.taps("people.keep")
    assert (await office.account("Hasan")).removed_at is None
    await admin.taps("people.remove")
    await admin.taps("people.yes_remove")
    assert (await office.account("Hasan")).removed_at is not None
    await hasan.says("/start")
    assert "staff.stranger" in await hasan.keys()


@pytest.mark.parametrize("button", ["people.pause", "people.yes_remove"])
async def test_the_last_admin_stays(office: World, button: str) -> None:
    admin = await admin_of(office)
    await admin.taps("staff.key_people")
    await admin.taps("Admin · admin")
    if button == "people.yes_remove":
        await admin.taps("people.remove")
    toast = await admin.taps(button)
    assert toast.alert and toast.text
    account = await office.account("Admin")
    assert account.removed_at is None and account.paused_at is None


@pytest.mark.parametrize(
    "data", ["p|list|0|", "p|show|1|", "p|pause|1|", "p|remove|1|", "p|role|0|admin", "p|x|0|"]
)
async def test_only_an_admin_manages_people_however_the_button_was_made(
    office: World, data: str
) -> None:
    await admin_of(office)
    hasan = await office.officer("Hasan", Role.VERIFIER)
    before = len(await hasan.messages())
    toast = await hasan.presses(await hasan.last(), data)
    assert toast.text
    assert len(await hasan.messages()) == before
    assert await office.rows(Invite) == []
    assert all(row.paused_at is None for row in await office.rows(Account))


@pytest.mark.parametrize(
    "data", ["p|show|999|", "p|role|0|king", "p|area|0|agent:99.99", "p|x|0|"]
)
async def test_a_forged_button_of_the_admin_ends_in_a_toast(office: World, data: str) -> None:
    admin = await admin_of(office)
    toast = await admin.presses(await admin.last(), data)
    assert toast.text and toast.alert
    assert await office.rows(Invite) == []


async def test_seventy_people_are_leafed_through(office: World) -> None:
    admin = await admin_of(office)
    vault, now = office.product.house.vault, office.clock()

    def enrol(number: int, session: Session) -> None:
        id = 9_000_000_000 + number
        name = f"Muhammad Hasanuddin bin Abdullah {number:02}"
        enrolment.enrol(session, vault, Role.AGENT, id, name, language="id", now=now)

    for number in range(70):
        await office.product.database.run(partial(enrol, number))
    await admin.taps("staff.key_people")
    for _ in range(8):
        await admin.taps("form.next_page")
    shown = await admin.sees("people.listing")
    assert any("Abdullah 69" in label for label in shown.labels)
    await admin.presses(shown, "p|list|99|")
    assert any("Abdullah 69" in label for label in (await admin.last()).labels)
