"""Who reports stands in the vault and nowhere else: everything is dumped and looked through."""

import json
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session, SQLModel

from desk.rights import Role
from storage.tables import VaultEntry
from tests.world import Phone, World

ID = 7_345_678_901
NAME, LAST, USERNAME = "Zubaidah", "Pangkalanbalai", "zubaidah_pb"
TRACES = (str(ID), NAME, LAST, USERNAME, f"{ID:x}")


async def busy_day(office: World) -> Phone:
    """A citizen meets everything that could give her away."""
    officer = await office.officer("Hasan", Role.VERIFIER, Role.ADMIN)
    leader = await office.officer("Bupati", Role.LEADER)
    desk = office.at_desk(officer)
    citizen = await office.citizen(NAME, last_name=LAST, username=USERNAME, id=ID)
    await citizen.sends_album(2, "Air sungai naik cepat", late=[1])
    await citizen.says("Atlantis")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    await citizen.delivers_late()
    await desk.taps("desk.approve_graded")
    await desk.taps("desk.source_key", letter="B")
    await desk.taps("desk.grade", grade="B2")
    await citizen.says("Warga ribut soal batas kebun")
    await citizen.sends_document(b"MZ\x90\x00" + b"\x00" * 99, f"{NAME}.exe")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    await desk.taps("desk.reject")
    await desk.says("Mohon lapor ke kantor camat", reply_to=await desk.sees("desk.panel_reject"))
    await citizen.says("Draf yang tidak pernah dikirim")
    await office.sandbox.push_raw(
        office.public, {"message": {"from": {"id": ID, "first_name": NAME}, "chat": "broken"}}
    )
    await office.settled()
    await office.sandbox.fail_next("sendMessage", bot=office.public, code=500)
    await citizen.says("❓ Bantuan")
    await citizen.person.blocks(office.public)
    await office.settled()
    office.clock.passes(hours=20)
    await office.tick()
    await officer.taps("staff.key_queue")
    await officer.taps("staff.key_people")
    await leader.taps("staff.key_today")
    return citizen


def dump(session: Session) -> dict[str, str]:
    """Every row of every table but the vault, as text."""
    tables = {}
    for name in SQLModel.metadata.tables:
        if name != VaultEntry.__tablename__:
            rows = session.connection().execute(text(f'SELECT * FROM "{name}"')).mappings()
            tables[name] = json.dumps([{k: str(v) for k, v in row.items()} for row in rows])
    return tables


async def test_no_trace_of_a_citizen_outside_the_vault(office: World) -> None:
    await busy_day(office)
    tables = await office.read(dump)
    assert len(tables["report"]) > 100 and len(tables["poison"]) > 50
    found = [(name, trace) for name, rows in tables.items() for trace in TRACES if trace in rows]
    assert found == []

    log = office.log.getvalue()
    assert log
    assert [trace for trace in TRACES if trace in log] == []

    calls = await office.sandbox.calls()
    to_others = [call for call in calls if call.parameters.get("chat_id") not in (ID, str(ID))]
    assert len(to_others) > 10
    told = json.dumps([call.parameters for call in to_others])
    assert [trace for trace in TRACES if trace in told] == []

    entries = await office.rows(VaultEntry)
    sealed = b"".join(entry.sealed for entry in entries)
    assert not any(trace.encode() in sealed for trace in TRACES)


async def test_no_trace_in_the_files_on_disk(office: World) -> None:
    await busy_day(office)
    folder: Path = office.settings.data_dir.parent
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(trace.encode() in content for trace in TRACES), path
            assert not any(trace in path.name for trace in TRACES)


async def test_tokens_never_reach_the_log(office: World) -> None:
    await busy_day(office)
    await office.sandbox.fail_next("getUpdates", code=502)
    await office.citizen("Budi")
    log = office.log.getvalue()
    assert office.settings.public_bot_token not in log
    assert office.settings.private_bot_token not in log
