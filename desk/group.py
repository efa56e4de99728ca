"""The verification group itself: which one it is, who left it, how the bot stands there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Session

from desk import handing, postings, staffnews
from desk.enrolment import holders
from desk.house import House
from desk.people import account_of
from desk.rights import Person, Right, Role, require
from desk.whereabouts import Desk, desk, move_desk
from storage.once import insert_once
from storage.tables import Account, AccountRole, Setting

LOST = "desk_lost"  # noted while the bot can not write at the desk
BACK, NO_ADMIN = "desk.bot_back", "desk.bot_no_admin"
OFFERED = "offered:"  # before the number of a group that was offered as the desk


class Standing(StrEnum):
    """What the private bot may do in a group."""

    GONE = "gone"
    MUTE = "mute"
    MEMBER = "member"
    ADMIN = "admin"


class NotOffered(Exception):
    """This group was never offered as the desk, or the bot has left it since."""


@dataclass(frozen=True)
class Chat:
    """A group: its number, its title, and the forum topic something happened in."""

    number: int
    title: str = ""
    topic: int | None = None


def is_desk(session: Session, house: House, chat: int) -> bool:
    """Whether this group is where the desk is now."""
    return desk(session, house.seed.chat, house.seed.topic).chat == chat


def bot_stands(
    session: Session,
    by: Person,
    house: House,
    chat: Chat,
    before: Standing,
    after: Standing,
    *,
    now: datetime,
) -> None:
    """Note the private bot's new standing in a group. The caller commits.

    At the desk administrators are told what was lost or came back. Any other group is offered to
    them, whoever added the bot: a desk that moves may announce itself this way first.
    """
    if is_desk(session, house, chat.number):
        change = _change(before, after)
        if change is not None and _news(session, change):
            _tell_admins(session, change, {"title": chat.title}, now)
    elif after is Standing.GONE:
        _withdraw_offer(session, chat.number)
    elif before is Standing.GONE:
        key = f"{OFFERED}{chat.number}"
        if insert_once(session, Setting, key=key, value=""):
            for account in holders(session, Role.ADMIN):
                staffnews.offer_desk(session, account, chat.number, chat.title, now=now)


def make_desk(session: Session, by: Person, house: House, chat: Chat, *, now: datetime) -> Desk:
    """Make this group, or this topic of it, the verification group; returns where it is.

    What waits hangs there anew; whoever had left the former group is no longer away. The caller
    commits. Raises NotAllowed, NotOffered.
    """
    require(by, Right.MANAGE_PEOPLE)
    present = desk(session, house.seed.chat, house.seed.topic)
    if present.chat != chat.number and session.get(Setting, f"{OFFERED}{chat.number}") is None:
        raise NotOffered(chat.number)
    if move_desk(session, present, chat.number, chat.topic):
        _withdraw_offer(session, chat.number)
        session.execute(update(Account).values(away_at=None))
        local = now.astimezone(house.office.zone)
        today = local.replace(hour=0, minute=0, second=0, microsecond=0)
        handing.post_again(session, since=today, now=now)
        postings.say_at_desk(session, "desk.here_now", now=now)
        values: dict[str, object] = {"title": chat.title, "by": by.name}
        _tell_admins(session, "desk.made_desk", values, now, but=by.account)
    return Desk(chat.number, chat.topic)


def make_here(session: Session, by: Person, house: House, chat: Chat, *, now: datetime) -> Desk:
    """`make_desk` by a word written in the group itself, which shows that the bot is there."""
    require(by, Right.MANAGE_PEOPLE)
    insert_once(session, Setting, key=f"{OFFERED}{chat.number}", value="")
    return make_desk(session, by, house, chat, now=now)


def refuse(session: Session, by: Person, house: House, chat: Chat, *, now: datetime) -> None:
    """The bot shall leave this group again; never the desk. The caller commits.

    Raises NotAllowed, NotOffered.
    """
    require(by, Right.MANAGE_PEOPLE)
    offered = session.get(Setting, f"{OFFERED}{chat.number}") is not None
    if not offered or is_desk(session, house, chat.number):
        raise NotOffered(chat.number)
    _withdraw_offer(session, chat.number)


def member_left(
    session: Session, by: Person, house: House, chat: int, telegram_id: int, *, now: datetime
) -> bool:
    """An officer who left the desk, or was put out of it, decides nothing more from now on.

    Administrators are told. True when this changed somebody. The caller commits.
    """
    account = account_of(session, house.vault, telegram_id)
    if account is None or account.away_at is not None or not is_desk(session, house, chat):
        return False
    if session.get(AccountRole, (account.id, Role.VERIFIER)) is None:
        return False
    account.away_at = now
    session.add(account)
    _tell_admins(session, "desk.officer_left", {"name": account.name}, now)
    return True


def members_joined(
    session: Session,
    by: Person,
    house: House,
    chat: int,
    telegram_ids: list[int],
    *,
    now: datetime,
) -> int:
    """Officers who are back at the desk decide again; how many. The caller commits."""
    return sum(_joined(session, house, chat, one, now) for one in telegram_ids)


def _joined(session: Session, house: House, chat: int, telegram_id: int, now: datetime) -> bool:
    account = account_of(session, house.vault, telegram_id)
    if account is None or account.away_at is None or not is_desk(session, house, chat):
        return False
    account.away_at = None
    session.add(account)
    _tell_admins(session, "desk.officer_back", {"name": account.name}, now)
    return True


def _change(before: Standing, after: Standing) -> str | None:
    """What administrators read of a new standing at the desk; None when nothing was lost."""
    if after is before:
        return None
    if after is Standing.GONE:
        return "desk.bot_gone"
    if after is Standing.MUTE:
        return "desk.bot_mute"
    if before in (Standing.GONE, Standing.MUTE):
        return BACK
    return NO_ADMIN if before is Standing.ADMIN else None


def _news(session: Session, change: str) -> bool:
    """Whether this is worth telling: a bot that comes for the first time is not back."""
    lost = session.get(Setting, LOST)
    if change == BACK:
        if lost is None:
            return False
        session.delete(lost)
    elif change != NO_ADMIN and lost is None:
        session.add(Setting(key=LOST, value=""))
    return True


def _tell_admins(
    session: Session,
    key: str,
    values: dict[str, object],
    now: datetime,
    but: int | None = None,
) -> None:
    for account in holders(session, Role.ADMIN, but=(but,) if but is not None else ()):
        staffnews.tell_note(session, account, key, values, now=now)


def _withdraw_offer(session: Session, chat: int) -> None:
    row = session.get(Setting, f"{OFFERED}{chat}")
    if row is not None:
        session.delete(row)
        session.flush()
