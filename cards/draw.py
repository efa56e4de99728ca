"""From a parcel of the outbox to what is sent, drawn from the state at this moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from cards import agent, answers, citizen, staff
from cards.question import question
from cards.report_card import About, report_card, report_code
from cards.screen import Drawn, Nothing, Piece, Screen
from desk import conversation, drafts, evidence, notices, reports
from desk.house import House
from desk.lifecycle import Status
from desk.notices import DESK
from desk.people import PRIVATE, PUBLIC, Role
from storage.files.clean import neutral_name
from storage.outbox import Parcel
from storage.tables import Account, Card, Daily, Draft, Evidence, Invite, Report, Source
from words import Library, Words

CARD_WAIT = 5  # seconds until evidence looks again for the card it belongs under


@dataclass(frozen=True)
class Desk:
    """Where the verification group is now: its chat id, and its forum topic if it has one."""

    chat: int
    topic: int | None = None


@dataclass(frozen=True)
class Easel:
    """What drawing needs: a session to read, the office, the words, the desk, the moment."""

    session: Session
    house: House
    library: Library
    desk: Desk
    now: datetime

    def words_for(self, recipient: str) -> Words:
        """The words of whoever reads it; the office's for the group."""
        kind, _, key = recipient.partition(":")
        row: Source | Account | None = None
        if kind == "source":
            row = self.session.get(Source, key)
        elif kind == "account":
            row = self.session.get(Account, int(key))
        return self.library.in_(row.language if row else self.house.office.language)


def draw(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """What `parcel` looks like now. Nothing when its subject is gone or no longer asks for it."""
    drawer = DRAWERS.get(parcel.kind)
    return drawer(easel, parcel) if drawer else Nothing("unknown kind")


def _subject(parcel: Parcel) -> int:
    return int((parcel.subject or "x:0").partition(":")[2])


def _card(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    report = easel.session.get(Report, _subject(parcel))
    if report is None:
        return Nothing("report gone")
    card = easel.session.get(Card, report.id)
    hangs = card is not None and card.chat_id == easel.desk.chat and card.message_id is not None
    source = easel.session.get(Source, report.source_id)
    decider = easel.session.get(Account, report.decided_by) if report.decided_by else None
    screen = report_card(
        report,
        panel=card.panel if card else "main",
        about=_about(easel, report, source),
        decided_by=decider.name if decider else None,
        files=evidence.counts(easel.session, report.id or 0),
        office=easel.house.office,
        words=easel.words_for(DESK),
        repeated=parcel.unsure and not hangs,
    )
    return Drawn(
        screen,
        edit=card.message_id if card and hangs else None,
        thread=easel.desk.topic,
    )


def _about(easel: Easel, report: Report, source: Source | None) -> About:
    """The source as officers may know it; an agent's record goes along with the codename."""
    if source is None:
        return About("—")
    agent = source.bot == PRIVATE
    return About(
        source.codename,
        reports.record_of(easel.session, source.id) if agent else None,
        answers.further(report, easel.house, easel.words_for(DESK)),
    )


def _evidence(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """Files below the card, or all of them into an officer's private chat."""
    report = easel.session.get(Report, _subject(parcel))
    if report is None or report.status == Status.WITHDRAWN:
        return Nothing("report gone")
    to_desk = parcel.recipient == DESK
    if parcel.unsure and to_desk:
        return Nothing("may have arrived; the card's button brings the files")
    card = easel.session.get(Card, report.id)
    if to_desk and (card is None or card.message_id is None or card.chat_id != easel.desk.chat):
        return Nothing("the card comes first", wait=CARD_WAIT)
    left = evidence.still_to_show(easel.session, report.id or 0, _done(parcel), to_desk=to_desk)
    if not left:
        return Nothing("shown already")
    album = evidence.together(left)
    numbers = [number for number, _ in album]
    words, code = easel.words_for(parcel.recipient), report_code(report)
    return Drawn(
        Screen(words.html("desk.evidence_caption", code=code)),
        instead=Screen(words.html("desk.evidence_stays", code=code, numbers=numbers)),
        reply_to=card.message_id if card and to_desk else None,
        thread=easel.desk.topic if to_desk else None,
        pieces=tuple(
            Piece(
                row.id or 0,
                row.sha256 or "",
                row.media_type or "",
                neutral_name(report.code, number, row.extension or ""),
            )
            for number, row in album
        ),
    )


def _done(parcel: Parcel) -> list[int]:
    """Which files this request has brought already: what is no album goes apart."""
    return [int(one) for one in parcel.payload.get("done", [])]


def _receipt(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    report = easel.session.get(Report, _subject(parcel))
    if report is None:
        return Nothing("report gone")
    words = easel.words_for(parcel.recipient)
    kind = agent if parcel.bot == PRIVATE else citizen
    return Drawn(kind.receipt(report, easel.house.office, words, repeated=parcel.unsure))


def _outcome(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    report = easel.session.get(Report, _subject(parcel))
    if report is None or report.status not in (Status.APPROVED, Status.REJECTED):
        return Nothing("no outcome")
    words = easel.words_for(parcel.recipient)
    if parcel.bot == PRIVATE and report.status == Status.APPROVED:
        return Drawn(agent.outcome(report, words, repeated=parcel.unsure))
    return Drawn(citizen.outcome(report, words, repeated=parcel.unsure))


def _nihil(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    daily = easel.session.get(Daily, _subject(parcel))
    if daily is None:
        return Nothing("daily report gone")
    report = easel.session.get(Report, daily.report_id) if daily.report_id else None
    code = report_code(report) if report else ""
    words, office = easel.words_for(parcel.recipient), easel.house.office
    unsure = parcel.unsure
    return Drawn(agent.nihil(office, daily.region, daily.day, code, words, repeated=unsure))


def _joined(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    invite = easel.session.get(Invite, _subject(parcel))
    account = easel.session.get(Account, invite.used_by) if invite and invite.used_by else None
    if invite is None or account is None or parcel.unsure:
        return Nothing("invitation gone")
    words = easel.words_for(parcel.recipient)
    return Drawn(staff.joined(account.name, Role(invite.role), words))


def _access(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    words = easel.words_for(parcel.recipient)
    return Drawn(staff.access(str(parcel.payload.get("change")), words))


def _whole(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    report = easel.session.get(Report, _subject(parcel))
    if report is None or report.status == Status.WITHDRAWN:
        return Nothing("report gone")
    parts = answers.whole(report, easel.house, easel.words_for(parcel.recipient))
    number = int(parcel.payload.get("part", 1))
    return Drawn(Screen(parts[number - 1])) if number <= len(parts) else Nothing("no such part")


def _evidence_added(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    report = easel.session.get(Report, _subject(parcel))
    if report is None or parcel.unsure:
        return Nothing("report gone")
    words = easel.words_for(parcel.recipient)
    return Drawn(citizen.simple(words, "citizen.evidence_added", code=report_code(report)))


def _evidence_refused(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    row = easel.session.get(Evidence, _subject(parcel))
    if row is None or parcel.unsure:
        return Nothing("file gone")
    reason = "lost" if row.state == "lost" else row.reason
    report = easel.session.get(Report, row.report_id) if row.report_id else None
    code = report_code(report) if report else ""
    words = easel.words_for(parcel.recipient)
    return Drawn(citizen.simple(words, "citizen.evidence_refused", reason=reason, code=code))


def _question(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """The question somebody is at, or the menu: whatever could not be said at once."""
    words = easel.words_for(parcel.recipient)
    office = easel.house.office
    stand = conversation.show_of(easel.session, easel.house, parcel.recipient, easel.now)
    if stand is not None:
        return Drawn(question(stand, office, words))
    if parcel.bot == PUBLIC:
        return Drawn(citizen.help_(office, words))
    return Drawn(citizen.simple(words, "staff.use_menu"))


def _draft_reminder(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    row = easel.session.get(Draft, _subject(parcel))
    if row is None or parcel.unsure:
        return Nothing("draft gone")
    left = row.touched_at + drafts.GONE_AFTER - easel.now
    hours = max(1, round(left / timedelta(hours=1)))
    words = easel.words_for(parcel.recipient)
    return Drawn(citizen.reminder(row.id or 0, row.revision, hours, words))


def _note(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    values: dict[str, Any] = dict(parcel.payload.get("values", {}))
    if isinstance(values.get("at"), str):
        values["at"] = datetime.fromisoformat(values["at"])
    words = easel.words_for(parcel.recipient)
    return Drawn(
        Screen(words.html(parcel.payload["key"], **values)),
        reply_to=parcel.payload.get("reply_to"),
        thread=easel.desk.topic if parcel.recipient == DESK else None,
    )


DRAWERS: dict[str, Callable[[Easel, Parcel], Drawn | Nothing]] = {
    "card": _card,
    "evidence": _evidence,
    "receipt": _receipt,
    "outcome": _outcome,
    "evidence_added": _evidence_added,
    "evidence_refused": _evidence_refused,
    "question": _question,
    "draft_reminder": _draft_reminder,
    "note": _note,
    "nihil": _nihil,
    "joined": _joined,
    "access": _access,
    "whole": _whole,
}


def after_sending(
    session: Session,
    parcel: Parcel,
    drawn: Drawn,
    chat: int,
    message_id: int | None,
    now: datetime,
) -> None:
    """Note what the sending of `parcel` made true, in the unit that marks it sent."""
    if parcel.kind == "card" and drawn.edit is None and message_id is not None:
        report_id = _subject(parcel)
        card = session.get(Card, report_id) or Card(report_id=report_id)
        card.chat_id, card.message_id = chat, message_id
        session.add(card)
    if parcel.kind == "evidence":
        _files_arrived(session, parcel, drawn, now)
    report = session.get(Report, _subject(parcel)) if parcel.kind == "whole" else None
    if report is not None:  # parts follow one another so that they arrive in order
        account, part = int(parcel.recipient.partition(":")[2]), int(parcel.payload["part"]) + 1
        notices.hand_whole(session, report, account, parcel.payload["tap"], part, now=now)


def _files_arrived(session: Session, parcel: Parcel, drawn: Drawn, now: datetime) -> None:
    """Note which files were brought; what does not fit into one album follows."""
    done = [piece.evidence_id for piece in drawn.pieces]
    if parcel.recipient == DESK:
        for evidence_id in done:
            row = session.get(Evidence, evidence_id)
            if row is not None:
                row.shown_at = now
                session.add(row)
        session.flush()
    report = session.get(Report, _subject(parcel))
    if report is None:
        return
    done += _done(parcel)
    to_desk = parcel.recipient == DESK
    if evidence.still_to_show(session, report.id or 0, done, to_desk=to_desk):
        notices.more_evidence(session, report, parcel.recipient, done, now=now)
