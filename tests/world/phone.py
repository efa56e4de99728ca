"""Somebody's phone: what a person does and sees."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sandbox.client import Person, Shown, Toast

if TYPE_CHECKING:
    from tests.world.office import World

T = TypeVar("T")


@dataclass
class Phone:
    """Somebody's phone at one chat. Every act returns when everybody has fallen silent again."""

    world: "World"
    person: Person
    chat: Any

    async def says(self, text: str, reply_to: Shown | None = None) -> Shown:
        return await self._done(self.person.says(self.chat, text, reply_to=reply_to))

    async def starts(self, payload: str | None = None) -> Shown:
        return await self._done(self.person.start(self.chat, payload))

    async def sends_photo(self, photo: int = 1, caption: str | None = None) -> Shown:
        return await self._done(self.person.sends_photo(self.chat, photo, caption))

    async def sends_album(self, count: int, caption: str | None = None, late: Any = ()) -> Any:
        return await self._done(self.person.sends_album(self.chat, count, caption, late=late))

    async def sends_document(self, content: bytes, name: str, **more: Any) -> Shown:
        return await self._done(self.person.sends_document(self.chat, content, name, **more))

    async def sends_sticker(self) -> Shown:
        return await self._done(self.person.sends_sticker(self.chat))

    async def sends_voice(self, content: bytes, **more: Any) -> Shown:
        return await self._done(self.person.sends_voice(self.chat, content, **more))

    async def sends_location(self, lat: float, lon: float) -> Shown:
        return await self._done(self.person.sends_location(self.chat, lat, lon))

    async def shares_contact(self, phone: str, of: Person | None = None) -> Shown:
        return await self._done(self.person.shares_contact(self.chat, phone, of=of))

    async def edits(self, message: Shown, text: str) -> Shown:
        return await self._done(self.person.edits(message, text))

    async def delivers_late(self) -> None:
        await self._done(self.person.delivers_late())

    async def taps(self, key: str, /, *, on: Shown | None = None, **values: Any) -> Toast:
        """Press the button worded by `key` (or with that data) on its newest message."""
        for language in ("id", "en"):
            label = self.world.label(language, key, values)
            message = on or await self._with_button(label)
            if message is not None and any(
                label in (button.text, button.data) for row in message.buttons for button in row
            ):
                return await self._pressed(self.person.presses(message, label))
        raise AssertionError(f"no button {key}; the newest message: {await self.last()}")

    async def presses(self, message: Shown, data: str) -> Toast:
        """Press whatever the message no longer shows, or never did."""
        return await self._pressed(self.person.forges(message, data))

    async def last(self) -> Shown:
        return await self.person.last(self.chat)

    async def keys(self) -> list[str]:
        """The wording keys of the newest message."""
        return self.world.trace.keys((await self.last()).raw)

    async def seen(self, key: str) -> list[Shown]:
        """Every message of the bot that shows `key`, oldest first."""
        messages = await self.person.chat(self.chat)
        return [one for one in messages if one.by_bot and self.world.trace.shows(one.raw, key)]

    async def sees(self, key: str) -> Shown:
        """The newest message that shows `key`."""
        found = await self.seen(key)
        if not found:
            messages = [one.raw for one in await self.person.chat(self.chat) if one.by_bot]
            raise AssertionError(f"{key} was not seen; the bot said {messages[-3:]}")
        return found[-1]

    async def messages(self) -> list[Shown]:
        return await self.person.chat(self.chat)

    async def tail(self, count: int) -> list[Shown]:
        """So many of the bot's newest messages, oldest first."""
        return await self.person.chat(self.chat, by_bot=True, tail=count)

    async def blocks(self) -> None:
        await self._done(self.person.blocks(self.chat))

    async def unblocks(self) -> None:
        await self._done(self.person.unblocks(self.chat))

    async def _with_button(self, label: str) -> Shown | None:
        for message in reversed(await self.person.chat(self.chat)):
            if any(label in (one.text, one.data) for row in message.buttons for one in row):
                return message
        return None

    async def _pressed(self, pressing: Any) -> Toast:
        press = await pressing
        toast: Toast = await press
        await self.world.settled()
        return toast

    async def _done(self, act: Awaitable[T]) -> T:
        result = await act
        await self.world.settled()
        return result
