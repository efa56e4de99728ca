"""Telling Telegram which commands to show beside the input line of one chat."""

from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeChat

from cards import commands
from cards.commands import Command
from desk.rights import Person
from handlers.turn import Turn
from words import Words

log = structlog.get_logger()
PATIENCE = 10  # seconds for Telegram to answer: nobody waits for a list


async def fit_person(turn: Turn, person: Person) -> None:
    """Show somebody in the own chat what fits their rights now, in their language; a stranger the
    common list.

    No harm if Telegram does not listen: the next start says it again.
    """
    words = turn.library.in_(person.language)
    await _list(turn.telegram, turn.telegram_id, commands.of_person(person, words))


async def fit_desk(bot: Bot, chat: int, words: Words) -> None:
    """Show the verification group what is understood there."""
    await _list(bot, chat, commands.of_desk(words))


async def _list(bot: Bot, chat: int, listed: tuple[Command, ...]) -> None:
    try:
        await tell(bot, listed, scope=BotCommandScopeChat(chat_id=chat), request_timeout=PATIENCE)
    except AiogramError as error:
        log.info("commands_not_listed", error=type(error).__name__)


async def tell(bot: Bot, listed: tuple[Command, ...], **where: Any) -> None:
    """Tell Telegram a list of commands, unless it stands already: Telegram counts the changes.

    Raises AiogramError. None listed: for that scope there is no list of its own any more.
    """
    known = await bot.get_my_commands(**where)
    if [(one.command, one.description) for one in known] == [*listed]:
        return
    if listed:
        shown = [BotCommand(command=one.slash, description=one.says) for one in listed]
        await bot.set_my_commands(shown, **where)
    else:
        await bot.delete_my_commands(**where)
