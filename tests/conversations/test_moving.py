"""The verification group becomes a supergroup: nothing waits in vain, nothing hangs twice."""

import pytest
from sqlmodel import Session

from bot.moving import Move
from desk.whereabouts import Desk, desk, move_desk
from sandbox.client import Group, Shown
from storage.database import Database
from storage.tables import Setting
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.world import Phone, World


async def in_a_plain_group(office: World) -> Group:
    """The same office with a verification group that can still become a supergroup."""
    await office.stops()
    bots = [office.private]
    office.group = await office.sandbox.group("Meja verifikasi", bots=bots, kind="group")
    update = {"verification_chat_id": office.group.id}
    office.settings = office.settings.model_copy(update=update)
    await office.starts()
    return office.group


async def decided(office: World, officer: Phone, text: str, name: str) -> None:
    """A report by somebody, approved at once."""
    await another(office, text, name)
    await officer.taps("desk.approve_default")


async def another(office: World, text: str, name: str) -> Phone:
    citizen = await office.citizen(name)
    await citizen.says(text)
    await citizen.says(office.place)
    await citizen.taps("form.send")
    return citizen


async def cards(group: Group) -> list[Shown]:
    return [one for one in await group.messages() if one.by_bot and one.kind == "text"]


async def desk_chat(office: World) -> int | None:
    def stored(session: Session) -> int | None:
        row = session.get(Setting, "desk_chat_id")
        return int(row.value) if row else None

    return await office.read(stored)


async def test_what_waits_hangs_at_the_new_number_at_once_and_is_decided_there(
    office: World,
) -> None:
    group = await in_a_plain_group(office)
    officer = await officer_at_desk(office)
    citizen = await reported(office)
    await group.becomes_supergroup()
    await office.settled()
    [card] = await cards(group)
    assert await desk_chat(office) == group.id
    await officer.taps("desk.approve_default", on=card)
    assert await citizen.seen("citizen.outcome_approved")
    [drawn] = await cards(group)
    assert drawn.message_id == card.message_id and drawn.text != card.text


async def test_what_was_decided_today_hangs_there_too_and_older_ones_do_not(
    office: World,
) -> None:
    group = await in_a_plain_group(office)
    officer = await officer_at_desk(office)
    await decided(office, officer, "Pohon tumbang kemarin", "Budi")
    office.clock.passes(hours=13)  # past midnight
    await decided(office, officer, "Pohon tumbang hari ini", "Sari")
    await another(office, "Air sungai naik cepat", "Tono")
    office.clock.passes(hours=3)  # a day is no span of hours
    await group.becomes_supergroup()
    await office.settled()
    texts = [card.text for card in await cards(group)]
    assert len(texts) == 2
    assert any("hari ini" in text for text in texts)
    assert any("sungai" in text for text in texts)


async def test_a_move_nobody_told_of_is_learnt_from_the_first_refusal(office: World) -> None:
    group = await in_a_plain_group(office)
    officer = await officer_at_desk(office)
    await reported(office)
    await office.stops()
    await group.becomes_supergroup()
    await office.sandbox.cut_backlog(office.private)
    await office.starts()
    assert await cards(group) == []
    budi = await another(office, "Pohon tumbang menutup jalan", "Budi")
    assert await desk_chat(office) == group.id
    [newer] = [card for card in await cards(group) if "Pohon" in card.text]
    assert len(await cards(group)) == 2
    await officer.taps("desk.approve_default", on=newer)
    assert await budi.seen("citizen.outcome_approved")


async def test_told_twice_and_refused_besides_it_moves_once(office: World) -> None:
    group = await in_a_plain_group(office)
    await officer_at_desk(office)
    await office.sandbox.floods(30, chat=group, bot=office.private)
    await reported(office)
    await office.stops()
    old = await group.becomes_supergroup()
    office.clock.passes(seconds=31)
    await office.sandbox.heal()
    await office.starts()
    await office.settled()
    hung = await cards(group)
    assert len(hung) == 1
    chat = {"id": old, "type": "group", "title": "Meja verifikasi"}
    leader = {"id": 5, "is_bot": False, "first_name": "Pemimpin"}
    message = {"message_id": 99, "date": 1, "chat": chat, "from": leader}
    again = {"message": {**message, "migrate_to_chat_id": group.id}}
    await office.sandbox.push_raw(office.private, again)
    await office.settled()
    assert await cards(group) == hung
    assert office.log.getvalue().count("desk_moved") == 1


async def test_any_other_group_that_moves_takes_no_cards_along(office: World) -> None:
    officer = await officer_at_desk(office)
    foreign = await office.sandbox.group("Orang lain", bots=[office.private], kind="group")
    await reported(office)
    await foreign.becomes_supergroup()
    await office.settled()
    assert await desk_chat(office) is None
    await another(office, "Pohon tumbang menutup jalan", "Budi")
    assert await cards(foreign) == []
    assert len(await officer.seen("desk.card")) == 2


async def test_the_new_number_outlives_a_restart(
    office: World,
) -> None:
    group = await in_a_plain_group(office)
    officer = await officer_at_desk(office)
    await reported(office)
    await group.becomes_supergroup()
    await office.settled()
    await office.stops()
    await office.starts()
    await officer.taps("desk.approve_default")
    await another(office, "Pohon tumbang menutup jalan", "Budi")
    assert len(await cards(group)) == 2
    refused = [call.error for call in await office.sandbox.calls() if not call.ok]
    assert refused == []


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ({"message": {"chat": {"id": 1}, "migrate_to_chat_id": 2}}, Move(1, 2)),
        ({"message": {"chat": {"id": 2}, "migrate_from_chat_id": 1}}, Move(1, 2)),
        ({"message": {"chat": {"id": 2}, "text": "x"}}, None),
        ({"message": {"chat": 7, "migrate_to_chat_id": 2}}, None),
        ({"message": "x"}, None),
        ({"edited_message": {}}, None),
    ],
    ids=["in the old group", "in the new", "a text", "no chat", "no message", "an edit"],
)
def test_a_move_is_read_from_either_service_message(update, told):
    assert Move.told(update) == told


async def test_of_two_that_move_the_desk_only_the_first_does(database: Database) -> None:
    stale = Desk(-5)
    moved = [
        await database.run(lambda session: move_desk(session, stale, -1005)) for _ in range(2)
    ]
    assert moved == [True, False]
    assert await database.read(lambda session: desk(session, -5, 7)) == Desk(-1005, None)


async def test_a_desk_that_moves_nowhere_leaves_the_settings_in_charge(database: Database) -> None:
    assert not await database.run(lambda session: move_desk(session, Desk(-5), -5))
    assert await database.read(lambda session: desk(session, -6, 7)) == Desk(-6, 7)
