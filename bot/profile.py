"""What a bot says about itself before anybody presses Start: its commands and its description."""

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from cards.commands import Command
from desk.house import House
from desk.rights import PUBLIC
from desk.whereabouts import desk
from handlers.commands import fit_desk, tell
from offices.office import Office
from storage.database import Database
from words import Library, Words

log = structlog.get_logger()
COMMANDS = ("start", "report", "status", "language", "help", "privacy")
SLASHES = {"report": "lapor", "language": "bahasa", "help": "bantuan", "privacy": "privasi"}
SPOKEN = ("id", "en")


async def introduce(bot: Bot, name: str, house: House, library: Library, db: Database) -> None:
    """Say it in every language, the office's own as the one for all others; and to the
    verification group which commands it has. A person's own list is told at `/start`.

    Nothing is changed that stands already, for Telegram counts the changes. No harm if
    Telegram never listens: a warning in the log, and the next start says it again.
    """
    office = house.office
    try:
        for language in SPOKEN:
            code = None if language == office.language else language
            await _introduce(bot, name, office, library.in_(language), code)
    except AiogramError as error:
        log.warning("profile_not_set", bot=name, error=type(error).__name__)
        return
    if name != PUBLIC:
        seed = house.seed
        group = await db.read(lambda session: desk(session, seed.chat, seed.topic))
        await fit_desk(bot, group.chat, library.in_(office.language))


async def _introduce(bot: Bot, name: str, office: Office, words: Words, code: str | None) -> None:
    topic = "citizen" if name == PUBLIC else "staff"
    commands = tuple(
        Command(SLASHES.get(key, key), words.text(f"{topic}.command_{key}"))
        for key in (COMMANDS if name == PUBLIC else COMMANDS[:1])
    )
    await tell(bot, commands, language_code=code)
    said = words.text(f"{topic}.description", agency=office.agency)
    if (await bot.get_my_description(language_code=code)).description != said:
        await bot.set_my_description(said, language_code=code)
