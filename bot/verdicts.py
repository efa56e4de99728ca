"""What a sending error means: a pure function from the error to a value."""

from dataclasses import dataclass
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

BACK_OFF = (1, 2, 5, 15, 60, 300)  # seconds; the last one repeats
TRIES = 60  # of a message that meets a fault of ours: about five hours


@dataclass(frozen=True)
class Later:
    """Try again after `wait` seconds; `maybe_sent` when this attempt may have arrived.

    `whole_chat` when nothing else may go to that chat before either; `our_fault` when it was a
    fault of the program, which is not tried for ever.
    """

    wait: float
    maybe_sent: bool = False
    whole_chat: bool = False
    our_fault: bool = False


@dataclass(frozen=True)
class Moved:
    """The group has a new id."""

    chat: int


@dataclass(frozen=True)
class Never:
    """It will not arrive, however often it is tried; `unreachable` when that is the person's."""

    reason: str
    unreachable: bool = False


@dataclass(frozen=True)
class Plain:
    """It does not pass as it is: send it once more without tags, every file as a document."""


@dataclass(frozen=True)
class Done:
    """An error that means there is nothing left to do."""


@dataclass(frozen=True)
class Afresh:
    """The message to edit is gone or beyond editing: post a new one."""


Verdict = Later | Moved | Never | Plain | Done | Afresh

HARMLESS = (
    "message is not modified",
    "message to delete not found",
    "message can't be deleted",
)
VANISHED = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
)
CLOSED = (
    "chat not found",
    "user is deactivated",
    "bot was blocked",
    "can't initiate conversation",
    "not enough rights",
    "have no write access",
    "private chat not found",
)
NO_TOPIC = ("message thread not found", "topic_deleted", "topic_closed")
UNPARSED = ("can't parse entities", "entity_", "message is too long", "unsupported start tag")
AS_DOCUMENT = (
    *("photo_invalid_dimensions", "image_process_failed", "photo_save_file_invalid"),
    *("video_content_type_invalid", "video_file_invalid", "chat_send_videos_forbidden"),
    *("voice_messages_forbidden", "chat_send_voices_forbidden", "audio_content_type_invalid"),
)


def verdict(error: TelegramError, attempt: int) -> Verdict:
    """What to do about `error` at the given attempt, counted from 1."""
    words = str(error).lower()
    match error:
        case RetryAfter():
            return Later(_seconds(error.retry_after), whole_chat=True)
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Never(words, unreachable=True)
        case BadRequest():  # a NetworkError in python-telegram-bot: keep this above it
            return _bad_request(words)
        case InvalidToken() | Conflict():
            return Later(60)
        case TimedOut():
            return _again(attempt, maybe_sent=True)
        case NetworkError():
            return _again(attempt, maybe_sent="connecterror" not in words)
        case _:
            return _again(attempt, maybe_sent=True)


def _bad_request(words: str) -> Verdict:
    if any(text in words for text in HARMLESS):
        return Done()
    if any(text in words for text in VANISHED):
        return Afresh()
    if any(text in words for text in CLOSED):
        return Never(words, unreachable=True)
    if any(text in words for text in (*UNPARSED, *AS_DOCUMENT)):
        return Plain()
    return Never(words)


def _again(attempt: int, *, maybe_sent: bool) -> Verdict:
    return Later(BACK_OFF[min(attempt, len(BACK_OFF)) - 1], maybe_sent=maybe_sent)


def _seconds(value: int | timedelta) -> float:
    return value.total_seconds() if isinstance(value, timedelta) else float(value)
