"""The program as a stranger starts it: processes of its own, real HTTP, killed without warning."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from dotenv import dotenv_values

from sandbox.client import Sandbox
from tests.journeys.first_day import PATIENCE, _has, _label, _waits, play

ROOT = Path(__file__).parent.parent.parent
HIDDEN = ("PUBLIC_BOT_TOKEN", "PRIVATE_BOT_TOKEN", "VERIFICATION_CHAT_ID", "VAULT_KEY")


@contextmanager
def started(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A command of the product in a folder of its own; told to stop at the end."""
    environment = {key: value for key, value in os.environ.items() if key not in HIDDEN}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def line_with(process: subprocess.Popen[str], words: str) -> str:
    """The first line of the process that contains `words`."""
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    assert process.stderr is not None
    raise AssertionError(process.stderr.read())


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def test_run_alone_starts_everything_and_a_first_day_goes_all_the_way(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDBOX_LISTEN", f"127.0.0.1:{port}")
    with started(tmp_path, "run") as program:
        url = (await asyncio.to_thread(line_with, program, "http")).strip().rsplit(" ", 1)[-1]
        await asyncio.to_thread(line_with, program, "runs")
        day = await play(url, tmp_path, lambda line: None)
        assert "B2" in day.card.text and "Hasan" in day.card.text
        assert len(day.photos) == 2
        assert "diteruskan" in day.outcome.text
        assert "2 laporan masuk" in day.digest.text
    assert program.returncode == 0


async def test_a_draft_and_a_report_survive_a_killed_program(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDBOX_LISTEN", f"127.0.0.1:{port}")
    with started(tmp_path, "sandbox") as rehearsal:
        await asyncio.to_thread(line_with, rehearsal, "http")
        settings = dotenv_values(tmp_path / "data/sandbox/settings.env")
        async with Sandbox(settings["SANDBOX_URL"] or "") as sandbox:
            siti = {one.first_name: one for one in await sandbox.people()}["Siti"]
            [desk] = await sandbox.groups()
            public = sandbox.bots[0]
            start = {public.id: 0}
            with started(tmp_path, "run") as program:
                await asyncio.to_thread(line_with, program, "runs")
                await siti.says(public, "Air sungai naik cepat")
                await _waits(siti, public, start, lambda shown: bool(shown.buttons))
                program.kill()
                await asyncio.to_thread(program.wait)
            await siti.says(public, "Desa Pengalihan, Keritang")
            with started(tmp_path, "run") as program:
                review = await _waits(siti, public, start, lambda shown: _has(shown, "Kirim"))
                await siti.presses(review, _label(review, "Kirim"))
                receipt = await siti.waits_for(public, "Kode laporan", within=PATIENCE)
                program.kill()
                await asyncio.to_thread(program.wait)
            with started(tmp_path, "run") as program:
                code = receipt.text.split("Kode laporan:")[1].split()[0]
                hasan = {one.first_name: one for one in await sandbox.people()}["Hasan"]
                card = await hasan.waits_for(desk, code, within=PATIENCE)
                assert "Air sungai naik cepat" in card.text
                receipts = [one for one in await siti.chat(public) if code in one.text]
                assert all("dikirim ulang" in one.text for one in receipts[1:])
