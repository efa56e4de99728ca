"""A real browser on the page of a running program."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.product import Product
from bot.rehearsal import Rehearsal, enrol_cast
from bot.settings import load
from bot.stage import stage
from offices.load import load as load_office
from storage.pacer import Limits
from tests.browser.hands import Hands
from words import Library

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDE = ViewportSize(width=1440, height=900)
SMALL = ViewportSize(width=390, height=844)


@dataclass(frozen=True)
class Visit:
    """Somebody who opened the printed address; `complaints` are the page's own errors."""

    page: Page
    url: str
    complaints: list[str]
    album: Path

    def hands(self, name: str) -> Hands:
        """The hands that hold this person's phone."""
        return Hands(self.page, name)

    async def photograph(self, name: str) -> None:
        """Keep a picture of the page: in the test's folder, or where SCREENSHOTS says."""
        await self.page.screenshot(path=self.album / f"{name}.png")


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.fail("No Chromium here. Please run: sudo apt-get install chromium", pytrace=False)
    return found


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield browser
        await browser.close()


@pytest.fixture
def pace() -> Limits:
    """What the program lets itself send: Telegram's own limits unless a test says otherwise."""
    return Limits()


@pytest.fixture
async def address(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch, pace: Limits
) -> AsyncIterator[str]:
    """Where a rehearsal can be seen: its sandbox is a program of its own, the office runs here."""
    monkeypatch.setenv("SANDBOX_LISTEN", f"127.0.0.1:{port}")
    office = load_office("indragiri-hilir")
    rehearsal = Rehearsal(stage(office, Library(office.zone, office.zone_label)), tmp_path)
    await asyncio.to_thread(rehearsal.__enter__)
    try:
        settings = load(rehearsal.settings)
        await asyncio.to_thread(enrol_cast, settings, datetime.now(UTC))
        product = Product(settings, limits=pace, parts=("intake", "courier", "clock"))
        async with product.running():
            yield rehearsal.url
    finally:
        await asyncio.to_thread(rehearsal.__exit__)


@pytest.fixture(params=[WIDE, SMALL], ids=["wide", "small"])
async def visit(
    request: pytest.FixtureRequest, browser: Browser, address: str, tmp_path: Path
) -> AsyncIterator[Visit]:
    """The page on a big screen and on a phone's."""
    album = Path(os.environ.get("SCREENSHOTS") or tmp_path) / request.node.callspec.id
    context = await browser.new_context(
        viewport=request.param, has_touch=request.param == SMALL, reduced_motion="reduce"
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    await page.goto(address)
    yield Visit(page, address, complaints, album)
    assert complaints == []
    await context.close()
