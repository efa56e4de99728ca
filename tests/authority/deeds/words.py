"""What is written in the own chat, to either bot."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session

from desk.codes import shown
from desk.invites import PREFIX
from desk.openingsteps import State
from desk.rights import PRIVATE, PUBLIC, Role
from storage.tables import Invite
from tests.authority.deed import Before, Deed
from tests.authority.deeds.lists import WHY, asking
from tests.authority.deeds.own import reported
from tests.authority.people import Row, Who
from tests.authority.stage import Stage

Words = Callable[[Stage, Who, bool], str]


def _line(
    bot: str,
    action: str,
    words: str | Words,
    *shows: str,
    changes: str = "",
    before: Before | None = None,
    own: bool = False,
    each: bool = False,
    aside: str = "",
) -> Deed:
    async def act(stage: Stage, who: Who, own: bool) -> None:
        said = words if isinstance(words, str) else words(stage, who, own)
        await who.says(stage.office.private if bot == PRIVATE else stage.office.public, said)

    changed = tuple(changes.split())
    return Deed(action, act, shows, changed, before, own, each, each, aside=aside)


def _code(stage: Stage, who: Who, own: bool) -> str:
    return shown(stage.target(who).code)


def _token(who: Who) -> str:
    return f"ZmVyc3Rlci1iZXN1Y2g{who.person.id}"


def _invitation(stage: Stage, session: Session, who: Who, own: bool) -> None:
    now = stage.office.clock()
    row = Invite(
        token_hash=hashlib.sha256(_token(who).encode()).hexdigest(),
        role=Role.UNIT if who.row is Row.READER else Role.READER,
        invited_by=stage.helper.account,
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    session.add(row)


def _begun(stage: Stage, session: Session, who: Who, own: bool) -> None:
    if who.account:
        asking(stage, session, who.account, State.ASKING)


def _private(action: str, words: str | Words, *shows: str, **more: object) -> Deed:
    return _line(PRIVATE, action, words, *shows, **more)  # type: ignore[arg-type]


def of_private() -> tuple[Deed, ...]:
    """Commands, an invitation, a reason, and everything else."""

    def history(word: str) -> Deed:
        said: Words = lambda *of: f"{word} {_code(*of)}"  # noqa: E731
        return _private(word, said, "history.pages", "history.day", changes="log")

    def identity(word: str) -> Deed:
        said: Words = lambda *of: f"{word} {_code(*of)} {WHY}"  # noqa: E731
        return _private(word, said, "opening.asked", changes="opening log")

    forms = {
        "lapor report": ("form.question",),
        "harian daily": ("form.question", "form.review"),
        "nihil": ("form.review",),
    }
    lines = [
        *(_private(f"/{one}", f"/{one}", "staff.board") for one in ("meja", "desk")),
        *map(history, ("/riwayat", "/history")),
        *map(identity, ("/identitas", "/identity")),
        *(_private(f"/{one}", f"/{one}", "abuse.listing") for one in ("sanksi", "sanctions")),
    ]
    for several, shows in forms.items():
        for one in several.split():
            lines.append(_private(f"/{one}", f"/{one}", *shows, changes="draft"))
    for one in ("laporan", "status"):
        lines.append(_private(f"/{one}", f"/{one}", "citizen.own_reports"))
    return (
        *lines,
        *_privacy(PRIVATE),
        _private("/start", "/start", "staff.menu", "staff.paused", "agent.greeting"),
        _private(
            "an invitation",
            lambda stage, who, own: f"/start {PREFIX}{_token(who)}",
            "staff.menu",
            "staff.paused",
            changes="account_role invite",
            before=_invitation,
            each=True,
        ),
        _private(
            "why an identity matters",
            WHY,
            "opening.asked",
            changes="opening log",
            before=_begun,
            each=True,
            aside="draft",
        ),
        _private("anything else", "Air sungai naik", "form.question", changes="draft"),
    )


def _privacy(bot: str) -> list[Deed]:
    several = {
        "privacy.about": ("privasi", "privacy"),
        "privacy.data": ("data", "datasaya"),
        "privacy.ask": ("hapus", "erase"),
    }
    return [
        _line(bot, f"/{one}", f"/{one}", key) for key, words in several.items() for one in words
    ]


def of_public() -> tuple[Deed, ...]:
    """Commands, the keys of the menu, a tracking code, and everything else."""
    asked = ("form.question", "citizen.which_form")
    begins = {
        "citizen.welcome": "start menu",
        "form.question": "lapor report",
        "citizen.own_reports": "status laporan",
        "citizen.which_language": "bahasa language",
        "citizen.help": "bantuan help",
        "citizen.your_number": "nomor id",
    }
    keys = {
        "citizen.menu_report": asked,
        "citizen.menu_own": ("citizen.own_reports",),
        "citizen.menu_danger": ("form.question",),
        "citizen.menu_language": ("citizen.which_language",),
        "citizen.menu_help": ("citizen.help",),
    }

    def label(key: str) -> Words:
        return lambda stage, who, own: stage.office.label("id", key, {})

    return (
        *(
            _line(PUBLIC, f"/{one}", f"/{one}", key)
            for key, several in begins.items()
            for one in several.split()
        ),
        *_privacy(PUBLIC),
        *(_line(PUBLIC, key, label(key), *shows) for key, shows in keys.items()),
        _line(
            PUBLIC,
            "a code",
            lambda stage, who, own: shown(reported(stage, who, own).code),
            "citizen.status",
            own=True,
        ),
        _line(PUBLIC, "anything else", "Air sungai naik", "form.question", changes="draft"),
    )
