"""Officers ask a reporter back; who asked stays with the desk."""

import pytest
from sqlmodel import col, select

from desk import codes
from desk.asking import READY
from desk.rights import Role
from sandbox.client import Shown
from storage.tables import Exchange, LogEntry, Outbox
from tests.conversations.test_decisions import log_of, officer_at_desk, reported
from tests.conversations.tips import tip
from tests.world import Phone, World


async def exchanges(office: World, kind: str | None = None) -> list[Exchange]:
    rows = await office.rows(Exchange)
    return [row for row in sorted(rows, key=lambda row: row.id or 0) if kind in (None, row.kind)]


async def said_by_people(phone: Phone) -> list[Shown]:
    messages = await phone.messages()
    return [one for one in messages if one.kind == "text" and not one.by_bot]


async def asked(office: World, text: str = "Sejak kapan airnya naik?") -> tuple[Phone, Phone]:
    """An officer at the desk and a citizen who was asked by a reply to the card."""
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await desk.says(text, reply_to=await desk.sees("desk.card"))
    return desk, citizen


async def without_contact(office: World) -> Phone:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    contact = office.product.house.forms["tip"].field("contact")
    assert contact is not None
    await citizen.taps("form.change", field=contact.label.in_("id"))
    await citizen.says("tidak")
    await citizen.taps("form.send")
    return citizen


@pytest.mark.parametrize("key", READY)
async def test_each_ready_question_reaches_the_reporter_at_two_taps(
    office: World, key: str
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await desk.taps("asking.ask")
    assert await desk.seen("asking.panel")
    toast = await desk.taps("asking.label", key=key)
    assert toast.text and not toast.alert
    question = await citizen.sees("asking.question")
    words = office.product.library.in_("id")
    assert words.text("asking.ready", key=key) in question.text
    assert "Hasan" not in question.text and "Kamis, 26 November 2026" in question.text
    [report] = await office.reports()
    assert report.status == "waiting" and report.version == 1
    card = await desk.sees("asking.mark")
    assert "1×" in card.text and not await desk.seen("asking.panel")
    [entry] = [row for row in await office.rows(LogEntry) if row.event == "asked"]
    assert entry.details == {"question": key, "days": 3}


async def test_a_plain_reply_to_the_card_is_the_question_and_the_desk_is_told(
    office: World,
) -> None:
    desk, citizen = await asked(office, "Airnya <b>setinggi</b> apa?")
    question = await citizen.sees("asking.question")
    assert "Airnya <b>setinggi</b> apa?" in question.text
    note = await desk.sees("asking.sent_note")
    officers_words = (await said_by_people(desk))[0]
    assert note.reply_to == officers_words.message_id
    assert await log_of(office) == [("submitted", "waiting"), ("asked", None)]
    [row] = await exchanges(office)
    assert row.text == "Airnya <b>setinggi</b> apa?"


async def test_a_reply_while_the_own_reject_keyboard_is_open_is_the_reason(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    other = await officer_at_desk(office, "Rina")
    citizen = await reported(office)
    await desk.taps("desk.reject")
    card = await desk.sees("desk.card")
    await other.says("Di sebelah mana persisnya?", reply_to=card)
    assert "sebelah mana" in (await citizen.sees("asking.question")).text
    await desk.says("Ini sudah ditangani kecamatan", reply_to=card)
    [report] = await office.reports()
    assert (report.status, report.reason) == ("rejected", "own")
    assert len(await exchanges(office)) == 1


@pytest.mark.parametrize("pressed", ["d|1|1|panel|main", "d|1|1|panel|reject"])
async def test_a_reason_is_no_question_when_another_officer_closed_the_keyboard_meanwhile(
    office: World, pressed: str
) -> None:
    desk = await officer_at_desk(office)
    other = await officer_at_desk(office, "Rina")
    citizen = await reported(office)
    await desk.taps("desk.reject")
    card = await desk.sees("desk.card")
    await other.presses(card, pressed)
    await desk.says("Ini laporan palsu lagi", reply_to=card)
    assert await desk.sees("asking.interrupted")
    assert not await citizen.seen("asking.question")
    assert [report.status for report in await office.reports()] == ["waiting"]
    await desk.says("Di sebelah mana persisnya?", reply_to=card)
    assert "sebelah mana" in (await citizen.sees("asking.question")).text


async def test_who_was_interrupted_and_opens_the_keyboard_again_is_heard(office: World) -> None:
    desk = await officer_at_desk(office)
    other = await officer_at_desk(office, "Rina")
    await reported(office)
    await desk.taps("desk.reject")
    card = await desk.sees("desk.card")
    await other.presses(card, "d|1|1|panel|main")
    await desk.taps("desk.reject")
    await desk.says("Ini sudah ditangani kecamatan", reply_to=card)
    assert [report.status for report in await office.reports()] == ["rejected"]


async def test_a_reply_while_the_grades_are_open_is_sent_to_nobody(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await desk.taps("desk.approve_graded")
    await desk.says("Sepertinya B2", reply_to=await desk.sees("desk.card"))
    assert await desk.seen("asking.close_panel_first")
    assert not await citizen.seen("asking.question")


async def test_a_reply_while_the_ready_questions_are_open_asks_in_own_words(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await desk.taps("asking.ask")
    await desk.says("Apakah jembatan masih bisa dilewati?", reply_to=await desk.sees("desk.card"))
    assert "jembatan" in (await citizen.sees("asking.question")).text
    assert not await desk.seen("asking.panel")


@pytest.mark.parametrize("text", ["apa", "a" * 501])
async def test_a_question_too_short_or_too_long_is_not_sent_and_said_so(
    office: World, text: str
) -> None:
    desk, citizen = await asked(office, text)
    assert await desk.seen("asking.unfit")
    assert not await citizen.seen("asking.question")
    assert await exchanges(office) == []


async def test_who_does_not_want_to_be_written_to_can_not_be_asked(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await without_contact(office)
    toast = await desk.taps("asking.ask")
    assert toast.alert
    await desk.says("Sejak kapan airnya naik?", reply_to=await desk.sees("desk.card"))
    assert await desk.seen("asking.refused_note")
    [report] = await office.reports()
    card = await desk.sees("desk.card")
    assert (await desk.presses(card, f"d|{report.id}|1|ask|since")).alert
    assert (await desk.presses(card, f"d|{report.id}|1|panel|ask")).text
    assert (await desk.presses(card, f"d|{report.id}|1|ask|since")).alert
    assert not await citizen.seen("asking.question")
    assert await exchanges(office) == []


async def test_two_officers_with_the_same_question_at_once_ask_it_once(office: World) -> None:
    first = await officer_at_desk(office, "Hasan")
    second = await officer_at_desk(office, "Rina")
    citizen = await reported(office)
    card = await first.sees("desk.card")
    [report] = await office.reports()
    data = f"d|{report.id}|1|ask|photo"
    one = await first.person.forges(card, data)
    two = await second.person.forges(card, data)
    toasts = [await one, await two]
    await office.settled()
    assert sorted(bool(toast.alert) for toast in toasts) == [False, True]
    loser = next(toast for toast in toasts if toast.alert)
    assert "Hasan" in loser.text or "Rina" in loser.text
    assert len(await citizen.seen("asking.question")) == 1
    assert len(await exchanges(office)) == 1


async def test_two_officers_with_different_questions_are_both_answered(office: World) -> None:
    desk, citizen = await asked(office)
    other = await officer_at_desk(office, "Rina")
    await other.taps("asking.ask")
    await other.taps("asking.label", key="people")
    first, second = await citizen.seen("asking.question")
    await citizen.says("Sejak subuh", reply_to=first)
    assert "Masih ada satu" in (await citizen.sees("asking.thanks")).text
    await citizen.says("Dua puluh rumah")
    rows = await exchanges(office)
    assert [(row.kind, row.question_id) for row in rows[2:]] == [
        ("answer", rows[0].id),
        ("answer", rows[1].id),
    ]
    card = (await desk.sees("asking.mark")).text
    assert "Ditanya 2× · dijawab 2×" in card
    assert second.text != first.text


async def test_a_question_to_a_report_decided_meanwhile_goes_nowhere(office: World) -> None:
    desk = await officer_at_desk(office)
    other = await officer_at_desk(office, "Rina")
    citizen = await reported(office)
    await desk.taps("asking.ask")
    card = await desk.sees("asking.panel")
    await other.presses(card, f"d|{(await office.reports())[0].id}|1|approve|F6")
    toast = await desk.presses(card, f"d|{(await office.reports())[0].id}|1|ask|since")
    assert toast.alert and "Rina" in toast.text
    await desk.says("Sejak kapan airnya naik?", reply_to=card)
    assert await desk.seen("desk.answer_moved_on")
    assert not await citizen.seen("asking.question")


async def test_a_question_still_on_its_way_when_the_report_is_decided_is_not_brought(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await citizen.blocks()
    await desk.says("Sejak kapan airnya naik?", reply_to=await desk.sees("desk.card"))
    await desk.taps("desk.approve_default")
    await citizen.unblocks()
    assert not await citizen.seen("asking.question")
    assert await citizen.seen("citizen.outcome_approved")


async def test_a_reporter_who_blocked_the_bot_is_named_on_the_card_and_asked_on_return(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await citizen.blocks()
    await desk.says("Sejak kapan airnya naik?", reply_to=await desk.sees("desk.card"))
    assert "memblokir" in (await desk.sees("asking.sent_note")).text
    assert "memblokir" in (await desk.sees("asking.mark")).text
    await citizen.unblocks()
    assert await citizen.seen("asking.question")
    assert "memblokir" not in (await desk.sees("asking.mark")).text
    await citizen.blocks()
    assert "memblokir" in (await desk.sees("asking.mark")).text


async def test_a_stranger_a_leader_and_the_reporter_can_not_ask(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    boss = office.at_desk(await office.officer("Bupati", Role.LEADER, Role.ADMIN))
    stranger = office.at_desk(await office.officer("Orang lain", opens=False))
    for phone in (boss, stranger):
        assert (await phone.taps("asking.ask", on=card)).alert
        await phone.says("Sejak kapan airnya naik?", reply_to=card)
    own = Phone(office, desk.person, office.public)
    await own.starts()
    await tip(own, "Jalan putus karena longsor")
    newest = await desk.sees("desk.card")
    assert (await desk.taps("asking.ask", on=newest)).alert
    await desk.says("Sejak kapan jalannya putus?", reply_to=newest)
    assert await desk.seen("desk.answer_own")
    assert await exchanges(office) == []
    assert not await citizen.seen("asking.question")


@pytest.mark.parametrize(
    "data", ["d|999|1|ask|since", "d|1|1|ask|name", "d|1|7|ask|", "d|1|1|ask"]
)
async def test_a_forged_question_gets_a_toast_and_asks_nobody(office: World, data: str) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    toast = await desk.presses(await desk.sees("desk.card"), data)
    assert toast.text
    assert not await citizen.seen("asking.question")
    assert "poison" not in office.log.getvalue()


async def test_a_reply_to_a_message_that_is_no_card_any_more_is_not_swallowed(
    office: World,
) -> None:
    desk, citizen = await asked(office)
    note = await desk.sees("asking.sent_note")
    await desk.says("Dan berapa rumah yang kena?", reply_to=note)
    assert await desk.seen("asking.no_card")
    assert len(await citizen.seen("asking.question")) == 1
    said = (await said_by_people(desk))[0]
    before = len(await desk.messages())
    await desk.says("Betul, saya juga dengar begitu", reply_to=said)
    assert len(await desk.messages()) == before + 1


async def test_an_officer_asks_from_a_card_in_the_own_chat(office: World) -> None:
    from desk import postings

    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    citizen = await reported(office)
    account = (await office.account("Hasan")).id
    [report] = await office.reports()
    await office.product.database.run(
        lambda session: postings.post_card(
            session, report, f"account:{account}", now=office.clock()
        )
    )
    await office.settled()
    await officer.says("Sejak kapan airnya naik?", reply_to=await officer.sees("desk.card"))
    assert await officer.seen("asking.sent_note")
    assert not await desk.seen("asking.sent_note")
    await citizen.says("Sejak subuh")
    assert "Sejak subuh" in (await officer.sees("asking.answer")).text
    assert "Sejak subuh" in (await desk.sees("asking.answer")).text
    await officer.says("Dan sekarang bagaimana?", reply_to=await officer.sees("asking.answer"))
    assert len(await citizen.seen("asking.question")) == 2


async def test_the_queue_shows_reports_being_asked_after_the_others(office: World) -> None:
    desk, _ = await asked(office)
    other = await office.citizen("Budi")
    await tip(other, "Jalan putus karena longsor")
    officer = Phone(office, desk.person, office.private)
    await officer.taps("staff.key_queue")
    first, second = await office.reports()
    shown = (await officer.sees("staff.queue")).text
    codes_shown = [shown.index(codes.shown(report.code)) for report in (second, first)]
    assert codes_shown == sorted(codes_shown)
    assert "menunggu jawaban" in shown
    office.clock.passes(days=6)
    await office.tick()
    await desk.says("Masih adakah air di sana?", reply_to=await desk.sees("asking.silence"))
    await officer.starts()
    await officer.taps("staff.key_queue")
    assert "menunggu jawaban" in (await officer.sees("staff.queue")).text


async def test_a_question_sent_while_telegram_is_busy_comes_once(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await office.sandbox.fail_next("sendMessage", bot=office.public, code=502)
    await desk.taps("asking.ask")
    await desk.taps("asking.label", key="since")
    office.clock.passes(minutes=5)
    await office.settled()
    query = select(Outbox.state).where(col(Outbox.kind) == "asked")
    assert await office.read(lambda session: list(session.exec(query))) == ["sent"]
    assert len(await citizen.seen("asking.question")) == 1
