"""Updates on their way to the handlers, as aiogram's types."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject
from pydantic import ValidationError
from pydantic_core import SchemaValidator

from handlers.turn import Turn

MODELS: dict[str, type[TelegramObject]] = {
    "message": Message,
    "edited_message": Message,
    "callback_query": CallbackQuery,
    "my_chat_member": ChatMemberUpdated,
    "chat_member": ChatMemberUpdated,
}
Handler = Callable[[Any, Turn], Awaitable[None]]
NAMED = ("from", "forward_origin")  # whose names a message brings besides its chat's
NAMELESS = ("id", "type")  # what is read of a chat, where names are not


class Listener:
    """The handlers that `attend` registers with an aiogram router, one a kind of update.

    aiogram's dispatcher reads an update with the two dozen kinds it may be, then walks through
    layers for routers below, middlewares, filters and error handlers, of which there are none
    here. So what the update carries is read alone and goes to the handler of its kind. Raises
    ValueError for a router with more than that, which nobody would hear.

    With `nameless` it is not even read what the writer of a message is called. A message, unlike
    a tap, knows no bot: handlers answer it through the turn.
    """

    def __init__(self, attend: Callable[[Router], None], *, nameless: bool = False) -> None:
        router = Router()
        attend(router)
        if router.sub_routers:
            raise ValueError("routers below are not heard")
        self._handlers = {kind: _only(one) for kind, one in router.observers.items()}
        if any(self._handlers[kind] for kind in self._handlers.keys() - MODELS):
            raise ValueError("a kind that is not asked for is not heard")
        self._nameless, self._read = nameless, _reader(Message)

    async def hear(self, raw: dict[str, Any], turn: Turn) -> None:
        """Handle an update; one of a kind that was not asked for is passed over.

        Raises LookupError for what is not built as it should be, and what its handler raises.
        """
        for kind, model in MODELS.items():
            if kind in raw:
                await self._hear(kind, model, raw[kind], turn)
                return

    async def _hear(
        self, kind: str, model: type[TelegramObject], carried: Any, turn: Turn
    ) -> None:
        try:
            if model is Message:
                event = self._read(_without_names(carried) if self._nameless else carried)
            else:
                event = model.model_validate(carried, context={"bot": turn.telegram})
        except ValidationError as error:
            raise LookupError(f"unreadable: {error.error_count()} fields") from error
        handler = self._handlers[kind]
        if handler is not None:
            await handler(event, turn)


def _only(observer: TelegramEventObserver) -> Handler | None:
    """What is registered for a kind of update; None where nobody listens."""
    filters = [one.filters for one in (observer._handler, *observer.handlers)]
    if observer.middleware or observer.outer_middleware or any(filters):
        raise ValueError("filters and middlewares are not heard")
    if len(observer.handlers) > 1:
        raise ValueError("a second handler of a kind is not heard")
    return next((one.callback for one in observer.handlers), None)


def _without_names(message: Any) -> Any:
    """A message, and the one it replies to, without what their writers and their chat are called;
    whose it is, the turn knows by the id."""
    if not isinstance(message, dict):
        return message
    kept = {key: value for key, value in message.items() if key not in NAMED}
    chat = message.get("chat")
    if isinstance(chat, dict):
        kept["chat"] = {key: chat[key] for key in NAMELESS if key in chat}
    if "reply_to_message" in kept:
        kept["reply_to_message"] = _without_names(kept["reply_to_message"])
    return kept


def _reader(model: type[TelegramObject]) -> Callable[[Any], TelegramObject]:
    """What reads this model, without binding its parts to a bot.

    aiogram lets each part of a message keep the bot, once for each class of the part's line, and
    looks through it for a mark that only its own calls set: more than half the time of reading it.
    Handlers speak through the turn.
    """
    model.model_rebuild()
    bare = _unbound(model.__pydantic_core_schema__)
    return SchemaValidator(bare, _use_prebuilt=False).validate_python


def _unbound(schema: Any) -> Any:
    """A schema whose models do nothing of aiogram's own before and after they are read."""
    if isinstance(schema, list):
        return [_unbound(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if _looks_for_the_mark(schema):
        return _unbound(schema["schema"])
    return {key: _unbound(value) for key, value in schema.items() if key != "post_init"}


def _looks_for_the_mark(schema: dict[str, Any]) -> bool:
    if schema.get("type") != "function-before":
        return False
    return getattr(schema["function"]["function"], "__name__", "") == "remove_unset"
