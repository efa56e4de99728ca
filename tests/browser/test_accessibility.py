"""What a screen reader, a keyboard and tired eyes need, as axe checks it."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import SMALL, WIDE, Visit
from tests.browser.test_page import only_wide

SERIOUS = {"serious", "critical"}
LOOKS = [(size, theme) for size in (WIDE, SMALL) for theme in ("light", "dark")]


@only_wide
async def test_axe_finds_nothing_serious_on_either_screen_light_or_dark(visit: Visit) -> None:
    page, siti = visit.page, visit.hands("Siti")
    await expect(siti.phone).to_be_visible()
    await _check(page, "opened")
    await siti.press("Mulai")
    await siti.attach("Dua foto contoh")
    await _check(page, "files to send")
    await page.get_by_role("dialog").get_by_role("button", name="Kirim", exact=True).click()
    await siti.write("Banjir di Enok")
    await siti.press_on("Di mana kejadiannya?", "Kec. Enok")
    await siti.sees("Sudah benar?")
    await _check(page, "a conversation")
    await siti.press("Kirim lokasi saya")
    await _check(page, "places")
    await page.keyboard.press("Escape")
    await siti.press("Lampirkan")
    await _check(page, "a menu")
    await page.keyboard.press("Escape")
    await siti.press("Ke daftar percakapan")
    await page.get_by_role("button", name="Gangguan & tugas").click()
    await expect(page.get_by_role("switch", name="Telegram mati")).to_be_visible()
    await _check(page, "faults")


async def _check(page: Page, where: str) -> None:
    """Fail with what axe calls serious, or worse, and where it is."""
    for size, theme in LOOKS:
        await page.set_viewport_size(size)
        await page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        await page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
        found = (await Axe().run(page)).response["violations"]
        grave = [
            (one["id"], one["help"], [node["html"][:160] for node in one["nodes"]][:4])
            for one in found
            if one["impact"] in SERIOUS
        ]
        assert grave == [], f"{where}, {size['width']} wide, {theme}"
    await page.set_viewport_size(WIDE)
