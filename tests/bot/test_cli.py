"""The command line as it is typed: rightly, wrongly, or not to its end."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.programs import HIDDEN, ROOT


async def typed(folder: Path, *words: str) -> tuple[int | None, str, str]:
    """How a command ends, what it says, and what it complains of."""
    environment = {key: value for key, value in os.environ.items() if key not in HIDDEN}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complaint = await process.communicate()
    return process.returncode, said.decode(), complaint.decode()


@pytest.mark.parametrize(
    ("words", "named"), [((), "doctor"), (("people",), "remove"), (("digest",), "preview")]
)
async def test_a_group_of_commands_alone_tells_what_there_is(
    tmp_path: Path, words: tuple[str, ...], named: str
) -> None:
    code, said, complaint = await typed(tmp_path, *words)
    assert (code, complaint) == (0, "")
    assert said.startswith(f"Usage: {' '.join(('cakra', *words))} ")
    assert named in said.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("nope",), "cakra: No such command 'nope'. See: cakra --help"),
        (("runn",), "Did you mean 'run'? See: cakra --help"),
        (("run", "--nope"), "cakra: No such option: --nope. See: cakra run --help"),
        (("people", "add", "king", "1", "X"), "See: cakra people add --help"),
        (("people", "add"), "agent, handler, verifier"),
    ],
)
async def test_what_is_typed_wrongly_is_one_line_that_says_where_to_look(
    tmp_path: Path, words: tuple[str, ...], complaint: str
) -> None:
    code, said, line = await typed(tmp_path, *words)
    assert (code, said) == (1, "")
    assert line.startswith("cakra: ") and complaint in line and line.count("\n") == 1
    assert "Error" not in line and "DEBUG" not in line
