"""The private bot: each role its menu, a stranger nothing; digests for the leadership."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from desk import enrolment
from desk.enrolment import AlreadyEnrolled, LastAdmin
from desk.rights import Role
from storage.tables import Account, Edition, Outbox, Source, VaultEntry
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.world import Phone, World

MENU = {
    Role.VERIFIER: {"staff.key_pull", "staff.key_queue", "staff.key_board"},
    Role.LEADER: {
        "staff.key_today",
        "staff.key_yesterday",
        "staff.key_last_week",
        "staff.key_last_month",
    },
    Role.ADMIN: {"staff.key_people", "staff.key_sanctions"},
}
ALWAYS = {"staff.key_language"}


async def menu_of(office: World, phone: Phone) -> set[str]:
    shown = (await phone.sees("staff.menu")).labels
    words = office.product.library.in_("id")
    keys = [key for keys in MENU.values() for key in keys] + list(ALWAYS)
    return {key for key in keys if words.text(key) in shown}


@pytest.mark.parametrize("role", list(MENU))
async def test_each_role_meets_its_own_menu(office: World, role: Role) -> None:
    phone = await office.officer("Hasan", role)
    assert await menu_of(office, phone) == MENU[role] | ALWAYS


async def test_several_roles_make_one_menu(office: World) -> None:
    phone = await office.officer("Hasan", *MENU)
    assert await menu_of(office, phone) == set().union(*MENU.values()) | ALWAYS
    assert len(await phone.seen("staff.menu")) == 1


@pytest.mark.parametrize("said", ["/start", "/start abc", "halo", "/people", "laporan?"])
async def test_a_stranger_hears_the_same_sentence_whatever_he_tries(
    office: World, said: str
) -> None:
    await reported(office)
    stranger = Phone(office, await office.sandbox.person("Orang"), office.private)
    await stranger.starts()
    first = (await stranger.last()).text
    await stranger.says(said)
    last = await stranger.last()
    assert last.text == first
    assert last.buttons == [] and office.home.brand not in last.text
    assert len(await office.rows(Account)) == 0


@pytest.mark.parametrize(
    "data", ["s|queue", "s|people", "s|today", "s|last_month", "s|language", "l|en", "s|x", "x"]
)
async def test_a_stranger_who_forges_buttons_learns_nothing(office: World, data: str) -> None:
    await reported(office)
    stranger = Phone(office, await office.sandbox.person("Orang"), office.private)
    await stranger.starts()
    await stranger.presses(await stranger.last(), data)
    for message in await stranger.messages():
        assert office.home.brand not in message.text
        assert office.home.place_kecamatan not in message.text
    assert [row for row in await office.rows(Outbox) if row.kind == "digest"] == []


@pytest.mark.parametrize(
    ("role", "data"),
    [(Role.VERIFIER, "s|people"), (Role.VERIFIER, "s|today"), (Role.LEADER, "s|queue")],
)
async def test_a_forged_button_of_another_role_is_refused(
    office: World, role: Role, data: str
) -> None:
    phone = await office.officer("Hasan", role)
    before = len(await phone.messages())
    toast = await phone.presses(await phone.last(), data)
    assert toast.text
    assert len(await phone.messages()) == before


async def test_the_verifier_sees_what_waits_urgent_first(office: World) -> None:
    verifier = await office.officer("Hasan", Role.VERIFIER)
    await reported(office)
    office.clock.passes(minutes=5)
    other = await office.citizen("Budi")
    await other.says("Rumah terbakar di ujung jalan")
    await other.taps("form.danger")
    await other.says(office.home.kecamatan)
    await other.taps("form.send")
    await verifier.taps("staff.key_queue")
    lines = (await verifier.sees("staff.queue")).text.splitlines()
    assert lines[1].startswith("🚨") and office.home.kecamatan in lines[1]
    assert "5 menit" in lines[2]


async def test_a_removed_person_is_a_stranger_again(office: World) -> None:
    phone = await office.officer("Hasan", Role.VERIFIER)
    vault = office.product.house.vault
    await office.product.database.run(
        lambda session: enrolment.remove(session, vault, phone.person.id, office.clock())
    )
    await phone.says("/start")
    assert "staff.stranger" in await phone.keys()


async def test_who_blocks_the_private_bot_still_hears_from_the_public_one(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    nosy = Phone(office, citizen.person, office.private)
    await nosy.starts()
    await nosy.person.blocks(office.private)
    await office.settled()
    await desk.taps("desk.approve_default")
    assert await citizen.seen("citizen.outcome_approved")


async def test_a_stranger_leaves_no_trace_also_when_telegram_is_busy(office: World) -> None:
    stranger = Phone(office, await office.sandbox.person("Orang"), office.private)
    await office.sandbox.fail_next("sendMessage", bot=office.private, code=502)
    await stranger.starts()
    assert await office.rows(Outbox) == []


async def test_a_forged_menu_button_leaves_a_card_alone(office: World) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    card = await desk.sees("desk.card")
    for data in ("l|en", "s|people", "s|language"):
        await desk.presses(card, data)
    assert (await desk.sees("desk.card")).text == card.text


async def test_a_leader_removed_meanwhile_gets_nothing_that_still_waited(office: World) -> None:
    bupati = await office.officer("Bupati", Role.LEADER)
    await office.sandbox.fail_next("sendMessage", bot=office.private, code=500)
    await bupati.taps("staff.key_today")
    before = len(await bupati.messages())
    vault = office.product.house.vault
    await office.product.database.run(
        lambda session: enrolment.remove(session, vault, bupati.person.id, office.clock())
    )
    office.clock.passes(minutes=5)
    await office.settled()
    assert len(await bupati.messages()) == before


async def test_the_last_admin_can_not_be_removed(office: World) -> None:
    admin = await office.officer("Admin", Role.ADMIN)
    vault = office.product.house.vault

    def remove(session: Session) -> str:
        return enrolment.remove(session, vault, admin.person.id, office.clock())

    with pytest.raises(LastAdmin):
        await office.product.database.run(remove)
    await office.officer("Admin 2", Role.ADMIN)
    assert await office.product.database.run(remove) == "Admin"


async def test_a_role_is_given_once_and_an_account_filed_once(office: World) -> None:
    phone = await office.officer("Hasan", Role.VERIFIER)
    vault = office.product.house.vault

    def enrol(session: Session, role: Role) -> Account:
        return enrolment.enrol(
            session, vault, role, phone.person.id, "Hasan", language="id", now=office.clock()
        )

    with pytest.raises(AlreadyEnrolled):
        await office.product.database.run(lambda session: enrol(session, Role.VERIFIER))
    await office.product.database.run(lambda session: enrol(session, Role.LEADER))
    assert len(await office.rows(Account)) == 1
    entries = [row for row in await office.rows(VaultEntry) if row.subject.startswith("account")]
    assert len(entries) == 1


async def test_officers_speak_english_when_they_like(office: World) -> None:
    phone = await office.officer("Hasan", Role.VERIFIER)
    await phone.taps("staff.key_language")
    await phone.taps("English")
    assert "Your roles" in (await phone.sees("staff.menu")).text


async def test_the_daily_digest_comes_at_the_offices_hour_once(office: World) -> None:
    bupati = await office.officer("Bupati", Role.LEADER)
    desk = await officer_at_desk(office)
    await reported(office)
    await desk.taps("desk.approve_default")
    await office.tick()
    assert await office.rows(Edition) == []
    office.clock.at = office.noon + timedelta(hours=18, minutes=29)  # 06.29 next day
    await office.tick()
    assert await office.rows(Edition) == []
    office.clock.passes(minutes=1)
    await office.tick()
    await office.tick()
    [edition] = await office.rows(Edition)
    assert edition.key == "daily:2026-11-21"
    [report] = await office.reports()
    digests = [m for m in await bupati.messages() if report.code[3:] in m.text and m.by_bot]
    assert len(digests) == 1


async def test_a_digest_missed_while_the_program_was_down_comes_after_the_start(
    office: World,
) -> None:
    bupati = await office.officer("Bupati", Role.LEADER)
    await office.stops()
    office.clock.at += timedelta(days=1, hours=10)
    await office.starts()
    await office.tick()
    assert "daily:2026-11-21" in {row.key for row in await office.rows(Edition)}
    count = len(await bupati.messages())
    await office.stops()
    await office.starts()
    await office.tick()
    assert len(await bupati.messages()) == count


async def test_a_leader_who_opens_the_bot_late_gets_what_was_held(office: World) -> None:
    bupati = await office.officer("Bupati", Role.LEADER, opens=False)
    office.clock.at += timedelta(hours=20)
    await office.tick()
    assert {row.state for row in await office.rows(Outbox) if row.kind == "digest"} == {"gone"}
    await bupati.starts()
    assert {row.state for row in await office.rows(Outbox) if row.kind == "digest"} == {"sent"}


async def test_a_leader_can_ask_for_the_running_day_and_read_a_period_again(
    office: World,
) -> None:
    bupati = await office.officer("Bupati", Role.LEADER)
    await reported(office)
    office.clock.passes(minutes=10)
    await bupati.taps("staff.key_today")
    assert "1 laporan masuk" in (await bupati.last()).text
    await bupati.taps("staff.key_yesterday")
    first = await bupati.last()
    await bupati.taps("staff.key_yesterday")
    again = await bupati.last()
    assert again.message_id > first.message_id
    assert again.text == first.text


async def test_meeting_the_private_bot_makes_no_source(office: World) -> None:
    await office.officer("Hasan", Role.VERIFIER)
    assert await office.rows(Source) == []
