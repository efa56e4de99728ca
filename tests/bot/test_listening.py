"""How updates reach the handlers: what is read of them, and which handler takes one."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.listening import MODELS, Listener
from bot.rawupdates import KINDS
from handlers.turn import Turn

BOT = Bot("700000001:of-nobody")
SITI = {"id": 8_100_000_001, "is_bot": False, "first_name": "Siti", "username": "siti"}


def turn() -> Turn:
    return cast(Turn, SimpleNamespace(telegram=BOT))


def written(text: str) -> dict[str, Any]:
    chat = {"id": SITI["id"], "type": "private", "first_name": "Siti", "username": "siti"}
    message = {"message_id": 1, "date": 1, "from": SITI, "chat": chat, "text": text}
    return {"update_id": 1, "message": message}


class Heard:
    """A handler that notes what it got."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def attend(self, router: Router) -> None:
        async def anything(message: Message, turn: Turn) -> None:
            self.messages.append(message)

        router.message.register(anything)


async def test_what_a_citizen_is_called_is_not_read() -> None:
    named, nameless, update = Heard(), Heard(), written("air naik")
    update["message"]["reply_to_message"] = written("di mana?")["message"]
    origin = {"type": "user", "date": 1, "sender_user": SITI}
    update["message"]["forward_origin"] = origin
    await Listener(named.attend).hear(update, turn())
    await Listener(nameless.attend, nameless=True).hear(update, turn())
    assert "Siti" in repr(named.messages)
    [message] = nameless.messages
    assert message.chat.id == SITI["id"]
    assert message.chat.type == "private"
    assert message.reply_to_message is not None
    assert message.reply_to_message.message_id == 1
    assert "siti" not in repr(message).casefold()


SIZES = [{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9}]
FILE = {"file_id": "f", "file_unique_id": "u", "file_name": "a.pdf", "mime_type": "x/y"}
BOLD = [{"type": "bold", "offset": 0, "length": 3}]
CONTENTS: tuple[dict[str, Any], ...] = (
    {"text": "air naik", "entities": BOLD, "new_to_telegram": {"of": [1]}},
    {"photo": SIZES, "caption": "air", "caption_entities": BOLD, "media_group_id": "7"},
    {"document": {**FILE, "thumbnail": SIZES[0]}},
    {"voice": {**FILE, "duration": 3}},
    {"location": {"latitude": -0.3, "longitude": 103.1}},
    {"venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "a", "address": "b"}},
    {"contact": {"phone_number": "+62811", "first_name": "Siti", "user_id": 1}},
    {"dice": {"emoji": "🎲", "value": 3}},
    {"migrate_to_chat_id": -1001},
    {"reply_to_message": {**written("di mana?")["message"], "edit_date": 2}},
    {"forward_origin": {"type": "user", "date": 1, "sender_user": SITI}},
)


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: next(iter(content)))
async def test_a_message_is_read_as_aiogram_reads_it(content: dict[str, Any]) -> None:
    heard, update = Heard(), written("")
    del update["message"]["text"]
    update["message"] |= content
    await Listener(heard.attend).hear(update, turn())
    assert heard.messages[0].model_dump() == Message.model_validate(update["message"]).model_dump()


async def test_a_tap_knows_the_bot_that_answers_it() -> None:
    pressed: list[CallbackQuery] = []

    async def press(tap: CallbackQuery, turn: Turn) -> None:
        pressed.append(tap)

    def attend(router: Router) -> None:
        router.callback_query.register(press)

    listener = Listener(attend)
    tap = {"id": "1", "from": SITI, "chat_instance": "1", "data": "x"}
    await listener.hear({"update_id": 1, "callback_query": tap}, turn())
    assert pressed[0].bot is BOT


async def test_what_nobody_asked_for_or_handles_is_passed_over() -> None:
    heard = Heard()
    listener = Listener(heard.attend)
    await listener.hear({"update_id": 1, "poll": {"id": "1"}}, turn())
    edited = {"update_id": 2, "edited_message": written("air")["message"]}
    await listener.hear(edited, turn())
    assert heard.messages == []


@pytest.mark.parametrize("carried", [None, "text", {}, {"message_id": "one"}, []])
@pytest.mark.parametrize("nameless", [True, False])
async def test_what_is_not_built_as_it_should_be_is_unreadable(
    carried: object, nameless: bool
) -> None:
    with pytest.raises(LookupError, match="unreadable"):
        await Listener(Heard().attend, nameless=nameless).hear(
            {"update_id": 1, "message": carried}, turn()
        )


async def _nobody(*_: object) -> None:
    """Never called."""


REFUSED: dict[str, Callable[[Router], object]] = {
    "a router below": lambda router: router.include_router(Router()),
    "a middleware": lambda router: router.message.middleware(cast(Any, _nobody)),
    "an outer middleware": lambda router: router.callback_query.outer_middleware(_nobody),
    "a filter": lambda router: router.message.register(_nobody, Command("lapor")),
    "a filter of all": lambda router: router.message.filter(Command("lapor")),
    "a kind nobody asks for": lambda router: router.inline_query.register(_nobody),
    "a middleware of one": lambda router: router.errors.middleware(cast(Any, _nobody)),
    "a second handler": lambda router: [router.message.register(_nobody) for _ in range(2)],
}


@pytest.mark.parametrize("more", REFUSED.values(), ids=REFUSED)
def test_what_nobody_would_hear_is_refused(more: Callable[[Router], object]) -> None:
    with pytest.raises(ValueError, match="not heard"):
        Listener(cast(Any, more))


def test_every_kind_that_is_asked_for_can_be_read() -> None:
    assert tuple(MODELS) == KINDS
