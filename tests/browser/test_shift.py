"""A whole shift at the verification desk through the page alone."""

import re
from collections.abc import Awaitable

import pytest
from playwright.async_api import Locator, expect

from storage.pacer import Limits
from tests.browser.conftest import Visit
from tests.browser.hands import PATIENCE, Hands
from tests.browser.test_page import only_wide


@pytest.fixture
def pace() -> Limits:
    """None: a shift has more messages than Telegram lets into a group in a minute."""
    return Limits.none()


@only_wide
async def test_a_whole_shift_at_the_desk_goes_through_the_page(visit: Visit) -> None:
    names = ("Siti", "Darmi", "Hasan", "Rina", "Bupati")
    siti, darmi, hasan, rina, bupati = map(visit.hands, names)
    await bupati.press("Mulai")
    await bupati.sees("Bupati")

    await siti.press("Mulai")
    await siti.sees("Selamat datang")
    first = await _tip(siti, "Tanggul jebol sejak pagi, air masuk ke rumah warga")
    await hasan.sees(first)
    await visit.photograph("01-card")
    await hasan.press_on(first, "Ambil")
    await rina.sees("Dipegang Hasan")
    await visit.photograph("02-taken")
    await hasan.press_on(first, "Tanya")
    await hasan.press_on(first, "Sejak kapan")
    await siti.sees("Petugas ingin bertanya")
    await visit.photograph("03-asked")
    await siti.press("Jawab")
    await siti.write("Sejak jam 6 pagi, kira-kira 20 rumah")
    await siti.sees("jawaban Anda sudah kami teruskan")
    await hasan.sees("jawaban pelapor")
    await visit.photograph("04-answered")

    await darmi.press("Mulai")
    await darmi.sees("Darmi")
    words = "#banjir Pulau Kijang: tanggul jebol pagi ini, air masuk rumah"
    await _brings(darmi, "Sudah benar?", darmi.write(words))
    second = await _sent(darmi)
    head2 = f"{second} ·"
    await hasan.sees("mirip")
    await visit.photograph("05-similar")
    await hasan.press_on(head2, "Lainnya")
    await visit.photograph("06-more")
    await hasan.press_on(head2, "Mirip")
    await hasan.press_on(head2, "1 =")
    await hasan.sees("kejadian sama")
    await visit.photograph("07-joined")

    await hasan.press_on(head2, "Nilai & setujui")
    await hasan.sees("Nilai sumbernya dulu")
    await visit.photograph("08-letters")
    await hasan.press_on(head2, "B ·")
    await hasan.sees("Sekarang nilai isinya")
    await visit.photograph("09-figures")
    await hasan.press_on(head2, "B1 ·")
    await hasan.sees("Disetujui oleh Hasan")
    for phone in (siti, darmi):
        await phone.sees("diteruskan kepada pimpinan")
    await visit.photograph("10-decided")
    await hasan.press_on(head2, "Batalkan keputusan")
    for phone in (siti, darmi):
        await phone.sees("ditarik kembali")
    await hasan.sees("Keputusan sebelumnya")
    await visit.photograph("11-undone")
    await hasan.press_on(head2, "Setujui (F6)")
    for phone in (siti, darmi):
        await phone.go()
        told = phone.phone.get_by_text("diteruskan kepada pimpinan")
        await expect(told).to_have_count(2, timeout=PATIENCE)
    await visit.photograph("12-approved-anew")

    await siti.write("Jembatan gantung putus, tiga orang hanyut terbawa arus")
    await siti.sees("laporan baru")
    await visit.photograph("12b-which")
    await _brings(siti, "Di mana kejadiannya?", siti.press("Laporan baru"))
    third = await _placed(siti)
    head3 = f"{third} ·"
    await hasan.press_on(head3, "Lainnya")
    await hasan.press_on(head3, "Tingkat mendesak")
    await hasan.sees("Seberapa mendesak")
    await visit.photograph("13-urgency")
    await hasan.press_on(head3, "Darurat")
    await rina.sees("perlu satu petugas lagi")
    await visit.photograph("14-proposed")
    await rina.press_on(head3, "Benar, darurat")
    await rina.sees("DARURAT")
    await visit.photograph("15-emergency")
    await rina.press_on(head3, "Setujui (F6)")
    await bupati.sees(third)
    await visit.photograph("16-alerted")

    fourth = await _tip(siti, "Ada yang aneh di pasar")
    head4 = f"{fourth} ·"
    await rina.press_on(head4, "Tolak")
    await rina.sees("Pilih alasannya")
    await visit.photograph("17-reasons")
    await rina.press_on(head4, "Kurang jelas")
    await siti.sees("belum dapat menindaklanjutinya")
    await visit.photograph("18-rejected")
    await siti.press("Perbaiki dan kirim lagi")
    await siti.sees("Silakan perbaiki laporan")
    await visit.photograph("19-mending")
    await siti.press_on("Sudah benar?", "Kejadian")
    await siti.sees("Apa yang terjadi, Bapak/Ibu?")
    await siti.write("Seseorang menjual bensin campuran di pasar sejak pagi")
    await siti.press_on("bensin campuran", "Kirim")
    await rina.sees("Diperbaiki pelapor")
    await visit.photograph("20-mended")
    await rina.write("/meja")
    await rina.sees("Meja verifikasi Menunggu")
    await visit.photograph("21-board")
    await hasan.press("Ke daftar percakapan")
    await hasan.press("CAKRA Petugas")
    await hasan.press("Mulai")
    await hasan.write(f"/riwayat {fourth}")
    await hasan.sees("Riwayat")
    await visit.photograph("22-history")


async def _tip(siti: Hands, words: str) -> str:
    await _brings(siti, "Di mana kejadiannya?", siti.write(words))
    return await _placed(siti)


async def _placed(siti: Hands) -> str:
    await _brings(siti, "Sudah benar?", siti.write("Pulau Kijang, Reteh"))
    return await _sent(siti)


async def _sent(hands: Hands) -> str:
    """Send what is under review; the code it is thanked with."""
    sending = hands.press_on("Sudah benar?", "Kirim")
    receipt = await _brings(hands, "Kode laporan", sending)
    found = re.search(r"Kode laporan:\s*(\S+)", await receipt.inner_text())
    assert found
    return found[1]


async def _brings(hands: Hands, text: str, act: Awaitable[None]) -> Locator:
    """Do this, and wait for one more message with the text than there was before."""
    await hands.go()
    messages = hands.phone.locator(".words").filter(has_text=text)
    before = await messages.count()
    await act
    await expect(messages).to_have_count(before + 1, timeout=PATIENCE)
    return messages.last
