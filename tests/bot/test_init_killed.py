"""`cakra init` dies while it writes: never half a file, never a key that was used and is lost."""

import os
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.envfile import EnvFile
from storage.dying import VARIABLE, Point
from tests.journeys.ending import KILLED
from tests.programs import started

OURS = "# ours\nOFFICE=balangan\n"


def init(folder: Path, order: str = "") -> int:
    with started(folder, "init", "--key-only", **{VARIABLE: order}) as process:
        process.communicate(timeout=60)
    return process.returncode


@pytest.mark.parametrize("point", [Point.ENV_WRITTEN, Point.ENV_PLACED])
@pytest.mark.parametrize("before", [OURS, ""], ids=["a file of ours", "no file"])
def test_the_file_is_the_old_one_or_the_new_one_and_init_goes_on_from_there(
    tmp_path: Path, point: Point, before: str
) -> None:
    env = tmp_path / ".env"
    if before:
        env.write_text(before)
    assert init(tmp_path, f"{point}:1") == KILLED
    key = dotenv_values(env).get("VAULT_KEY")
    if point is Point.ENV_WRITTEN:
        assert (env.read_text() if before else env.exists()) == (before or False)
    else:
        assert key and env.read_text() == f"{before}VAULT_KEY={key}\n"
    assert init(tmp_path) == 0
    made = dotenv_values(env)["VAULT_KEY"]
    assert made and made == (key or made)
    assert env.read_text() == f"{before}VAULT_KEY={made}\n"
    assert env.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.glob(".env*")] == [".env"]


def test_the_name_is_on_the_disk_too_before_anything_is_sealed_with_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env, synced = EnvFile(tmp_path / ".env"), []

    def noted(handle: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        synced.append((path.name, env.path.exists()))

    monkeypatch.setattr(os, "fsync", noted)
    env.write({"VAULT_KEY": "x"})
    assert synced == [(".env.new", False), (tmp_path.name, True)]
