"""Who may ask for an identity, who may agree, and what becomes of it when a right is gone."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from cards.taps import OpeningTap
from desk import enrolment
from desk.rights import Role
from storage.tables import Account, AccountRole
from tests.conversations.test_decisions import reported
from tests.conversations.test_openings import WHY, asked, code_of, state, steps
from tests.world import Phone, World


async def paused(office: World, name: str) -> None:
    pausing = update(Account).where(col(Account.name) == name).values(paused_at=office.clock())
    await office.product.database.run(lambda session: session.execute(pausing))


async def test_whoever_asks_is_not_the_second_person(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER, Role.ADMIN)
    await reported(office)
    await leader.says(f"/identitas {await code_of(office)}")
    assert await leader.sees("opening.nobody_else")
    await office.officer("Kepala", Role.ADMIN)
    await leader.says(f"/identitas {await code_of(office)} {WHY}")
    forged = OpeningTap("confirm", 1).pack()
    await leader.presses(await leader.sees("opening.asked"), forged)
    assert await leader.sees("opening.same_person")
    assert await state(office) == ["waiting"]


@pytest.mark.parametrize(
    "role", [Role.VERIFIER, Role.ADMIN, Role.HANDLER, Role.UNIT, Role.READER, Role.AGENT]
)
async def test_nobody_but_a_leader_asks_who_a_citizen_is(office: World, role: Role) -> None:
    phone = await office.officer("Orang", role)
    await office.officer("Kepala", Role.ADMIN)
    await reported(office)
    await phone.says(f"/identitas {await code_of(office)} {WHY}")
    assert await phone.sees("opening.not_allowed")
    assert await state(office) == []


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.HANDLER, Role.READER, Role.AGENT])
async def test_nobody_but_a_leader_or_an_administrator_agrees(office: World, role: Role) -> None:
    leader, _, _ = await asked(office)
    phone = await office.officer("Orang", role)
    for action in ("confirm", "refuse"):
        await phone.presses(await phone.last(), OpeningTap(action, 1).pack())
        assert await phone.sees("opening.not_allowed")
    assert not await leader.seen("opening.identity") and await state(office) == ["waiting"]


async def test_a_stranger_does_not_learn_whether_an_identity_was_asked_for(office: World) -> None:
    await asked(office)
    stranger = await office.stranger()
    await stranger.starts()
    for number in (1, 99):
        await stranger.presses(await stranger.last(), OpeningTap("confirm", number).pack())
    assert len(await stranger.seen("opening.not_allowed")) == 2
    assert not await stranger.seen("opening.gone")


async def test_a_right_that_was_taken_away_opens_nothing(office: World) -> None:
    leader, admin, _ = await asked(office)
    vault, now = office.product.house.vault, office.clock()
    person = leader.person.id
    await office.product.database.run(lambda s: enrolment.remove(s, vault, person, now))
    await admin.taps("opening.confirm")
    assert await state(office) == ["void"]
    assert not await leader.seen("opening.identity")
    assert [event for event, _ in await steps(office)] == ["asked", "void"]


async def test_a_right_that_was_taken_away_between_yes_and_sending_opens_nothing(
    office: World,
) -> None:
    leader, admin, _ = await asked(office)
    await office.sandbox.fail_next(
        "sendMessage", bot=office.private, code=429, parameters={"retry_after": 30}
    )
    await admin.taps("opening.confirm")
    await paused(office, "Bupati")
    office.clock.passes(minutes=2)
    await office.tick()
    assert not await leader.seen("opening.identity")
    office.clock.passes(hours=24)
    await office.tick()
    assert await state(office) == ["void"]


async def test_a_paused_leader_can_not_ask(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    await office.officer("Kepala", Role.ADMIN)
    await reported(office)
    await paused(office, "Bupati")
    await leader.says(f"/identitas {await code_of(office)} {WHY}")
    assert await leader.sees("opening.not_allowed")


async def of_agent(office: World) -> tuple[Phone, Phone]:
    """An agent who is looked after has reported; the handler and the agent."""
    handler = await office.officer("Wati", Role.HANDLER)
    agent = await office.agent("Darmi")
    ids = {one.name: one.id for one in await office.rows(Account)}

    mine = (col(AccountRole.account_id) == ids["Darmi"], col(AccountRole.role) == "agent")
    looked_after = update(AccountRole).where(*mine).values(handler=ids["Wati"])
    await office.product.database.run(lambda session: session.execute(looked_after))
    await agent.says(f"#banjir {office.home.kecamatan}: air naik di pasar")
    for _ in range(8):
        if await office.reports():
            break
        await agent.taps("form.send")
    return handler, agent


async def test_the_handler_of_an_agent_may_ask_and_the_agent_never_hears_of_it(
    office: World,
) -> None:
    handler, agent = await of_agent(office)
    leader = await office.officer("Bupati", Role.LEADER)
    before = len(await agent.messages())
    await handler.says(f"/identitas {await code_of(office)} {WHY}")
    await leader.taps("opening.confirm")
    told = await handler.sees("opening.identity")
    assert "Darmi" in told.text and str(agent.person.id) in told.text
    assert len(await agent.messages()) == before


async def test_who_is_asked_about_is_no_second_person(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    admin = await office.officer("Kepala", Role.ADMIN)
    other = await office.officer("Sekretaris", Role.ADMIN)
    own = Phone(office, admin.person, office.public)
    await own.starts()
    await own.says("Air sungai naik cepat")
    await own.says(office.place)
    await own.taps("form.send")
    await leader.says(f"/identitas {await code_of(office)} {WHY}")
    assert await other.sees("opening.card")
    assert not await admin.seen("opening.card")
    await admin.presses(await admin.last(), OpeningTap("confirm", 1).pack())
    assert await state(office) == ["waiting"]


async def test_a_leader_does_not_open_an_own_report(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    await office.officer("Kepala", Role.ADMIN)
    own = Phone(office, leader.person, office.public)
    await own.starts()
    await own.says("Air sungai naik cepat")
    await own.says(office.place)
    await own.taps("form.send")
    await leader.says(f"/identitas {await code_of(office)} {WHY}")
    assert await leader.sees("opening.own")
