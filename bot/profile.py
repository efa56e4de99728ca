"""What a bot says about itself before anybody presses Start: its commands and its description."""

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand

from desk.rights import PUBLIC
from offices.office import Office
from words import Library, Words

log = structlog.get_logger()
COMMANDS = ("start", "report", "status", "language", "help", "privacy")
SLASHES = {"report": "lapor", "language": "bahasa", "help": "bantuan", "privacy": "privasi"}
SPOKEN = ("id", "en")


async def introduce(bot: Bot, name: str, office: Office, library: Library) -> None:
    """Say it in every language, the office's own as the one for all others.

    Nothing is changed that stands already, for Telegram counts the changes. No harm if
    Telegram never listens: a warning in the log, and the next start says it again.
    """
    try:
        for language in SPOKEN:
            code = None if language == office.language else language
            await _introduce(bot, name, office, library.in_(language), code)
    except AiogramError as error:
        log.warning("profile_not_set", bot=name, error=type(error).__name__)


async def _introduce(bot: Bot, name: str, office: Office, words: Words, code: str | None) -> None:
    topic = "citizen" if name == PUBLIC else "staff"
    commands = [
        BotCommand(command=SLASHES.get(key, key), description=words.text(f"{topic}.command_{key}"))
        for key in (COMMANDS if name == PUBLIC else COMMANDS[:1])
    ]
    if await bot.get_my_commands(language_code=code) != commands:
        await bot.set_my_commands(commands, language_code=code)
    said = words.text(f"{topic}.description", agency=office.agency)
    if (await bot.get_my_description(language_code=code)).description != said:
        await bot.set_my_description(said, language_code=code)
