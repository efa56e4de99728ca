"""The kinds of files Telegram tells apart, and what it says of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind. `title` is its name in refusals; without an `ending` the sender's own stays.

    `shows` names what its object carries besides the ids and the size. `starts` are the bytes a
    file of this kind begins with (MPEG-4 four bytes later); a bot's upload that does not becomes
    a document, as the methods' descriptions warn.
    """

    title: str
    folder: str
    ending: str = ""
    mime: str = "application/octet-stream"
    shows: tuple[str, ...] = ()
    starts: tuple[bytes, ...] = (b"",)

    def takes(self, content: bytes) -> bool:
        """Whether a bot's upload may pass as this kind."""
        return any(content.startswith(start) or content[4:8] == start for start in self.starts)


MP4 = (b"ftyp",)
MOVING = ("width", "height", "duration", "file_name", "mime_type")
STICKER = ("type", "width", "height", "is_animated", "is_video", "emoji")
KINDS = {
    "photo": FileKind("Photo", "photos", ".jpg", "image/jpeg", ("width", "height")),
    "document": FileKind("Document", "documents", shows=("file_name", "mime_type")),
    "video": FileKind("Video", "videos", mime="video/mp4", shows=MOVING, starts=MP4),
    "animation": FileKind(
        "Animation", "animations", mime="video/mp4", shows=MOVING, starts=(*MP4, b"GIF8")
    ),
    "audio": FileKind(
        "Audio",
        "music",
        mime="audio/mpeg",
        shows=("duration", "performer", "title", "file_name", "mime_type"),
    ),
    "voice": FileKind(
        "Voice",
        "voice",
        ".oga",
        "audio/ogg",
        ("duration", "mime_type"),
        (b"OggS", b"ID3", b"\xff\xfb", *MP4),
    ),
    "video_note": FileKind(
        "VideoNote", "video_notes", ".mp4", "video/mp4", ("length", "duration"), MP4
    ),
    "sticker": FileKind("Sticker", "stickers", ".webp", "image/webp", STICKER),
}
# What may go into one album together; documents and audio stay among themselves.
ALBUM_KINDS = {"photo", "video", "document", "audio"}
