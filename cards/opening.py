"""An identity asked for: what the second person sees, and what whoever asked is shown."""

from cards.easel import Easel, subject_of
from cards.report_card import report_code
from cards.screen import Button, Drawn, Nothing, Rows, Screen
from cards.taps import OpeningTap
from desk import openingsteps as steps
from desk.judging import judges, may_still_ask
from desk.openingnews import SHOWN_FOR, card_of
from desk.openingsteps import State
from desk.people import account_of
from storage.outbox import Parcel
from storage.tables import Account, Opening, Report, Source
from words import Words


def draw_card(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """The asking, with two buttons while it waits; afterwards how it ended, without the reason."""
    session, vault = easel.session, easel.house.vault
    opening = session.get(Opening, subject_of(parcel))
    report = session.get(Report, opening.report_id) if opening else None
    if opening is None or report is None:
        return Nothing("asking gone")
    hangs = card_of(session, parcel.subject or "", parcel.recipient)
    waits = opening.state == State.WAITING
    mine = int(parcel.recipient.partition(":")[2])
    if waits and mine not in judges(session, easel.house, report, opening.asked_by):
        return Nothing("no longer entitled")
    if not waits and hangs is None:
        return Nothing("answered before it was shown")
    words = easel.words_for(parcel.recipient)
    asker = session.get(Account, opening.asked_by)
    source = session.get(Source, report.source_id)
    sealed = opening.reason if waits else None
    reason = vault.open(sealed, steps.about(opening)) if sealed else ""
    text = words.html(
        "opening.card",
        code=report_code(report),
        codename=source.codename if source else "—",
        name=asker.name if asker else "—",
        reason=reason,
        state=opening.state,
        by=steps.decider(session, opening),
        until=opening.expires_at,
    )
    return Drawn(Screen(text, _answers(opening, words) if waits else ()), edit=hangs)


def _answers(opening: Opening, words: Words) -> Rows:
    number = opening.id or 0
    return (
        (
            Button(words.text("opening.confirm"), OpeningTap("confirm", number).pack()),
            Button(words.text("opening.refuse"), OpeningTap("refuse", number).pack()),
        ),
    )


def draw_identity(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """Who reported, as the vault knows it now; what may have arrived is not repeated."""
    session, house = easel.session, easel.house
    opening = session.get(Opening, subject_of(parcel))
    report = session.get(Report, opening.report_id) if opening else None
    if opening is None or report is None or opening.state != State.CONFIRMED:
        return Nothing("not agreed to")
    if not may_still_ask(session, house, opening.asked_by, report):
        return Nothing("no longer entitled")
    words, code = easel.words_for(parcel.recipient), report_code(report)
    if parcel.unsure:
        return Drawn(Screen(words.html("opening.maybe_shown", code=code)))
    identity = house.vault.identity(session, f"source:{report.source_id}")
    contacts = house.vault.contacts(session, f"contact:{report.id}:")
    if identity is None and not contacts:
        return Drawn(Screen(words.html("opening.erased", code=code)))
    account = account_of(session, house.vault, identity.telegram_id) if identity else None
    text = words.html(
        "opening.identity",
        code=code,
        telegram=identity.telegram_id if identity else None,
        name=account.name if account else "",
        contacts=[(one.get("name", ""), one.get("phone", "")) for one in contacts],
        minutes=int(SHOWN_FOR.total_seconds() // 60),
    )
    return Drawn(Screen(text), protect=True)


def draw_taking_away(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """Nothing to read: the message that showed an identity goes."""
    return Drawn(remove=int(parcel.payload["message_id"]))


def write_reason(code: str, words: Words) -> Screen:
    """To whoever asks: why? The next words are the reason."""
    row = (Button(words.text("opening.drop"), OpeningTap("drop", 0).pack()),)
    shortest, longest = steps.REASON_LENGTH
    minutes = int(steps.WRITES_WITHIN.total_seconds() // 60)
    text = words.html(
        "opening.write_reason", code=code, shortest=shortest, longest=longest, minutes=minutes
    )
    return Screen(text, (row,))
