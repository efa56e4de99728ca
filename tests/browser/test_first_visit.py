"""A first visit through the page alone, on a big screen and on a phone's."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.hands import PATIENCE, Hands
from tests.programs import line_with, started


@pytest.fixture
async def address(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    """Where a freshly started rehearsal says it can be seen."""
    monkeypatch.setenv("SANDBOX_LISTEN", f"127.0.0.1:{port}")
    with started(tmp_path, "run") as program:
        url = (await asyncio.to_thread(line_with, program, "http")).strip().rsplit(" ", 1)[-1]
        await asyncio.to_thread(line_with, program, "runs")
        yield url
    assert program.returncode == 0


async def test_a_first_visit_goes_all_the_way_through_the_page(visit: Visit) -> None:
    siti, darmi = visit.hands("Siti"), visit.hands("Darmi")
    hasan, rina, bupati = visit.hands("Hasan"), visit.hands("Rina"), visit.hands("Bupati")
    await expect(visit.page.get_by_role("heading", name="Latihan CAKRA")).to_be_visible()
    await visit.photograph("1-opened")

    code = await _tip(visit, siti)
    card = await hasan.sees(code)
    await expect(card.get_by_text("Sungaiambat")).to_be_visible()
    await hasan.press_on(code, "Nilai & setujui")
    await hasan.press_on(code, "B ·")
    await hasan.press_on(code, "B2 ·")
    await hasan.sees("oleh Hasan")
    await visit.photograph("4-approved")
    await siti.sees("diteruskan kepada pimpinan")
    await visit.photograph("5-heard")

    second = await _agent_report(visit, darmi)
    await rina.press_on(second, "Tolak")
    await visit.photograph("7-reasons")
    await rina.press_on(second, "Tidak dapat dipastikan")
    await darmi.sees("belum dapat menindaklanjutinya")
    await visit.photograph("8-rejected")

    await _digest(visit, bupati, code)
    await _guide_is_done(visit.page)
    await visit.photograph("10-done")


async def _tip(visit: Visit, siti: Hands) -> str:
    """Two photos, a place, and the code Siti is thanked with."""
    await siti.press("Mulai")
    await siti.sees("Selamat datang")
    await siti.attach("Dua foto contoh")
    dialog = visit.page.get_by_role("dialog")
    await dialog.get_by_label("Keterangan").fill("Air sungai naik cepat, jalan sudah terendam")
    await dialog.get_by_role("button", name="Kirim", exact=True).click()
    await siti.sees("Di mana kejadiannya?")
    await visit.photograph("2-asked")
    await siti.send_place("Kec. Enok")
    await siti.press_on("Titik yang Anda kirim", "Ya, di sini")
    await siti.sees("Sudah benar?")
    await visit.photograph("3-review")
    await siti.press_on("Sudah benar?", "Kirim")
    return await _code(siti)


async def _agent_report(visit: Visit, darmi: Hands) -> str:
    await darmi.press("Mulai")
    await darmi.sees("Darmi")
    await darmi.write("#banjir Enok: tanggul jebol sejak pagi, air masuk ke rumah")
    await darmi.sees("Sudah benar?")
    await darmi.press_on("Sudah benar?", "Kirim")
    code = await _code(darmi)
    await visit.photograph("6-agent")
    return code


async def _digest(visit: Visit, bupati: Hands, code: str) -> None:
    await bupati.press("Mulai")
    await bupati.sees("Bupati")
    tools = visit.page.get_by_role("button", name="Gangguan & tugas")
    await tools.click()
    await visit.page.get_by_role("button", name="Kirim laporan harian sekarang").click()
    await expect(visit.page.get_by_text("sedang dikirim kepada 1")).to_be_visible(timeout=PATIENCE)
    await visit.photograph("9-errand")
    await visit.page.keyboard.press("Escape")
    await expect(visit.page.get_by_role("complementary", name="Gangguan")).to_be_hidden()
    digest = await bupati.sees("Laporan harian CAKRA")
    await expect(digest.get_by_text(code)).to_be_visible()
    await visit.photograph("9-digest")


async def _guide_is_done(page: Page) -> None:
    await expect(page.locator(".step.done")).to_have_count(7)


async def _code(hands: Hands) -> str:
    receipt = await (await hands.sees("Kode laporan")).inner_text()
    found = re.search(r"Kode laporan:\s*(\S+)", receipt)
    assert found, receipt
    return found[1]
