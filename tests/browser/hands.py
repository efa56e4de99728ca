"""What a person does on a phone of the page: look, press, write, attach."""

import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect

PATIENCE = 30_000  # milliseconds; the program keeps Telegram's pace


class Hands:
    """One person's phone on the page; on a small screen it is brought to the front first."""

    def __init__(self, page: Page, name: str) -> None:
        self._page = page
        self._name = name
        self.phone = page.get_by_role("region", name=f"Telepon {name}")

    async def go(self) -> None:
        """Bring the phone into sight."""
        switcher = self._page.get_by_role("navigation", name="Pilih telepon")
        await switcher.get_by_role("button", name=self._name).click()
        await expect(self.phone).to_be_in_viewport()

    async def press(self, label: str) -> None:
        """Press the last button with this text."""
        await self.go()
        await self._button(label).click(timeout=PATIENCE)

    async def press_on(self, text: str, label: str) -> None:
        """Press a button under the last message that contains the text and has the button."""
        await self.go()
        name = re.compile(re.escape(label))
        message = self.message(text, self._page.get_by_role("button", name=name))
        await message.get_by_role("button", name=name).first.click(timeout=PATIENCE)

    async def write(self, text: str) -> None:
        """Write a message and send it by the key beside the field."""
        await self.go()
        await self.phone.get_by_role("textbox").fill(text)
        await self.phone.get_by_role("button", name="Kirim", exact=True).last.click()

    async def attach(self, what: str) -> None:
        """Choose from the menu behind the clip."""
        await self.go()
        await self.phone.get_by_role("button", name="Lampirkan").click()
        await self._page.get_by_role("menuitem", name=what, exact=True).click()

    async def attach_photos(self, photos: list[Path], caption: str) -> None:
        """Send pictures from this computer with a caption."""
        async with self._page.expect_file_chooser() as chooser:
            await self.attach("Foto atau video")
        await (await chooser.value).set_files(photos)
        dialog = self._page.get_by_role("dialog")
        await dialog.get_by_label("Keterangan").fill(caption)
        await dialog.get_by_role("button", name="Kirim", exact=True).click()
        await expect(dialog).to_be_hidden()

    async def send_place(self, name: str) -> None:
        """Send a place of the list the key for it opens."""
        await self.press("Kirim lokasi saya")
        await self._page.get_by_role("dialog").get_by_role("button", name=name).click()

    async def choose(self, text: str, what: str) -> None:
        """Choose from the menu of the last message that contains the text."""
        message = await self.sees(text)
        await message.hover()
        await message.get_by_role("button", name="Tindakan pada pesan").click()
        await self._page.get_by_role("menuitem", name=what, exact=True).click()

    async def sees(self, text: str) -> Locator:
        """Wait for a message with the text, and find it in sight."""
        await self.go()
        found = self.message(text)
        await expect(found).to_be_visible(timeout=PATIENCE)
        return found

    def message(self, text: str, has: Locator | None = None) -> Locator:
        """The last message whose own words, not those it quotes, contain the text."""
        words = self._page.locator(".words").filter(has_text=text)
        found = self.phone.get_by_role("article").filter(has=words)
        return (found.filter(has=has) if has is not None else found).last

    def _button(self, label: str) -> Locator:
        return self.phone.get_by_role("button", name=re.compile(re.escape(label))).last
