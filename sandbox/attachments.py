"""Files, places and contacts, as people send them from their phones."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sandbox.handset import Chat, Handset
from sandbox.pictures import picture
from sandbox.sights import Shown


@dataclass(frozen=True, slots=True)
class Video:
    """A video for an album; duration in seconds, `claimed_size` as in `sends_document`."""

    content: bytes
    name: str = "video.mp4"
    mime: str = "video/mp4"
    duration: int = 3
    width: int = 640
    height: int = 360
    claimed_size: int | None = None


Photo: TypeAlias = bytes | int
Part: TypeAlias = Photo | Video


class Sender(Handset):
    """What a phone can attach. Every act returns the message as the phone shows it.

    `claimed_size` lets a small file pass for one too big to download.
    """

    async def sends_photo(self, chat: Chat, photo: Photo = 1, caption: str | None = None) -> Shown:
        """Send one photo: its bytes, or a number that gives a picture of its own."""
        return await self._file(chat, "photo", content=_content(photo), caption=caption)

    async def sends_album(
        self,
        chat: Chat,
        parts: Sequence[Part] | int,
        caption: str | None = None,
        *,
        late: Sequence[int] = (),
    ) -> list[Shown]:
        """Send photos and videos as one album: one update each, with the caption on the first.

        The parts whose positions are in `late` reach the bot only with `delivers_late()`.
        """
        several = range(1, parts + 1) if isinstance(parts, int) else parts
        files = [_part(part) for part in several]
        body = {"files": files, "caption": caption, "late": list(late), "album": True}
        return [Shown.read(sight) for sight in await self._do("sends_files", chat, **body)]

    async def delivers_late(self) -> int:
        """Let the album parts held back arrive now; how many there were."""
        count: int = await self._wire.post(f"people/{self.id}/delivers_late")
        return count

    async def sends_document(
        self,
        chat: Chat,
        content: bytes,
        name: str = "laporan.pdf",
        mime: str = "application/pdf",
        caption: str | None = None,
        *,
        claimed_size: int | None = None,
    ) -> Shown:
        """Send a file under a name and type of the sender's choosing."""
        about: dict[str, Any] = {"name": name, "mime": mime, "claimed_size": claimed_size}
        return await self._file(chat, "document", content=content, caption=caption, **about)

    async def sends_video(
        self,
        chat: Chat,
        content: bytes,
        *,
        name: str = "video.mp4",
        mime: str = "video/mp4",
        duration: int = 3,
        width: int = 640,
        height: int = 360,
        caption: str | None = None,
        claimed_size: int | None = None,
    ) -> Shown:
        """Send a video; what is said of it is the phone's word."""
        video = Video(content, name, mime, duration, width, height, claimed_size)
        return await self._file(chat, caption=caption, **_part(video))

    async def sends_voice(
        self,
        chat: Chat,
        content: bytes,
        *,
        duration: int = 3,
        mime: str = "audio/ogg",
        caption: str | None = None,
        claimed_size: int | None = None,
    ) -> Shown:
        """Send what was spoken into the phone; it has no name."""
        about: dict[str, Any] = {"mime": mime, "duration": duration, "claimed_size": claimed_size}
        return await self._file(chat, "voice", content=content, caption=caption, **about)

    async def sends_audio(
        self,
        chat: Chat,
        content: bytes,
        *,
        name: str = "rekaman.mp3",
        mime: str = "audio/mpeg",
        duration: int = 3,
        title: str | None = None,
        performer: str | None = None,
        caption: str | None = None,
        claimed_size: int | None = None,
    ) -> Shown:
        """Send a recording or a piece of music as a file with a player."""
        about: dict[str, Any] = {"name": name, "mime": mime, "duration": duration}
        tags: dict[str, Any] = {"title": title, "performer": performer}
        about |= {**tags, "claimed_size": claimed_size}
        return await self._file(chat, "audio", content=content, caption=caption, **about)

    async def sends_video_note(
        self, chat: Chat, content: bytes, *, duration: int = 3, length: int = 240
    ) -> Shown:
        """Send a round video of this many pixels across."""
        about: dict[str, Any] = {"duration": duration, "length": length}
        return await self._file(chat, "video_note", content=content, **about)

    async def sends_sticker(
        self, chat: Chat, content: bytes = b"RIFF\0\0\0\0WEBP", *, emoji: str = "👍"
    ) -> Shown:
        """Send a sticker."""
        about: dict[str, Any] = {"emoji": emoji, "width": 512, "height": 512}
        return await self._file(chat, "sticker", content=content, **about)

    async def sends_animation(
        self, chat: Chat, content: bytes, *, name: str = "gerak.mp4", caption: str | None = None
    ) -> Shown:
        """Send a soundless video that plays by itself."""
        about: dict[str, Any] = {"name": name, "duration": 2, "width": 320, "height": 180}
        return await self._file(chat, "animation", content=content, caption=caption, **about)

    async def sends_location(self, chat: Chat, lat: float, lon: float) -> Shown:
        """Send a point on the map."""
        return await self._say("sends_location", chat, latitude=lat, longitude=lon)

    async def shares_contact(
        self,
        chat: Chat,
        phone: str = "+628110000001",
        *,
        of: Handset | None = None,
        name: str | None = None,
    ) -> Shown:
        """Share a phone number: one's own, that of another account, or (with `name`) that of
        somebody in the address book who is not on Telegram."""
        if name is not None:
            return await self._say("shares_contact", chat, phone=phone, first_name=name)
        return await self._say("shares_contact", chat, phone=phone, of=of.id if of else self.id)

    async def _file(
        self, chat: Chat, kind: str, *, caption: str | None = None, **file: Any
    ) -> Shown:
        content = file.pop("content")
        encoded = content if isinstance(content, str) else _encoded(content)
        body = {"files": [{"kind": kind, "content": encoded, **file}], "caption": caption}
        return Shown.read((await self._do("sends_files", chat, **body))[0])


def _part(part: Part) -> dict[str, Any]:
    if not isinstance(part, Video):
        return {"kind": "photo", "content": _encoded(_content(part))}
    names = ("name", "mime", "duration", "width", "height", "claimed_size")
    about = {name: getattr(part, name) for name in names}
    return {"kind": "video", "content": _encoded(part.content), **about}


def _content(photo: Photo) -> bytes:
    return picture(photo) if isinstance(photo, int) else photo


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
