"""What happened to a report is told to those of the office who may know it, in plain words."""

import json

import pytest
from sqlmodel import Session

from cards.taps import DeskTap
from desk.codes import shown
from desk.rights import Role
from storage import chain
from storage.tables import LogEntry
from tests.conversations.test_decisions import reported
from tests.world import Phone, World


async def code_of(office: World) -> str:
    [report] = await office.reports()
    return shown(report.code)


async def asks(office: World, phone: Phone, command: str = "/riwayat") -> str:
    await phone.says(f"{command} {await code_of(office)}")
    return (await phone.sees("history.pages")).text


async def read_by(office: World) -> list[tuple[str, str]]:
    rows = await office.rows(LogEntry)
    return [(row.actor, row.details["what"]) for row in rows if row.event == "read"]


async def test_every_step_is_told_with_who_and_when(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    citizen = await reported(office)
    office.clock.passes(minutes=7)
    await desk.taps("desk.approve_graded")
    await desk.taps("desk.source_key", letter="B")
    await desk.taps("desk.grade", grade="B2")
    text = await asks(office, officer)
    zone = office.home.zone_label
    assert [line for line in text.splitlines() if "·" in line] == [
        f"12.00 {zone} · laporan masuk · pelapor".replace("12.00", "pukul 12.00"),
        f"pukul 12.07 {zone} · disetujui (nilai B2) · Hasan",
        f"pukul 12.07 {zone} · dibaca (riwayat) · Hasan",
    ]
    assert "sungai" not in text
    for name in ("Siti", str(citizen.person.id)):
        assert name not in text


async def test_who_read_a_report_stands_in_its_history(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    citizen = await office.citizen()
    await citizen.sends_photo(caption="Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [report] = await office.reports()
    whole = DeskTap(report.id or 0, report.version, "whole", "").pack()
    await desk.presses(await desk.sees("desk.card"), whole)
    await desk.taps("desk.evidence", count=1)
    account = (await office.account("Hasan")).id
    assert await read_by(office) == [
        (f"account:{account}", "whole"),
        (f"account:{account}", "files"),
    ]
    text = await asks(office, officer)
    assert "dibaca (isi selengkapnya)" in text and "dibaca (berkas)" in text


async def test_the_cards_button_brings_it_into_the_own_chat_and_not_into_the_group(
    office: World,
) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    await reported(office)
    await desk.taps("desk.more")
    toast = await desk.taps("history.button")
    assert toast.text == office.label("id", "history.coming", {})
    assert await officer.sees("history.pages")
    assert not await desk.seen("history.pages")


async def test_an_officer_whose_chat_is_closed_is_told_to_open_it_and_nothing_is_logged(
    office: World,
) -> None:
    desk = office.at_desk(await office.officer("Hasan", Role.VERIFIER, opens=False))
    await reported(office)
    await desk.taps("desk.more")
    await desk.taps("history.button")
    assert await read_by(office) == []


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.VERIFIER, True),
        (Role.LEADER, True),
        (Role.ADMIN, True),
        (Role.HANDLER, False),
        (Role.UNIT, False),
        (Role.READER, False),
        (Role.AGENT, False),
    ],
)
async def test_only_these_roles_may_read_it(office: World, role: Role, may: bool) -> None:
    phone = await office.officer("Orang", role)
    await reported(office)
    await phone.says(f"/riwayat {await code_of(office)}")
    assert bool(await phone.seen("history.pages")) is may
    assert bool(await phone.seen("history.not_allowed")) is not may
    assert len(await read_by(office)) == int(may)


async def test_a_stranger_learns_nothing_of_it(office: World) -> None:
    stranger = await office.stranger()
    await reported(office)
    await stranger.says(f"/riwayat {await code_of(office)}")
    assert await stranger.keys() == ["staff.stranger"]


async def test_a_wrong_code_and_a_missing_one_are_answered_kindly(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    for said, key in (
        ("/riwayat", "history.usage"),
        ("/riwayat banjir", "citizen.code_misread"),
        ("/riwayat AAA-3339", "citizen.code_misread"),
        ("/riwayat AAA-3337", "history.no_such_report"),
    ):
        await officer.says(said)
        assert key in await officer.keys(), said


async def test_whoever_reported_never_learns_who_decided(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    own = Phone(office, officer.person, office.public)
    await own.starts()
    await own.says("Air sungai naik cepat")
    await own.says(office.place)
    await own.taps("form.send")
    await officer.says(f"/riwayat {await code_of(office)}")
    assert await officer.sees("history.own")
    assert not await officer.seen("history.pages")


async def test_a_long_history_comes_in_parts_that_telegram_takes(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    await reported(office)
    [report] = await office.reports()
    account = (await office.account("Hasan")).id
    actor, now = f"account:{account}", office.clock()

    def many(session: Session) -> None:
        for _ in range(180):
            chain.append(
                session,
                at=now,
                actor=actor,
                event="read",
                report_id=report.id,
                version=1,
                details={"what": "files"},
            )

    await office.product.database.run(many)
    await officer.says(f"/riwayat {shown(report.code)}")
    parts = await officer.seen("history.pages")
    texts = [one.text for one in await officer.messages() if "🧾" in one.text and one.by_bot]
    assert len(texts) == 2 and parts
    assert all(len(text) <= 4096 for text in texts)
    assert sum(text.count("dibaca (berkas)") for text in texts) == 180


async def test_no_word_of_a_person_stands_in_the_log(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    leader = await office.officer("Bupati", Role.LEADER)
    await office.officer("Kepala", Role.ADMIN)
    citizen = await reported(office, "Perahu Zubaidah karam")
    await desk.taps("desk.take")
    await desk.taps("desk.more")
    await desk.taps("history.button")
    await desk.taps("desk.back")
    await leader.says(f"/identitas {await code_of(office)} Warga itu perlu segera diselamatkan")
    await desk.taps("desk.reject")
    await desk.says("Sungainya di kabupaten lain", reply_to=await desk.sees("desk.card"))
    rows = await office.rows(LogEntry)
    told = json.dumps([row.model_dump(mode="json", exclude={"mac"}) for row in rows])
    words = ("Zubaidah", "karam", "Siti", "Hasan", "Bupati", "diselamatkan", "kabupaten", "Nipah")
    assert len(rows) >= 5
    assert [word for word in (*words, str(citizen.person.id)) if word in told] == []
    known = {"consent", "urgency", "grade", "reason", "what", "opening", "before"}
    assert {key for row in rows for key in row.details} <= known
