"""A reporter answers what an officer asked, however it is sent and however late."""

import json

import pytest

from desk import asking, asknews, postings
from desk.rights import Role
from storage.tables import Draft, Evidence, LogEntry, Report
from tests.conversations.test_asking import asked, exchanges
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.conversations.tips import tip
from tests.world import Phone, World


async def answers(office: World) -> list[str | None]:
    return [row.text for row in await exchanges(office, "answer")]


async def test_the_next_message_is_the_answer_and_appears_below_the_card(office: World) -> None:
    desk, citizen = await asked(office)
    await citizen.says("Sejak subuh, <masih> naik")
    assert await citizen.seen("asking.thanks")
    shown = await desk.sees("asking.answer")
    card = await desk.sees("desk.card")
    assert "Sejak subuh, <masih> naik" in shown.text and shown.reply_to == card.message_id
    assert "Sejak kapan airnya naik?" in shown.text
    assert "Ditanya 1× · dijawab 1×" in card.text and "J: Sejak subuh" in card.text
    assert len(await office.reports()) == 1 and await office.rows(Draft) == []
    events = [(row.event, row.actor) for row in await office.rows(LogEntry)]
    assert events[-1] == ("answered", "source")


async def test_the_button_and_the_reply_answer_too(office: World) -> None:
    desk, citizen = await asked(office)
    await citizen.taps("asking.answer_it")
    assert await citizen.seen("asking.ready_for")
    await citizen.says("Sejak subuh")
    assert await answers(office) == ["Sejak subuh"]
    office.clock.passes(hours=2)
    await citizen.says("Sekarang surut", reply_to=await citizen.sees("asking.question"))
    await citizen.says("Rumah ibu saya kering", reply_to=await citizen.sees("asking.thanks"))
    assert await answers(office) == ["Sejak subuh", "Sekarang surut", "Rumah ibu saya kering"]
    assert len(await desk.seen("asking.answer")) == 3


async def test_an_answer_in_several_messages_is_one_conversation(office: World) -> None:
    _, citizen = await asked(office)
    await citizen.says("Sejak subuh")
    office.clock.passes(minutes=1)
    await citizen.says("airnya masih naik")
    assert await answers(office) == ["Sejak subuh", "airnya masih naik"]
    office.clock.passes(minutes=5)
    await citizen.says("Ada pohon tumbang di jalan desa")
    assert "asking.which" in await citizen.keys()
    await citizen.taps("asking.is_new")
    assert "form.question" in await citizen.keys()
    office.clock.passes(minutes=1)
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert len(await office.reports()) == 2 and len(await answers(office)) == 2


async def test_what_follows_an_answer_once_the_report_is_decided_is_asked_about(
    office: World,
) -> None:
    desk, citizen = await asked(office)
    await citizen.says("Sejak subuh")
    await desk.taps("desk.approve_default")
    office.clock.passes(minutes=1)
    await citizen.says("Jembatan gantung putus, tiga orang hanyut")
    assert "asking.which" in await citizen.keys() and await answers(office) == ["Sejak subuh"]
    await citizen.taps("asking.is_new")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert "tiga orang hanyut" in (await office.reports())[1].text
    await citizen.says("Pohon tumbang di jalan")
    assert "form.question" in await citizen.keys() and "asking.which" not in await citizen.keys()


async def test_a_conversation_goes_on_both_ways(office: World) -> None:
    desk, citizen = await asked(office)
    for round_ in range(3):
        await citizen.says(f"Jawaban nomor {round_}")
        office.clock.passes(minutes=20)
        latest = await desk.sees("asking.answer")
        await desk.says(f"Lalu bagaimana setelah itu {round_}?", reply_to=latest)
    assert len(await citizen.seen("asking.question")) == 4
    assert "Ditanya 4× · dijawab 3×" in (await desk.sees("asking.mark")).text


async def test_a_photo_is_an_answer_and_hangs_below_the_card(office: World) -> None:
    desk, citizen = await asked(office)
    await citizen.sends_photo(caption="Ini dari depan rumah")
    [row] = await office.rows(Evidence)
    [report] = await office.reports()
    assert (row.report_id, row.state) == (report.id, "kept")
    assert row.shown_at is not None
    assert "Ini dari depan rumah" in (await desk.sees("asking.answer")).text
    assert await desk.seen("desk.evidence_caption")
    assert not await citizen.seen("citizen.evidence_added")


async def test_an_album_with_late_parts_is_one_answer(office: World) -> None:
    desk, citizen = await asked(office)
    await citizen.sends_album(4, "Keadaan sekarang", late=[2, 3])
    await citizen.delivers_late()
    assert await answers(office) == ["Keadaan sekarang"]
    rows = await office.rows(Evidence)
    assert {row.state for row in rows} == {"kept"} and len(rows) == 4
    assert len(await citizen.seen("asking.thanks")) == 1
    assert not await citizen.seen("citizen.evidence_added")
    assert len(await desk.seen("asking.answer")) == 1


async def test_a_voice_a_document_and_a_position_are_answers(office: World) -> None:
    desk, citizen = await asked(office)
    await citizen.sends_document(b"%PDF-1.4 broken", "surat.pdf")
    await citizen.sends_voice(b"OggS broken")
    await citizen.sends_location(*office.home.point)
    rows = await exchanges(office, "answer")
    assert [row.files for row in rows] == [1, 1, 0]
    assert rows[2].lat == pytest.approx(office.home.point[0])
    assert "peta" in (await desk.sees("asking.answer")).text


async def test_an_edited_answer_is_said_anew(office: World) -> None:
    desk, citizen = await asked(office)
    said = await citizen.says("Sejak magrip")
    await citizen.edits(said, "Sejak magrib")
    assert await answers(office) == ["Sejak magrip", "Sejak magrib"]
    assert "Sejak magrib" in (await desk.sees("asking.answer")).text
    assert not await citizen.seen("citizen.edit_too_late")


async def test_a_sticker_is_no_answer_and_the_question_stays(office: World) -> None:
    _, citizen = await asked(office)
    await citizen.sends_sticker()
    assert await answers(office) == []
    await citizen.says("Sejak subuh")
    assert await answers(office) == ["Sejak subuh"]


async def test_a_draft_begun_before_the_question_is_asked_about(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await citizen.says("Pohon tumbang menutup jalan")
    office.clock.passes(minutes=1)
    await desk.says("Sejak kapan airnya naik?", reply_to=await desk.sees("desk.card"))
    office.clock.passes(minutes=1)
    said = await citizen.says("Sejak subuh")
    which = await citizen.sees("asking.which")
    assert which.reply_to == said.message_id
    assert await answers(office) == []
    await citizen.taps("asking.is_answer")
    assert await answers(office) == ["Sejak subuh"]
    assert "form.question" in await citizen.keys()
    toast = await citizen.presses(which, which.button("💬 Jawaban").data or "")
    assert toast.text
    assert await answers(office) == ["Sejak subuh"]
    office.clock.passes(minutes=1)
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert len(await office.reports()) == 2


async def test_what_was_meant_for_the_draft_goes_there_once(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await citizen.says("Pohon tumbang menutup jalan")
    office.clock.passes(minutes=1)
    await desk.says("Sejak kapan airnya naik?", reply_to=await desk.sees("desk.card"))
    office.clock.passes(minutes=1)
    await citizen.says(office.place)
    which = await citizen.sees("asking.which")
    await citizen.taps("asking.is_draft")
    assert "form.review" in await citizen.keys()
    await citizen.presses(which, which.button("📝 Laporan yang diisi").data or "")
    assert "form.review" in await citizen.keys()
    await citizen.taps("form.send")
    assert len(await office.reports()) == 2 and await answers(office) == []


async def test_a_draft_worked_on_since_takes_what_is_written(office: World) -> None:
    _, citizen = await asked(office)
    await citizen.says("🚨 Bahaya sekarang")
    office.clock.passes(minutes=1)
    await citizen.says("Tanggul jebol di hilir")
    await citizen.says(office.place)
    assert "form.review" in await citizen.keys()
    assert await answers(office) == []
    await citizen.taps("asking.answer_it")
    await citizen.says("Sejak subuh")
    assert await answers(office) == ["Sejak subuh"]
    assert "form.review" in await citizen.keys()


async def test_a_code_and_a_greeting_stay_what_they_are(office: World) -> None:
    _, citizen = await asked(office)
    [report] = await office.reports()
    await citizen.says(report.code)
    assert "citizen.status" in await citizen.keys()
    await citizen.says("Selamat pagi pak")
    assert "asking.question" in await citizen.keys()
    assert await answers(office) == []
    await citizen.taps("asking.answer_it")
    await citizen.says("pagi")
    assert await answers(office) == ["pagi"]


async def test_a_reminder_comes_a_working_day_before_the_end_once(office: World) -> None:
    _, citizen = await asked(office)  # on a Saturday: until Thursday
    assert "26 November" in (await citizen.sees("asking.question")).text
    office.clock.passes(days=3, hours=23)
    await office.tick()
    assert len(await citizen.seen("asking.question")) == 1
    office.clock.passes(hours=2)
    await office.tick()
    await office.tick()
    assert len(await citizen.seen("asking.question")) == 2
    await citizen.says("Sejak subuh", reply_to=await citizen.sees("asking.question"))
    assert await answers(office) == ["Sejak subuh"]


async def test_of_a_grave_category_there_is_one_working_day(office: World) -> None:
    desk = await officer_at_desk(office)
    agent = await office.agent()
    await agent.says(f"#radikalisme {office.place}: ceramah provokatif di balai desa")
    await agent.taps("form.send")
    office.clock.passes(days=6)  # Friday: the next working day is Monday
    await desk.says("Berapa orang yang hadir di sana?", reply_to=await desk.sees("desk.card"))
    assert "30 November" in (await agent.sees("asking.question")).text
    office.clock.passes(days=2, hours=19)
    await office.tick()
    assert len(await agent.seen("asking.question")) == 1
    office.clock.passes(hours=2)
    await office.tick()
    assert len(await agent.seen("asking.question")) == 2
    assert not await desk.seen("asking.silence")
    office.clock.passes(hours=4)
    await office.tick()
    assert await desk.seen("asking.silence")
    assert "Mohon sebelum" in (await agent.sees("asking.question")).text


async def test_who_answered_is_not_reminded(office: World) -> None:
    desk, citizen = await asked(office)
    await citizen.says("Sejak subuh")
    office.clock.passes(days=6)
    await office.tick()
    assert len(await citizen.seen("asking.question")) == 1
    assert not await desk.seen("asking.silence")


async def test_without_an_answer_the_report_waits_on_marked_once(office: World) -> None:
    desk, citizen = await asked(office)
    officer = Phone(office, desk.person, office.private)
    await officer.taps("staff.key_queue")
    assert "💬" in (await officer.sees("staff.queue")).text
    office.clock.passes(days=4, hours=1)
    await office.tick()
    office.clock.passes(days=1)
    await office.tick()
    office.clock.passes(days=1)
    await office.tick()
    [report] = await office.reports()
    assert report.status == "waiting" and report.version == 1
    assert "Tidak ada jawaban" in (await desk.sees("desk.card")).text
    assert len(await desk.seen("asking.silence")) == 1
    entries = [row for row in await office.rows(LogEntry) if row.event == "unanswered"]
    assert [entry.actor for entry in entries] == ["system"]
    await officer.starts()
    await officer.taps("staff.key_queue")
    assert "🔇" in (await officer.sees("staff.queue")).text
    assert not await citizen.seen("citizen.outcome_rejected")


async def test_an_answer_after_the_deadline_still_arrives_and_is_shown(office: World) -> None:
    desk, citizen = await asked(office)
    office.clock.passes(days=7)
    await office.tick()
    await citizen.says("Maaf baru sempat: sejak subuh")
    assert "asking.which" in await citizen.keys()
    await citizen.taps("asking.is_answer")
    assert "baru sempat" in (await desk.sees("asking.answer")).text
    assert "Tidak ada jawaban" not in (await desk.sees("desk.card")).text
    office.clock.passes(days=30)
    await citizen.says("Airnya sudah surut", reply_to=await citizen.sees("asking.question"))
    assert len(await answers(office)) == 2


async def test_long_after_the_deadline_a_message_is_a_new_report(office: World) -> None:
    _, citizen = await asked(office)
    office.clock.passes(days=40)
    await office.tick()
    await citizen.says("Jembatan ambruk")
    assert "form.question" in await citizen.keys()


async def test_an_answer_to_a_decided_report_is_shown_and_thanked_for(office: World) -> None:
    desk, citizen = await asked(office)
    await desk.taps("desk.approve_default")
    await citizen.says("Sejak subuh", reply_to=await citizen.sees("asking.question"))
    assert "sudah diputuskan" in (await citizen.sees("asking.thanks")).text
    assert "Sejak subuh" in (await desk.sees("asking.answer")).text
    office.clock.passes(days=6)
    await office.tick()
    assert not await desk.seen("asking.silence")


async def test_an_answer_to_a_report_taken_back_goes_nowhere(office: World) -> None:
    desk, citizen = await asked(office)
    await citizen.says("📋 Laporan saya")
    await citizen.taps((await citizen.last()).buttons[0][0].text)
    await citizen.taps("citizen.withdraw")
    await citizen.taps("citizen.yes_withdraw")
    await citizen.says("Sejak subuh", reply_to=await citizen.sees("asking.question"))
    assert await citizen.seen("asking.taken_back")
    assert (await citizen.taps("asking.answer_it")).alert
    assert not await desk.seen("asking.answer")


@pytest.mark.parametrize("data", ["a|1|begin", "a|1|answer", "a|1|other", "a|99|begin", "a|1|x"])
async def test_a_forged_button_to_a_foreign_question_shows_and_answers_nothing(
    office: World, data: str
) -> None:
    desk, citizen = await asked(office, "Apakah kepala desa terlibat?")
    other = await office.citizen("Budi")
    await other.says("Halo")
    toast = await other.presses(await other.last(), data)
    await other.says("Saya yang menjawab", reply_to=await other.sees("citizen.welcome"))
    assert all("terlibat" not in one.text for one in await other.messages())
    assert not await desk.seen("asking.answer")
    assert toast is not None and "poison" not in office.log.getvalue()
    await citizen.says("Tidak")
    assert await answers(office) == ["Tidak"]


async def test_an_agent_is_asked_and_answers_through_the_private_bot(office: World) -> None:
    desk = await officer_at_desk(office)
    agent = await office.agent()
    await agent.says(f"#radikalisme {office.place}: ceramah provokatif di balai desa")
    await agent.taps("form.send")
    await desk.says("Berapa orang yang hadir di sana?", reply_to=await desk.sees("desk.card"))
    question = await agent.sees("asking.question")
    assert "Hasan" not in question.text
    await agent.says("Sekitar lima puluh", reply_to=question)
    await desk.says("Apakah masih berlangsung?", reply_to=await desk.sees("asking.answer"))
    office.clock.passes(minutes=30)
    await agent.sends_photo(caption="Sudah bubar")
    assert await answers(office) == ["Sekitar lima puluh", "Sudah bubar"]
    assert "Darmi" not in json.dumps([one.text for one in await desk.messages()])
    office.clock.passes(hours=1)
    await agent.says("nihil")
    assert "form.review" in await agent.keys()


async def test_who_it_is_never_reaches_the_desk_and_who_asked_never_the_reporter(
    office: World,
) -> None:
    desk = await officer_at_desk(office, "Hasanuddin")
    citizen = await office.citizen("Zubaidah", last_name="Pangkalan", username="zubaidah_pb")
    await tip(citizen)
    await desk.taps("asking.ask")
    await desk.taps("asking.label", key="others")
    await citizen.sends_photo(caption="Tetangga juga melihat")
    await desk.says("Terima kasih, masih hujan?", reply_to=await desk.sees("asking.answer"))
    await citizen.says("Masih")
    office.clock.passes(days=5)
    await office.tick()
    calls = await office.sandbox.calls()
    own = str(citizen.person.id)
    told = json.dumps([c.parameters for c in calls if str(c.parameters.get("chat_id")) != own])
    assert not any(one in told for one in (own, "Zubaidah", "Pangkalan", "zubaidah_pb"))
    heard = json.dumps([c.parameters for c in calls if str(c.parameters.get("chat_id")) == own])
    assert "Hasanuddin" not in heard and str(desk.person.id) not in heard


async def test_a_removed_officer_is_shown_no_answer_in_the_own_chat(office: World) -> None:
    from desk import enrolment

    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    citizen = await reported(office)
    [report] = await office.reports()
    account = (await office.account("Hasan")).id
    await office.product.database.run(
        lambda session: postings.post_card(
            session, report, f"account:{account}", now=office.clock()
        )
    )
    await office.settled()
    await desk.says("Sejak kapan airnya naik?", reply_to=await desk.sees("desk.card"))
    vault = office.product.house.vault
    await office.product.database.run(
        lambda session: enrolment.remove(session, vault, officer.person.id, office.clock())
    )
    await citizen.says("Sejak subuh")
    assert await desk.seen("asking.answer")
    assert not await officer.seen("asking.answer")


async def test_what_was_said_can_be_blanked_and_the_counts_stay(office: World) -> None:
    desk, citizen = await asked(office)
    await citizen.says("Sejak subuh di rumah Pak Karim")
    [report] = await office.reports()

    def erase(session):
        row = session.get(Report, report.id)
        asking.blank(session, row.id)
        postings.redraw_card(session, row, now=office.clock())
        asknews.redraw_answers(session, row.id, now=office.clock())

    await office.product.database.run(erase)
    await office.settled()
    assert all("Karim" not in one.text for one in await desk.messages())
    assert "Ditanya 1× · dijawab 1×" in (await desk.sees("asking.mark")).text
    assert [row.text for row in await exchanges(office)] == [None, None]


async def test_an_answer_survives_a_restart_between(office: World) -> None:
    desk, citizen = await asked(office)
    await citizen.taps("asking.answer_it")
    await office.stops()
    await citizen.person.says(office.public, "Sejak subuh")
    await office.starts()
    await office.settled()
    assert await answers(office) == ["Sejak subuh"]
    assert await desk.seen("asking.answer")
