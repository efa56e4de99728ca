"""`cakra backup` and `cakra restore` as they are typed."""

import json
from pathlib import Path

import pytest

from storage import dying
from tests.bot.test_settings import GOOD, Shell
from tests.journeys.ending import KILLED


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    return Shell(tmp_path, monkeypatch, capsys)


def test_a_copy_is_made_and_brought_back_by_two_commands(shell: Shell, tmp_path: Path) -> None:
    assert shell(GOOD, "people", "add", "verifier", "7000000001", "Hasan").returncode == 0
    made = shell(GOOD, "backup", "--json")
    told = json.loads(made.stdout)
    assert told["rows"] > 3 and (tmp_path / told["file"]).is_file()
    full = shell(GOOD, "restore", told["file"])
    assert full.returncode == 1 and "DATABASE_URL" in full.stderr
    assert len(full.stderr.splitlines()) == 1
    (tmp_path / "data").rename(tmp_path / "old")
    back = shell(GOOD, "restore", told["file"])
    assert back.returncode == 0 and back.stderr == ""
    assert "Hasan" in shell(GOOD, "people", "list").stdout
    assert shell(GOOD, "restore", "--resume").returncode == 0


def test_a_copy_never_overwrites_and_each_mistake_is_one_line(
    shell: Shell, tmp_path: Path
) -> None:
    shell(GOOD, "people", "list")
    assert shell(GOOD, "backup", "one.backup").returncode == 0
    copy = (tmp_path / "one.backup").read_bytes()
    other = {**GOOD, "VAULT_KEY": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="}
    (tmp_path / "cut.backup").write_bytes(copy[:-9])
    (tmp_path / "none.backup").write_bytes(b"no copy at all" * 99)
    for values, words, part in (
        (GOOD, ("backup", "one.backup"), "there already"),
        (GOOD, ("backup", "nowhere/one.backup"), "no folder"),
        (other, ("backup", "two.backup"), "VAULT_KEY"),
        (other, ("restore", "one.backup"), "VAULT_KEY"),
        (GOOD, ("restore", "cut.backup"), "cut off"),
        (GOOD, ("restore", "none.backup"), "no copy"),
        (GOOD, ("restore", "two.backup"), "no file"),
        (GOOD, ("restore",), "--resume"),
        ({**GOOD, "DATABASE_URL": "sqlite:///none.db"}, ("backup", "x.backup"), "no database"),
    ):
        done = shell(values, *words)
        assert done.returncode == 1 and part in done.stderr, (words, done.stderr)
        assert len(done.stderr.splitlines()) == 1 and done.stdout == ""
    assert (tmp_path / "one.backup").read_bytes() == copy
    assert not list(tmp_path.glob("two*")) and not (tmp_path / "none.db").exists()


def test_a_folder_takes_a_copy_named_by_the_moment(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    shell(GOOD, "people", "list")
    assert shell(GOOD, "backup", "copies").returncode == 0
    [made] = (tmp_path / "copies").iterdir()
    assert made.name.startswith("cakra-") and made.suffix == ".backup"


def test_after_a_restore_that_was_cut_off_nothing_starts_until_it_is_run_again(
    shell: Shell, tmp_path: Path
) -> None:
    assert shell(GOOD, "people", "add", "verifier", "7000000001", "Hasan").returncode == 0
    assert shell(GOOD, "backup", "one.backup").returncode == 0
    (tmp_path / "data").rename(tmp_path / "old")
    order = {dying.VARIABLE: f"{dying.Point.RETURNED}:1"}
    assert shell.apart({**GOOD, **order}, "restore", "one.backup").returncode == KILLED
    for command in (("people", "list"), ("run",)):
        refused = shell.apart(GOOD, *command)
        assert refused.returncode == 1 and "cakra restore" in refused.stderr
        assert len(refused.stderr.splitlines()) == 1
    assert shell(GOOD, "restore", "one.backup").returncode == 0
    assert "Hasan" in shell(GOOD, "people", "list").stdout
