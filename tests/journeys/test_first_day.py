"""The program as a stranger starts it: processes of its own, real HTTP, killed without warning."""

import asyncio
import os
from pathlib import Path

import httpx
import pytest
from dotenv import dotenv_values

from sandbox.client import Sandbox
from tests.journeys.first_day import PATIENCE, _has, _label, _waits, play
from tests.programs import line_with, started


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


async def test_a_rehearsal_that_is_killed_leaves_nothing_behind(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDBOX_LISTEN", f"127.0.0.1:{port}")
    with started(tmp_path, "run") as program:
        await asyncio.to_thread(line_with, program, "runs")
        settings = dotenv_values(tmp_path / "data/sandbox/settings.env")
        sandbox = os.pidfd_open(int(settings["SANDBOX_PID"] or 0))
        over = asyncio.Event()
        asyncio.get_running_loop().add_reader(sandbox, over.set)
        program.kill()
        try:
            async with asyncio.timeout(PATIENCE):
                await over.wait()
        finally:
            asyncio.get_running_loop().remove_reader(sandbox)
            os.close(sandbox)
        async with httpx.AsyncClient() as client:
            with pytest.raises(httpx.ConnectError):
                await client.get(settings["SANDBOX_URL"] or "")
