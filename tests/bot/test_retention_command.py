"""`cakra retention` as it is typed."""

import json
from pathlib import Path

import pytest

from tests.bot.test_settings import GOOD, Shell


def test_the_days_and_a_dry_run_are_told_in_words_and_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(tmp_path, monkeypatch, capsys)
    said = shell(GOOD, "retention")
    assert said.returncode == 0 and "1,825" in said.stdout
    told = json.loads(shell(GOOD, "retention", "--json").stdout)
    assert told == {
        "days": {"reports": 1825, "evidence": 730, "identities": 730},
        "purged": [],
    }
    dry = json.loads(shell(GOOD, "retention", "--dry-run", "--json").stdout)
    assert {kind: one["count"] for kind, one in dry["due"].items()} == {
        "reports": 0,
        "evidence": 0,
        "identities": 0,
    }
    assert len(shell(GOOD, "retention", "--dry-run").stdout.splitlines()) == 4
