"""A wrong setting stops the start with one line that names it and says how to mend it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import cli
from bot.settings import SettingsError, environment, load
from tests.world import VAULT_KEY

ROOT = Path(__file__).parent.parent.parent
GOOD = {
    "PUBLIC_BOT_TOKEN": "12345678:AAAAAAAAAAAAAAAAAAAA",
    "PRIVATE_BOT_TOKEN": "87654321:BBBBBBBBBBBBBBBBBBBB",
    "VERIFICATION_CHAT_ID": "-1001234567890",
    "VAULT_KEY": VAULT_KEY,
}
BAD = [
    pytest.param({"PUBLIC_BOT_TOKEN": ""}, "PUBLIC_BOT_TOKEN", "two bots", id="one token of two"),
    pytest.param({"PRIVATE_BOT_TOKEN": ""}, "PRIVATE_BOT_TOKEN", "two bots", id="the other one"),
    pytest.param({"PUBLIC_BOT_TOKEN": "abc"}, "PUBLIC_BOT_TOKEN", "BotFather", id="no token"),
    pytest.param(
        {"PRIVATE_BOT_TOKEN": GOOD["PUBLIC_BOT_TOKEN"]},
        "PRIVATE_BOT_TOKEN",
        "two different bots",
        id="the same token twice",
    ),
    pytest.param({"VERIFICATION_CHAT_ID": ""}, "VERIFICATION_CHAT_ID", ".env", id="no group"),
    pytest.param(
        {"VERIFICATION_CHAT_ID": "grup"}, "VERIFICATION_CHAT_ID", "number", id="a group's name"
    ),
    pytest.param(
        {"VERIFICATION_CHAT_ID": "1001234567890"},
        "VERIFICATION_CHAT_ID",
        "minus",
        id="a group's number without its minus",
    ),
    pytest.param({"VERIFICATION_TOPIC_ID": "x"}, "VERIFICATION_TOPIC_ID", "", id="a topic's name"),
    pytest.param({"ADMIN_IDS": "12, Hasan"}, "ADMIN_IDS", "commas", id="a name among the ids"),
    pytest.param({"ADMIN_IDS": "-5"}, "ADMIN_IDS", "commas", id="a negative id"),
    pytest.param({"VAULT_KEY": ""}, "VAULT_KEY", "cakra init", id="no key"),
    pytest.param({"VAULT_KEY": "c2hvcnQ="}, "VAULT_KEY", "cakra init", id="a short key"),
    pytest.param({"VAULT_KEY": "not base64!"}, "VAULT_KEY", "base64", id="no base64"),
    pytest.param({"DATABASE_URL": "mysql://x"}, "DATABASE_URL", "sqlite", id="another database"),
    pytest.param({"DATABASE_URL": "nonsense"}, "DATABASE_URL", "sqlite", id="no address"),
    pytest.param({"TELEGRAM_API_URL": "telegram"}, "TELEGRAM_API_URL", "https", id="no server"),
    pytest.param(
        {"WEBHOOK_URL": "cakra.go.id"}, "WEBHOOK_URL", "https://", id="a webhook without https://"
    ),
    pytest.param({"WEBHOOK_SECRET": "kurang"}, "WEBHOOK_SECRET", "16", id="a short secret"),
    pytest.param({"LISTEN": "8080"}, "LISTEN", "127.0.0.1:8080", id="a port alone"),
    pytest.param({"LISTEN": "everywhere"}, "LISTEN", "8080", id="no port"),
    pytest.param({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL", "INFO", id="an unknown level"),
]


@pytest.mark.parametrize(("change", "name", "mend"), BAD)
def test_each_mistake_is_named_with_its_mend(change: dict[str, str], name: str, mend: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({**GOOD, **change})
    sentence = str(caught.value)
    assert sentence.startswith(name)
    assert mend in sentence
    assert "\n" not in sentence
    assert all(secret not in sentence for secret in (GOOD["PUBLIC_BOT_TOKEN"], VAULT_KEY))


def test_good_settings_are_read_as_they_are_meant() -> None:
    settings = load({**GOOD, "ADMIN_IDS": "7000000001, 8,8", "VERIFICATION_TOPIC_ID": ""})
    assert settings.admin_ids == (7_000_000_001, 8)
    assert settings.verification_topic_id is None
    assert settings.verification_chat_id == -1001234567890


@dataclass
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs commands of `cakra` in a folder of their own, with just these settings."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, out: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self._patch, self._out = folder, patch, out
        patch.chdir(folder)
        for name in (*GOOD, "OFFICE", "DATABASE_URL", "DATA_DIR", "ADMIN_IDS", "LOG_LEVEL"):
            patch.delenv(name, raising=False)

    def __call__(self, values: dict[str, str], *words: str) -> Ended:
        with self._patch.context() as patch:
            for name, value in values.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["cakra", *words])
            self._out.readouterr()
            with pytest.raises(SystemExit) as ended:
                cli.main()
        said = self._out.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    def apart(self, values: dict[str, str], *words: str) -> Ended:
        """As a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env={**os.environ, **values, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    return Shell(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        pytest.param({"VAULT_KEY": "c2hvcnQ="}, "VAULT_KEY", id="a malformed setting"),
        pytest.param({"OFFICE": "atlantis"}, "atlantis", id="an unknown office"),
        pytest.param(
            {"DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/x"},
            "database",
            id="a database that does not answer",
        ),
    ],
)
def test_the_start_stops_with_one_line_and_no_traceback(
    run: Shell, change: dict[str, str], name: str
) -> None:
    done = run.apart({**GOOD, **change}, "run")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert name in done.stderr
    assert done.stdout == ""


def test_another_key_than_the_databases_own_refuses_to_start(run: Shell) -> None:
    assert run(GOOD, "people", "list").returncode == 0
    other = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="
    done = run({**GOOD, "VAULT_KEY": other}, "people", "list")
    assert done.returncode == 1
    assert "VAULT_KEY" in done.stderr and len(done.stderr.splitlines()) == 1


def test_people_are_added_listed_and_removed_from_the_command_line(run: Shell) -> None:
    added = run(GOOD, "people", "add", "verifier", "7000000001", "Hasan")
    assert added.returncode == 0 and "Hasan" in added.stdout
    twice = run(GOOD, "people", "add", "verifier", "7000000001", "Hasan")
    assert twice.returncode == 1 and "already" in twice.stderr
    listed = run(GOOD, "people", "list", "--json")
    assert '"roles": ["verifier"]' in listed.stdout and "7000000001" in listed.stdout
    nobody = run(GOOD, "people", "add", "agent", "8", "Budi", "--handler", "9")
    assert nobody.returncode == 1 and "handler" in nobody.stderr
    assert run(GOOD, "people", "add", "handler", "9", "Rina").returncode == 0
    looked_after = run(
        GOOD, "people", "add", "agent", "8", "Budi", "--handler", "9", "--region", "14.04.01"
    )
    assert looked_after.returncode == 0
    outside = run(GOOD, "people", "add", "agent", "8", "Budi", "--region", "99.99")
    assert outside.returncode == 1 and "99.99" in outside.stderr
    removed = run(GOOD, "people", "remove", "7000000001")
    assert removed.returncode == 0
    again = run(GOOD, "people", "remove", "7000000001")
    assert again.returncode == 1 and len(again.stderr.splitlines()) == 1
    wrong = run(GOOD, "people", "add", "king", "1", "X")
    assert wrong.returncode == 1 and len(wrong.stderr.splitlines()) == 1
    assert "king" in wrong.stderr


def test_init_makes_a_key_once_and_only_its_owner_can_read_it(run: Shell, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OFFICE=indragiri-hilir\n")
    made = run({}, "init", "--key-only")
    assert made.returncode == 0
    env = tmp_path / ".env"
    assert env.stat().st_mode & 0o777 == 0o600
    first = env.read_text()
    assert "OFFICE=indragiri-hilir" in first and "VAULT_KEY=" in first
    assert run({}, "init", "--key-only").returncode == 0
    assert env.read_text() == first


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("OFFICE=one\nLOG_LEVEL=DEBUG\nPUBLIC_BOT_TOKEN=1:x\n")
    monkeypatch.setenv("OFFICE", "two")
    found = environment(tmp_path)
    assert (found["OFFICE"], found["LOG_LEVEL"]) == ("two", "DEBUG")


def test_a_rehearsals_settings_do_not_outlive_its_process(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "sandbox"
    folder.mkdir(parents=True)
    (folder / "settings.env").write_text("PUBLIC_BOT_TOKEN=1:x\nSANDBOX_PID=999999999\n")
    assert "PUBLIC_BOT_TOKEN" not in {
        key: value for key, value in environment(tmp_path).items() if value == "1:x"
    }
