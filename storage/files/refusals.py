"""Why a file is not let in."""

from enum import StrEnum


class RefusedReason(StrEnum):
    """A reason the front can explain in a sentence of its own."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    UNKNOWN_TYPE = "unknown_type"
    DANGEROUS_TYPE = "dangerous_type"
    ACTIVE_CONTENT = "active_content"  # macros, ActiveX, embedded programs
    ARCHIVE = "archive"
    OLD_OFFICE = "old_office"  # .doc, .xls, .ppt: "save it as PDF" helps
    HEIC = "heic"  # "send it as a photo" helps: Telegram then converts it
    SOUND_OR_VIDEO = "sound_or_video"  # of a kind nobody here can play
    BROKEN = "broken"
    ENCRYPTED = "encrypted"


class Unfit(Exception):
    """This file can not be let in."""

    def __init__(self, reason: RefusedReason) -> None:
        super().__init__(f"{self.__class__.__doc__} ({reason})")
        self.reason = reason
