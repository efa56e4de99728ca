"""One's own data: what is kept, and the two questions before all of it is erased."""

from datetime import datetime

from cards.screen import Button, Screen
from cards.taps import PrivacyTap
from desk.lifecycle import Status
from desk.privacy import Kept
from offices.office import Office
from words import Words


def privacy(office: Office, words: Words, now: datetime) -> Screen:
    """What happens with a person's data, and the ways to see and to erase it."""
    text = words.html("privacy.about", agency=office.agency, days=office.retention.reports)
    row = (_button("data", words, now), _button("erase", words, now))
    return Screen(text, (row,))


def data(kept: Kept, words: Words, now: datetime) -> Screen:
    """What is kept about this person, in a short list."""
    stands = kept.stands
    text = words.html(
        "privacy.data",
        codename=kept.codename,
        agent=kept.agent,
        since=kept.since,
        total=sum(kept.record.values()),
        waiting=kept.record.get(Status.WAITING, 0),
        drafts=kept.drafts,
        files=kept.files,
        warned=kept.warnings,
        stands={"kind": stands.kind, "until": stands.until} if stands else None,
    )
    return Screen(text, ((_button("erase", words, now),),))


def ask(kept: Kept, words: Words, now: datetime) -> Screen:
    """What goes, and what stays."""
    values = {"total": sum(kept.record.values()), "waiting": kept.record.get(Status.WAITING, 0)}
    text = words.html("privacy.ask", agent=kept.agent, silenced=kept.stands is not None, **values)
    return Screen(text, ((_button("sure", words, now), _button("keep", words, now)),))


def sure(words: Words, now: datetime) -> Screen:
    """Whether to really do it: nothing brings it back."""
    row = (_button("do", words, now), _button("keep", words, now))
    return Screen(words.html("privacy.sure"), (row,))


def _button(action: str, words: Words, now: datetime) -> Button:
    return Button(
        words.text("privacy.key", action=action), PrivacyTap(action, int(now.timestamp())).pack()
    )
