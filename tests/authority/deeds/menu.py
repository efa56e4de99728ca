"""The next report, the menu of the private bot, the group, and a group that took the bot in."""

from sqlmodel import Session

from cards.staff import FORM
from cards.taps import GroupTap, LanguageTap, PullTap, StaffTap
from desk.group import OFFERED
from sandbox.client import Press
from storage.tables import Setting
from tests.authority.deed import Deed
from tests.authority.people import Who
from tests.authority.stage import Stage


async def _pull(stage: Stage, who: Who, own: bool) -> Press:
    card = next(iter(stage.cards.values())) if who.inside else None
    return await who.presses("private", PullTap(), card)


PULL = (Deed("pressed", _pull, ("desk.pulled",), ("report", "card"), tells=True),)


def _key(action: str, *shows: str, changes: str = "", data: str = "") -> Deed:
    async def act(stage: Stage, who: Who, own: bool) -> Press:
        return await who.presses("private", StaffTap(data or action))

    return Deed(action, act, shows, tuple(changes.split()))


MENU = (
    _key("queue", "staff.queue"),
    _key("board", "staff.board"),
    _key("people", "people.listing"),
    _key("sanctions", "abuse.listing"),
    _key("own", "citizen.own_reports"),
    _key("language", "staff.which_language"),
    _key("menu", "staff.menu"),
    _key("pull", "desk.pulled", changes="report card"),
    _key("nihil", "form.review", changes="draft"),
    _key("today", "staff.digest_soon", changes="edition outbox"),
    _key("yesterday", "staff.digest_soon", changes="edition outbox"),
    _key("last_week", "staff.digest_soon", changes="edition outbox"),
    _key("last_month", "staff.digest_soon", changes="edition outbox"),
    _key(FORM, "form.question", changes="draft", data=f"{FORM}info"),
)


async def _language(stage: Stage, who: Who, own: bool) -> Press:
    return await who.presses("private", LanguageTap("en"))


LANGUAGE = (Deed("pressed", _language, ("staff.language_set",), ("account",)),)


def _aloud(word: str, *shows: str, changes: str, elsewhere: bool = False) -> Deed:
    async def act(stage: Stage, who: Who, own: bool) -> None:
        group = stage.second if elsewhere else stage.office.group
        await who.says(group if who.inside else stage.office.private, word)

    return Deed(word, act, shows, tuple(changes.split()), aloud=True)


GROUP = (
    _aloud("/jadikan_meja", "desk.here_now", changes="setting card", elsewhere=True),
    _aloud("/make_desk", "desk.here_now", changes="setting card", elsewhere=True),
    _aloud("/meja", "staff.board", changes="outbox"),
    _aloud("/desk", "staff.board", changes="outbox"),
)

GONE = -1009999999999
"""A group that nobody knows any more: leaving it leaves the others as they are."""


def _offer(action: str, *shows: str) -> Deed:
    def chat(stage: Stage) -> int:
        return stage.elsewhere if action == "make" else GONE

    def offered(stage: Stage, session: Session, who: Who, own: bool) -> None:
        if action == "leave":  # the other was offered when it took the bot in
            session.add(Setting(key=f"{OFFERED}{GONE}", value=""))

    async def act(stage: Stage, who: Who, own: bool) -> Press:
        return await who.presses("private", GroupTap(action, str(chat(stage))))

    return Deed(action, act, shows, ("setting",), before=offered)


OFFERS = (_offer("make", "desk.made_desk"), _offer("leave", "desk.left_group"))
