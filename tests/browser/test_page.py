"""The page as a messenger: links, replies, changes, faults, and finding one's way by keys."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.client import Sandbox
from sandbox.pictures import picture
from sandbox.running import serve
from tests.browser.conftest import SMALL, WIDE, Visit
from tests.browser.hands import PATIENCE

only_wide = pytest.mark.parametrize("visit", [WIDE], ids=["wide"], indirect=True)
only_small = pytest.mark.parametrize("visit", [SMALL], ids=["small"], indirect=True)


@only_wide
async def test_pictures_of_ones_own_go_out_as_an_album_and_open_large(
    visit: Visit, tmp_path: Path
) -> None:
    photos = [tmp_path / f"{number}.jpg" for number in range(3)]
    for number, path in enumerate(photos):
        path.write_bytes(picture(number))
    siti = visit.hands("Siti")
    await siti.press("Mulai")
    await siti.attach_photos(photos, "Air naik")
    album = await siti.sees("Air naik")
    await expect(album.get_by_role("img", name="Foto")).to_have_count(3)
    await expect(album.get_by_text("diterima bot")).to_be_attached(timeout=PATIENCE)
    await album.get_by_role("button", name="Lihat foto lebih besar").first.click()
    viewer = visit.page.get_by_role("dialog", name="Foto")
    await expect(viewer.get_by_text("1 / 3")).to_be_visible()
    await visit.page.keyboard.press("ArrowRight")
    await expect(viewer.get_by_text("2 / 3")).to_be_visible()
    await visit.photograph("viewer")
    await visit.page.keyboard.press("Escape")
    await expect(viewer).to_be_hidden()


@only_wide
async def test_an_invitation_link_makes_somebody_new_an_officer(visit: Visit) -> None:
    admin = visit.hands("Admin")
    await admin.press("Mulai")
    await admin.press("Orang")
    await admin.press("Undang")
    await admin.press("verifikator")
    invitation = await admin.sees("t.me/")
    await invitation.get_by_role("link").first.click()
    dialog = visit.page.get_by_role("dialog", name="Buka tautan")
    await dialog.get_by_label("Siapa").select_option(label="Orang baru…")
    await dialog.get_by_label("Nama").fill("Yusuf")
    await visit.photograph("link")
    await dialog.get_by_role("button", name="Buka tautan").click()
    yusuf = visit.hands("Yusuf")
    await yusuf.press("Mulai")
    await yusuf.sees("verifikator")
    await admin.sees("Yusuf")


@only_wide
async def test_what_is_written_can_be_answered_changed_and_removed(visit: Visit) -> None:
    hasan, rina = visit.hands("Hasan"), visit.hands("Rina")
    await hasan.write("Siapa piket malam ini?")
    await rina.choose("Siapa piket malam ini?", "Balas")
    await rina.write("Saya")
    await expect((await hasan.sees("Saya")).get_by_text("Siapa piket")).to_be_visible()
    await hasan.choose("Siapa piket malam ini?", "Ubah")
    await hasan.write("Siapa piket besok?")
    await expect((await rina.sees("piket besok")).get_by_text("diubah")).to_be_visible()
    await hasan.choose("piket besok", "Hapus")
    await expect(rina.message("piket besok")).to_have_count(0)


@only_wide
async def test_a_phone_fills_the_screen_and_gives_it_back(visit: Visit) -> None:
    rina, siti = visit.hands("Rina"), visit.hands("Siti")
    await rina.press("Layar penuh")
    await expect(siti.phone).to_be_hidden()
    await visit.photograph("full-screen")
    await visit.page.reload()
    await expect(rina.phone).to_be_visible()
    await expect(siti.phone).to_be_hidden()
    await visit.page.keyboard.press("Escape")
    await expect(siti.phone).to_be_visible()


@only_wide
async def test_english_and_the_dark_view_stay_after_a_reload(visit: Visit) -> None:
    page = visit.page
    await page.get_by_role("button", name="English").click()
    await page.get_by_role("button", name="Dark view").click()
    await page.reload()
    await expect(page.get_by_role("heading", name="Try this")).to_be_visible()
    await expect(page.locator("html[lang=en][data-theme=dark]")).to_have_count(1)
    await (
        page.get_by_role("region", name="Siti's phone").get_by_role("button", name="Start").click()
    )
    await expect(page.get_by_text("1 of 7 steps done")).to_be_visible(timeout=PATIENCE)
    await visit.photograph("dark")


@only_wide
async def test_a_tip_is_sent_by_the_keyboard_alone(visit: Visit) -> None:
    page, siti = visit.page, visit.hands("Siti")
    await _tab_to(page, "Mulai")
    await page.keyboard.press("Enter")
    await expect(siti.message("Selamat datang")).to_be_visible(timeout=PATIENCE)
    await page.keyboard.type("Jembatan putus di Enok")  # the field has the focus after Start
    await page.keyboard.press("Enter")
    await expect(siti.message("Di mana kejadiannya?")).to_be_visible(timeout=PATIENCE)
    await _tab_to(page, "Kec. Enok", back=True)
    await page.keyboard.press("Enter")
    await expect(siti.message("Sudah benar?")).to_be_visible(timeout=PATIENCE)
    await _tab_to(page, "Kirim")
    await page.keyboard.press("Enter")
    await expect(siti.message("Kode laporan")).to_be_visible(timeout=PATIENCE)
    assert await page.evaluate("document.activeElement !== document.body")


@only_wide
async def test_faults_are_ordered_and_nothing_is_lost_by_them(visit: Visit) -> None:
    page, siti = visit.page, visit.hands("Siti")
    await siti.press("Mulai")
    await siti.sees("Selamat datang")
    await page.get_by_role("button", name="Gangguan & tugas").click()
    down = page.get_by_role("switch", name="Telegram mati")
    await down.check()
    await siti.write("Kebakaran di pasar Enok")
    await expect((await siti.sees("Kebakaran")).get_by_text("terkirim")).to_be_attached()
    await visit.photograph("down")
    await down.uncheck()
    await page.get_by_role("button", name="Pesan datang dua kali: Lakukan").click()
    await page.get_by_role("button", name="Jawaban hilang (502): Lakukan").click()
    await siti.press_on("Di mana kejadiannya?", "Kec. Enok")
    await siti.press_on("Sudah benar?", "Kirim")
    await siti.sees("Kode laporan")
    await expect(page.get_by_text("Tidak ada pelanggaran")).to_be_visible()


@only_wide
async def test_the_desk_goes_on_in_the_supergroup_its_group_became(visit: Visit) -> None:
    page, siti, hasan = visit.page, visit.hands("Siti"), visit.hands("Hasan")
    await siti.press("Mulai")
    await siti.write("Pohon tumbang di Enok")
    await siti.press_on("Di mana kejadiannya?", "Kec. Enok")
    await siti.press_on("Sudah benar?", "Kirim")
    await hasan.sees("Pohon tumbang")
    await page.get_by_role("button", name="Gangguan & tugas").click()
    await page.get_by_role("button", name="Grup menjadi supergrup: Lakukan").click()
    await expect(hasan.phone.get_by_text("Grup ini menjadi supergrup")).to_be_visible()
    await hasan.press_on("Pohon tumbang", "Setujui (F6)")
    await siti.sees("diteruskan kepada pimpinan")


@only_wide
async def test_who_blocked_a_bot_can_come_back(visit: Visit) -> None:
    siti = visit.hands("Siti")
    await siti.press("Mulai")
    await siti.sees("Selamat datang")
    await siti.phone.get_by_role("button", name="Menu", exact=True).click()
    await visit.page.get_by_role("menuitem", name="Blokir bot").click()
    await siti.press("Buka blokir")
    await siti.write("Longsor di Enok")
    await siti.sees("Di mana kejadiannya?")


@only_small
async def test_a_phone_has_a_list_of_its_chats(visit: Visit) -> None:
    hasan = visit.hands("Hasan")
    await hasan.press("Ke daftar percakapan")
    await visit.photograph("chats")
    await hasan.press("CAKRA Petugas")
    await hasan.press("Mulai")
    await hasan.sees("Hasan")


@only_wide
async def test_what_others_do_appears_without_a_reload(visit: Visit) -> None:
    async with Sandbox(visit.url) as sandbox:
        people = {one.first_name: one for one in await sandbox.people()}
        await people["Siti"].start(sandbox.bots[0])
        await visit.hands("Siti").sees("Selamat datang")
        await sandbox.person("Wati")
        await expect(visit.hands("Wati").phone).to_be_attached()


async def _tab_to(page: Page, label: str, *, back: bool = False) -> None:
    """Go from control to control until the one with this text has the focus."""
    for _ in range(80):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        text = await page.evaluate("document.activeElement.textContent.trim()")
        if text.endswith(label) and len(text) < 40:
            return
    raise AssertionError(f"no way to {label!r} by the keyboard")


async def test_the_page_finds_back_by_itself_when_the_sandbox_was_away(
    browser: Browser, port: int, tmp_path: Path
) -> None:
    page = await browser.new_page()
    async with serve(port=port, state=tmp_path) as sandbox:
        budi = await sandbox.person("Budi")
        await budi.start(sandbox.bots[0])
        await page.goto(sandbox.url)
        phone = page.get_by_role("region", name="Telepon Budi")
        await expect(phone.get_by_text("/start")).to_be_visible()
    banner = page.get_by_text("Sambungan ke sandbox terputus")
    await expect(banner).to_be_visible(timeout=PATIENCE)
    async with serve(port=port, state=tmp_path) as sandbox:
        [budi] = await sandbox.people()
        await budi.says(sandbox.bots[0], "Saya kembali")
        await expect(phone.get_by_text("Saya kembali")).to_be_visible(timeout=PATIENCE)
        await expect(banner).to_be_hidden()
        await page.close()
