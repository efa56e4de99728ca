"""An administrator who writes in the group's name: nobody can tell who decides."""

from tests.conversations.test_decisions import officer_at_desk, reported
from tests.world import World


async def test_a_reason_in_the_group_s_name_is_answered_once_with_what_to_do(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    await office.group.promotes(desk.person)
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    await desk.taps("desk.reject")
    reason = "Sungai itu di kabupaten tetangga"
    first = await desk.person.says_anonymously(office.group, reason, reply_to=card)
    await office.settled()
    await desk.person.says_anonymously(office.group, reason, reply_to=card)
    await office.settled()
    [told] = await desk.seen("desk.answer_hidden")
    assert told.reply_to == first.message_id
    [report] = await office.reports()
    assert report.status == "waiting"
    await desk.says(reason, reply_to=card)
    [report] = await office.reports()
    assert report.status == "rejected"
    assert await citizen.seen("citizen.outcome_rejected")


async def test_what_is_said_in_the_group_s_name_about_anything_else_is_left_alone(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    await office.group.promotes(desk.person)
    await reported(office)
    card = await desk.sees("desk.card")
    said = await desk.says("Selamat pagi")
    await desk.person.says_anonymously(office.group, "Pagi", reply_to=said)
    await desk.person.says_anonymously(office.group, "Pagi semua")
    await desk.taps("desk.approve_default")
    await desk.person.says_anonymously(office.group, "Terima kasih", reply_to=card)
    await office.settled()
    assert await desk.seen("desk.answer_hidden") == []
