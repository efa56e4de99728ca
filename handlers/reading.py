"""What a message says: words, a position, a contact, files; or something that can not be read."""

from aiogram.types import Contact
from aiogram.types import Message as TelegramMessage

from desk.conversation import Message
from desk.evidence import FileRef
from forms.given import Attached, Contacted, Given, Shared, Typed
from handlers.turn import Turn

KINDS = ("video", "video_note", "voice", "audio", "animation", "document")
"""Where a message may hold a file. An animation is repeated as a document by Telegram."""


def read(message: TelegramMessage, turn: Turn) -> tuple[Given, Message] | None:
    """What somebody gave and what came with it; None for a kind that is not taken."""
    if message.text is not None:
        return Typed(message.text), Message(message.message_id, sent_at=message.date)
    came_with = Message(message.message_id)
    if message.location is not None:
        return Shared(message.location.latitude, message.location.longitude), came_with
    if message.contact is not None:
        return _contact(message.contact, turn.telegram_id), came_with
    file = file_of(message, turn.bot)
    if file is not None:
        return Attached((), message.caption), Message(message.message_id, (file,))
    return None


def _contact(contact: Contact, sender: int) -> Contacted:
    """A card from the phone's book: whose it is, Telegram says by the number of the account."""
    name = f"{contact.first_name} {contact.last_name or ''}".strip()
    return Contacted(contact.phone_number, name, own=contact.user_id == sender)


def file_of(message: TelegramMessage, bot: str) -> FileRef | None:
    """The photo (its largest size), video, voice, sound or document of a message."""
    album = message.media_group_id
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return FileRef(bot, largest.file_id, "photo", largest.file_size, album)
    for kind in KINDS:
        file = getattr(message, kind)
        if file is not None:
            return FileRef(bot, file.file_id, kind, file.file_size, album)
    return None
