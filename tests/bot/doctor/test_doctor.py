"""The doctor names what is wrong, whatever is wrong, and never what is secret."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.doctor import machine
from bot.doctor.examining import examine
from bot.doctor.finding import Sign
from desk.rights import Role
from storage import outbox
from storage.database import Database
from storage.daycounts import DayPlace
from tests.bot.doctor.looking import examined, keys, staffed
from tests.programs import ROOT
from tests.world import VAULT_KEY, World
from words import Library


async def test_a_sound_office_is_found_well_while_it_runs(office: World) -> None:
    await staffed(office)
    found = await examined(office)
    assert keys(found) == set()
    assert {"program_runs", "key_good", "group_good", "two_bots", "clock_good"} <= keys(
        found, Sign.GOOD
    )
    engine = next(one for one in found if one.check == "database").values["engine"]
    assert engine.lower() in office.settings.database_url.replace("sqlite", "sqlite ")


async def test_nobody_enrolled_is_named_role_by_role(office: World) -> None:
    await office.officer("Hasan", Role.VERIFIER)
    missing = [one.values["role"] for one in await examined(office) if one.check == "people"]
    assert missing == ["leader", "admin"]


async def test_a_message_that_waits_too_long_is_noticed(office: World) -> None:
    await staffed(office)
    await office.stops()
    since = datetime.now(UTC) - timedelta(minutes=20)
    database = Database(office.settings.database_url)

    def unit(session: Session) -> None:
        where = {"bot": "private", "recipient": "account:1", "key": "x"}
        outbox.put(session, "access", now=since, **where)  # type: ignore[arg-type]

    database.submit(unit).result()
    database.close()
    found = await examined(office)
    assert keys(found) == {"outbox_stuck"}
    assert keys(await examined(office, since + timedelta(minutes=1))) == {"clock_wrong"}


async def test_counts_of_days_that_do_not_fit_the_reports_are_noticed(office: World) -> None:
    await staffed(office)

    def unit(session: Session) -> None:
        session.add(DayPlace(day=datetime.now(UTC).date(), district="14.04.01", number=1))

    await office.product.database.run(unit)
    assert keys(await examined(office)) == {"counts_astray"}


async def test_a_disk_that_runs_full_is_noticed(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await staffed(office)
    monkeypatch.setattr(machine, "SCARCE", 10**15)
    assert keys(await examined(office)) == {"disk_full"}


async def test_a_wrong_key_and_an_unknown_profile_are_noticed(office: World) -> None:
    await staffed(office)
    other = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="
    assert keys(await examined(office, vault_key=other)) == {"key_wrong"}
    assert keys(await examined(office, office="atlantis")) == {"office_wrong"}


async def test_a_database_that_is_away_or_not_made_yet_is_noticed(
    office: World, tmp_path: Path
) -> None:
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/x"
    assert "database_away" in keys(await examined(office, database_url=nobody))
    path = tmp_path / "nowhere" / "none.db"
    assert "database_missing" in keys(await examined(office, database_url=f"sqlite:///{path}"))
    assert not path.parent.exists()
    empty = tmp_path / "empty.db"
    empty.touch()
    assert "migrations_behind" in keys(await examined(office, database_url=f"sqlite:///{empty}"))


async def test_nothing_secret_is_printed_whatever_is_wrong(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    found = await examined(office)
    await office.group.kicks(office.private)
    found += await examined(office, private_bot_token="700000002:not-the-right-one")
    found += examine({"PUBLIC_BOT_TOKEN": "700000001:secret-secret", "VAULT_KEY": VAULT_KEY})
    library = Library(UTC, "UTC")
    told = [library.in_(one).text(f.key, **f.values) for one in ("id", "en") for f in found]
    settings = office.settings
    secrets = (settings.public_bot_token, settings.private_bot_token, VAULT_KEY)
    hidden = (*secrets, "not-the-right-one", "secret-secret", str(officer.person.id))
    assert len(told) > 40
    assert [line for line in told for one in hidden if one in line] == []


async def test_the_command_says_it_line_by_line_or_as_json(office: World) -> None:
    await staffed(office)
    folder = office.settings.data_dir.parent
    well = await asyncio.to_thread(command, office, folder, "--json")
    told = json.loads(well.stdout)
    assert well.returncode == 0 and told["well"]
    assert {"check", "sign", "text"} == set(told["findings"][0])
    await office.group.kicks(office.private)
    unwell = await asyncio.to_thread(command, office, folder)
    assert unwell.returncode == 1 and unwell.stderr == ""
    lines = unwell.stdout.splitlines()
    assert [line for line in lines if line.startswith("✗")] != []
    assert all(line[0] in "✓·✗" for line in lines[:-1])


def command(office: World, folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """`cakra doctor` as a process of its own."""
    settings = office.settings.model_dump(exclude_none=True)
    values = {key.upper(): str(value) for key, value in settings.items() if key != "admin_ids"}
    return subprocess.run(
        [sys.executable, "-m", "bot", "doctor", *options],
        cwd=folder,
        env={**os.environ, **values, "PYTHONPATH": str(ROOT), "LANG": "id_ID.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
