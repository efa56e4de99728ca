"""Updates on their way to the handlers, as aiogram's types."""

from collections.abc import Callable
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject
from pydantic import ValidationError

from bot.rawupdates import KINDS
from handlers.turn import Turn

MODELS: dict[str, type[TelegramObject]] = {
    **dict.fromkeys(KINDS, ChatMemberUpdated),
    "message": Message,
    "edited_message": Message,
    "callback_query": CallbackQuery,
}


class Listener:
    """The handlers that `attend` registers with an aiogram router.

    aiogram's dispatcher reads an update with the two dozen kinds it may be, then walks through
    layers for routers below, middlewares and error handlers, of which there are none here. So
    what the update carries is read alone and goes to the handlers of its kind: the first whose
    filters let it pass.
    """

    def __init__(self, attend: Callable[[Router], None]) -> None:
        self._router = Router()
        attend(self._router)

    async def hear(self, raw: dict[str, Any], turn: Turn) -> None:
        """Handle an update; one of another kind is passed over.

        Raises LookupError for what is not built as it should be, and what its handler raises.
        """
        kind = next((one for one in KINDS if one in raw), None)
        if kind is None:
            return
        try:
            event = MODELS[kind].model_validate(raw[kind], context={"bot": turn.telegram})
        except ValidationError as error:
            raise LookupError(f"unreadable: {error.error_count()} fields") from error
        for handler in self._router.observers[kind].handlers:
            wanted, given = await handler.check(event, turn=turn)
            if wanted:
                await handler.call(event, **given)
                return
