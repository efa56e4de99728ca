"""`.env` is its owner's alone, whatever the shell allows."""

import os
from pathlib import Path

from bot.envfile import EnvFile


def test_a_written_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# ours\nA=1\nB=2\n")
    before = os.umask(0)
    try:
        EnvFile(path).write({"A": "3", "C": "4"})
    finally:
        os.umask(before)
    assert path.read_text() == "# ours\nA=3\nB=2\nC=4\n"
    assert path.stat().st_mode & 0o777 == 0o600
