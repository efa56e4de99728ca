"""The verification group itself: bots that come and go, officers who leave, another desk."""

from desk.codes import shown
from desk.rights import Role
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.world import Phone, World


async def admin_of(office: World, name: str = "Rahma") -> Phone:
    return await office.officer(name, Role.ADMIN)


async def members_of(office: World, group: object) -> list[str]:
    calls = await office.sandbox.calls()
    return [one.method for one in calls if one.method == "leaveChat"]


async def cards_in(office: World, thread: int | None) -> list[str]:
    said = await office.group.messages()
    return [one.text for one in said if one.thread == thread and "Menunggu keputusan" in one.text]


async def test_the_public_bot_stays_in_no_group(office: World) -> None:
    rahma = await admin_of(office)
    other = await office.sandbox.group("Grup warga", members=[rahma.person])
    await other.adds(office.public)
    await office.settled()
    assert await members_of(office, other) == ["leaveChat"]
    assert [one for one in await other.messages() if one.by_bot and one.kind == "text"] == []


async def test_a_group_that_a_stranger_took_the_bot_into_is_for_administrators_to_judge(
    office: World,
) -> None:
    rahma = await admin_of(office)
    stranger = await office.sandbox.person("Orang")
    other = await office.sandbox.group("Grup asing", members=[stranger], admins=[stranger])
    await other.adds(office.private)
    await office.settled()
    assert [one for one in await other.messages() if one.by_bot and one.kind == "text"] == []
    assert "Grup asing" in (await rahma.sees("desk.offer")).text
    await rahma.taps("desk.leave_group")
    assert await members_of(office, other) == ["leaveChat"]


async def test_an_administrator_makes_another_group_the_desk_and_what_waits_hangs_there(
    office: World,
) -> None:
    rahma = await admin_of(office)
    officer = await office.officer("Hasan", Role.VERIFIER)
    await reported(office)
    old = office.group
    members = [rahma.person, officer.person]
    office.group = await office.sandbox.group("Meja baru", members=members, admins=[rahma.person])
    await office.group.adds(office.private)
    await office.settled()
    assert "Meja baru" in (await rahma.sees("desk.offer")).text
    await rahma.taps("desk.make_desk")
    desk = office.at_desk(officer)
    assert await desk.seen("desk.here_now")
    await desk.taps("desk.approve_default", on=await desk.sees("desk.card"))
    [report] = await office.reports()
    assert report.status == "approved"
    assert [one.text for one in await old.messages() if "Disetujui" in one.text] == []


async def test_the_offer_can_be_refused_and_then_the_button_is_old(office: World) -> None:
    rahma = await admin_of(office)
    other = await office.sandbox.group("Grup lain", members=[rahma.person], admins=[rahma.person])
    await other.adds(office.private)
    await office.settled()
    offer = await rahma.sees("desk.offer")
    await rahma.taps("desk.leave_group")
    assert await members_of(office, other) == ["leaveChat"]
    await office.settled()
    toast = await rahma.presses(offer, f"g|make|{other.id}")
    assert toast.text == office.label("id", "desk.unknown_button", {})


async def test_only_an_administrator_can_press_a_forged_offer(office: World) -> None:
    rahma = await admin_of(office)
    other = await office.sandbox.group("Grup lain", members=[rahma.person], admins=[rahma.person])
    await other.adds(office.private)
    await office.settled()
    hasan = await office.officer("Hasan", Role.VERIFIER)
    for action in ("make", "leave", "x"):
        toast = await hasan.presses(await hasan.sees("staff.menu"), f"g|{action}|{other.id}")
        assert toast.text == office.label("id", "desk.unknown_button", {})
    await reported(office)
    assert len(await office.at_desk(hasan).seen("desk.card")) == 1


async def test_a_word_in_a_topic_makes_that_topic_the_desk(office: World) -> None:
    rahma = await admin_of(office)
    hasan = await office.officer("Hasan", Role.VERIFIER)
    await office.group.becomes_forum()
    topic = await office.group.opens_topic("Laporan")
    await office.settled()
    await rahma.person.says(topic, "/jadikan_meja")
    await office.settled()
    await reported(office)
    cards = await cards_in(office, topic.thread)
    assert len(cards) == 1
    await hasan.person.says(office.group, "/jadikan_meja")  # not an administrator
    await office.settled()
    budi = await office.citizen("Budi")
    await budi.says("Pohon tumbang")
    await budi.says(office.place)
    await budi.taps("form.send")
    cards = await cards_in(office, topic.thread)
    assert len(cards) == 2


async def test_the_administrator_hears_when_the_bot_is_put_out_and_nothing_is_lost(
    office: World,
) -> None:
    rahma = await admin_of(office)
    desk = await officer_at_desk(office)
    await office.group.kicks(office.private)
    await office.settled()
    assert await rahma.seen("desk.bot_gone")
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert await citizen.seen("citizen.receipt")
    await office.group.adds(office.private)
    office.clock.passes(minutes=2)
    await office.settled()
    assert await rahma.seen("desk.bot_back")
    assert len(await desk.seen("desk.card")) == 1


async def test_the_administrator_hears_when_the_bot_may_not_write_any_more(
    office: World,
) -> None:
    rahma = await admin_of(office)
    await office.group.mutes(office.private)
    await office.settled()
    assert await rahma.seen("desk.bot_mute")
    await office.group.mutes(office.private, muted=False)
    await office.settled()
    assert await rahma.seen("desk.bot_back")


async def test_an_officer_who_leaves_the_group_decides_nothing_until_he_is_back(
    office: World,
) -> None:
    rahma = await admin_of(office)
    hasan = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(hasan)
    await reported(office)
    card = await desk.sees("desk.card")
    await hasan.person.leaves(office.group)
    await office.settled()
    assert "Hasan" in (await rahma.sees("desk.officer_left")).text
    [report] = await office.reports()
    await hasan.says("/start")
    await hasan.presses(await hasan.last(), f"d|{report.id}|1|approve|F6")
    await hasan.presses(await hasan.last(), "n")
    assert (await office.reports())[0].status == "waiting"
    assert await hasan.seen("desk.card") == []
    await office.group.adds(hasan.person)
    await office.settled()
    assert "Hasan" in (await rahma.sees("desk.officer_back")).text
    await desk.taps("desk.approve_default", on=card)
    assert (await office.reports())[0].status == "approved"


async def test_an_officer_who_left_reads_no_history_and_no_further_role_brings_them_back(
    office: World,
) -> None:
    rahma = await admin_of(office)
    hasan = await office.officer("Hasan", Role.VERIFIER)
    await reported(office)
    code = shown((await office.reports())[0].code)
    await hasan.says(f"/riwayat {code}")
    assert await hasan.sees("history.pages")
    await hasan.person.leaves(office.group)
    await office.settled()
    await hasan.says(f"/riwayat {code}")
    assert "history.not_allowed" in await hasan.keys()
    await rahma.presses(await rahma.sees("staff.menu"), f"p|role|0|{Role.LEADER}")
    link = (await rahma.sees("people.invitation")).text
    await hasan.starts(link.partition("?start=")[2].split()[0])
    assert (await office.account("Hasan")).away_at is not None
    toast = await hasan.presses(await hasan.last(), "s|queue")
    assert toast.text == office.label("id", "staff.not_allowed", {})
    await hasan.says(f"/riwayat {code}")  # as a leader
    assert len(await hasan.seen("history.pages")) == 2


async def test_an_officer_who_is_put_out_of_the_group_decides_nothing(office: World) -> None:
    rahma = await admin_of(office)
    hasan = await office.officer("Hasan", Role.VERIFIER)
    office.at_desk(hasan)
    await reported(office)
    await office.group.kicks(hasan.person)
    await office.settled()
    assert "Hasan" in (await rahma.sees("desk.officer_left")).text
    assert len(await rahma.seen("desk.officer_left")) == 1


async def test_a_member_without_a_role_comes_and_goes_unnoticed(office: World) -> None:
    rahma = await admin_of(office)
    guest = await office.sandbox.person("Tamu")
    await office.group.adds(guest)
    await guest.leaves(office.group)
    await office.settled()
    before = await rahma.messages()
    assert [one for one in before if "Tamu" in one.text] == []


async def test_a_bot_that_comes_to_the_desk_for_the_first_time_is_not_back(office: World) -> None:
    rahma = await admin_of(office)
    await office.group.promotes(office.private)
    await office.settled()
    await office.group.demotes(office.private)
    await office.settled()
    assert await rahma.seen("desk.bot_back") == []
    assert len(await rahma.seen("desk.bot_no_admin")) == 1
    await office.group.kicks(office.private)
    await office.group.adds(office.private)
    await office.settled()
    assert len(await rahma.seen("desk.bot_back")) == 1
    await office.group.kicks(office.private)
    await office.settled()
    assert len(await rahma.seen("desk.bot_gone")) == 2


async def test_who_first_takes_the_bot_into_the_desk_hears_nothing_of_a_return(
    office: World,
) -> None:
    await office.settled()
    await office.stops()
    office.group = await office.sandbox.group("Meja lain", bots=[])
    update = {"verification_chat_id": office.group.id}
    office.settings = office.settings.model_copy(update=update)
    await office.starts()
    rahma = await admin_of(office)
    await office.group.adds(office.private)
    await office.settled()
    assert await rahma.seen("desk.bot_back") == []
    assert await rahma.seen("desk.offer") == []
