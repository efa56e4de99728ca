"""Asks Telegram about both bots, the verification group and the clock."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.asking import BotApi, NoAnswer, Objection
from bot.doctor.finding import Finding, good, note, wrong
from bot.settings import Settings
from desk.rights import PRIVATE, PUBLIC

DRIFT = timedelta(seconds=30)  # more makes codes, deadlines and digests visibly wrong
PRESENT = ("creator", "administrator", "member", "restricted")


@dataclass(frozen=True)
class Desk:
    """Where cards hang now."""

    chat: int
    topic: int | None


def telegram(settings: Settings, desk: Desk, now: datetime) -> Iterator[Finding]:
    """Everything that only Telegram knows; away, it is one finding."""
    with ExitStack() as stack:
        address = settings.telegram_api_url
        public = stack.enter_context(BotApi(address, settings.public_bot_token))
        private = stack.enter_context(BotApi(address, settings.private_bot_token))
        try:
            yield from _bots(public, private, desk, now)
            yield from _webhooks(settings.webhook_url, public, private)
        except NoAnswer:
            yield wrong("telegram", "doctor.telegram_away")
        except Objection as error:
            yield wrong("telegram", "doctor.telegram_refuses", code=str(error.code))


def _bots(public: BotApi, private: BotApi, desk: Desk, now: datetime) -> Iterator[Finding]:
    citizens, first = _token("PUBLIC_BOT_TOKEN", public)
    yield first
    yield from _clock(public, now)
    officers, second = _token("PRIVATE_BOT_TOKEN", private)
    yield second
    if citizens and officers:
        same = citizens["id"] == officers["id"]
        yield wrong("two_bots", "doctor.one_bot") if same else good("two_bots", "doctor.two_bots")
    if officers:
        yield from _group(private, officers, desk)
        yield _privacy(officers)
    if citizens:
        yield _apart(public, citizens, desk)


def _token(name: str, bot: BotApi) -> tuple[dict[str, Any] | None, Finding]:
    try:
        me: dict[str, Any] = bot.ask("getMe")
    except Objection as error:
        if error.code not in (401, 404):
            raise
        return None, wrong(name.lower(), "doctor.token_wrong", name=name)
    return me, good(name.lower(), "doctor.token_good", name=name, bot=me["username"])


def _clock(bot: BotApi, now: datetime) -> Iterator[Finding]:
    if bot.date is None:
        return
    off = abs(now - bot.date)
    if off > DRIFT:
        yield wrong("clock", "doctor.clock_wrong", seconds=int(off.total_seconds()))
    else:
        yield good("clock", "doctor.clock_good")


def _group(bot: BotApi, me: dict[str, Any], desk: Desk) -> Iterator[Finding]:
    try:
        chat = bot.ask("getChat", chat_id=desk.chat)
        member = bot.ask("getChatMember", chat_id=desk.chat, user_id=me["id"])
    except Objection as error:
        if error.code not in (400, 403):
            raise
        yield wrong("group", "doctor.group_unknown", bot=me["username"])
        return
    if member["status"] not in PRESENT:
        yield wrong("group", "doctor.group_unknown", bot=me["username"])
    elif not _may_write(chat, member):
        yield wrong("group", "doctor.group_mute", bot=me["username"])
    else:
        yield good("group", "doctor.group_good", bot=me["username"], title=chat["title"])
        if desk.topic is not None:
            yield _topic(bot, desk)


def _may_write(chat: dict[str, Any], member: dict[str, Any]) -> bool:
    if member["status"] == "restricted":
        return bool(member.get("is_member") and member.get("can_send_messages"))
    if member["status"] == "member":
        return bool(chat.get("permissions", {}).get("can_send_messages", True))
    return True


def _topic(bot: BotApi, desk: Desk) -> Finding:
    """Bots can not look a topic up; “typing…” in it is refused when it is not there."""
    try:
        bot.ask("sendChatAction", chat_id=desk.chat, message_thread_id=desk.topic, action="typing")
    except Objection as error:
        if error.code != 400:
            raise
        return wrong("topic", "doctor.topic_wrong")
    return good("topic", "doctor.topic_good")


def _privacy(me: dict[str, Any]) -> Finding:
    if me.get("can_read_all_group_messages"):
        return note("privacy", "doctor.privacy_off", bot=me["username"])
    return good("privacy", "doctor.privacy_on", bot=me["username"])


def _apart(bot: BotApi, me: dict[str, Any], desk: Desk) -> Finding:
    """Telegram lists no bot's groups; what can be asked is the verification group."""
    try:
        member = bot.ask("getChatMember", chat_id=desk.chat, user_id=me["id"])
    except Objection as error:
        if error.code not in (400, 403):
            raise
        member = {"status": "left"}
    if member["status"] in PRESENT:
        return wrong("public_apart", "doctor.public_in_group", bot=me["username"])
    if me.get("can_join_groups"):
        return note("public_apart", "doctor.public_can_join", bot=me["username"])
    return good("public_apart", "doctor.public_apart", bot=me["username"])


def _webhooks(url: str, public: BotApi, private: BotApi) -> Iterator[Finding]:
    for name, bot in ((PUBLIC, public), (PRIVATE, private)):
        try:
            username = bot.ask("getMe")["username"]
        except Objection as error:
            if error.code not in (401, 404):
                raise
            continue  # the token was complained of already
        yield _webhook(
            username, bot.ask("getWebhookInfo"), f"{url}/telegram/{name}" if url else ""
        )


def _webhook(bot: str, info: dict[str, Any], wanted: str) -> Finding:
    """Whether updates come as the settings say: to `wanted`, or by polling when it is empty."""
    found = info.get("url", "")
    if found == wanted:
        key = "doctor.webhook_ours" if wanted else "doctor.webhook_none"
        return good("webhook", key, bot=bot)
    if wanted and not found:
        return wrong("webhook", "doctor.webhook_missing", bot=bot)
    return wrong("webhook", "doctor.webhook_set", bot=bot)
