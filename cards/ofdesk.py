"""Parcels about a report for officers: its card, its files, every word of it."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from cards import answers, rating
from cards.easel import Easel, subject_of
from cards.marks import marks
from cards.panels import keyboard
from cards.report_card import About, report_card, report_code
from cards.screen import Drawn, Nothing, Piece, Screen
from cards.sight import Sight
from desk import albums, evidence, postings, reports
from desk.hanging import MAIN
from desk.lifecycle import Status
from desk.links import kin_of
from desk.postings import DESK
from desk.rights import PRIVATE
from storage.files.clean import neutral_name
from storage.outbox import Parcel
from storage.tables import Account, Card, Evidence, Report, Source
from words import Html, Words

CARD_WAIT = 5  # seconds until evidence looks again for the card it belongs under


def draw_card(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """The card of a report: posted, or put in place of the one that hangs."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None:
        return Nothing("report gone")
    recipient, session = parcel.recipient, easel.session
    card = session.get(Card, (report.id, recipient))
    here = card is not None and (recipient != DESK or card.chat_id == easel.desk.chat)
    hangs = card is not None and here and card.message_id is not None
    if recipient == DESK and not hangs and _decided_elsewhere(easel, report):
        return Nothing("decided before its card could hang")
    if report.erased_at is not None and not hangs:
        return Nothing("erased before its card could hang")
    files = evidence.counts(session, report.id or 0)
    kin = kin_of(session, report, now=easel.now)
    offered = tuple(card.offered) if card else ()
    words = easel.words_for(recipient)
    sight = Sight(easel, report, words, files, recipient=recipient, offered=offered, kin=kin)
    decider = session.get(Account, report.decided_by) if report.decided_by else None
    source = session.get(Source, report.source_id)  # kept: the marks ask for it too
    text, cut = report_card(
        report,
        about=_about(easel, report, source, words),
        decided_by=decider.name if decider else None,
        files=files,
        office=easel.house.office,
        words=words,
        repeated=parcel.unsure and not hangs,
        marks=marks(sight),
    )
    text = Html(rating.heading(report, words) + text)
    said, rows = keyboard(replace(sight, cut=cut), card.panel if card else MAIN)
    return Drawn(
        Screen(Html(f"{text}\n\n{said}") if said else text, rows),
        edit=card.message_id if card and hangs else None,
        thread=easel.desk.topic if recipient == DESK else None,
    )


def _decided_elsewhere(easel: Easel, report: Report) -> bool:
    """Whether an officer pulled the report in a flood and decided it in the own chat."""
    if report.status == Status.WAITING:
        return False
    elsewhere = select(Card.report_id).where(Card.report_id == report.id, Card.recipient != DESK)
    never = easel.session.get(Card, (report.id, DESK))
    hung = never is not None and never.message_id is not None
    return not hung and easel.session.exec(elsewhere.limit(1)).first() is not None


def _about(easel: Easel, report: Report, source: Source | None, words: Words) -> About:
    """The source as officers may know it; an agent's record goes along with the codename."""
    if source is None:
        return About("—")
    agent = source.bot == PRIVATE
    return About(
        source.codename,
        reports.record_of(easel.session, source.id) if agent else None,
        answers.further(report, easel.house, words),
    )


def draw_evidence(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """Files below the card, or all of them into an officer's private chat."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None or report.status == Status.WITHDRAWN:
        return Nothing("report gone")
    to_desk = parcel.recipient == DESK
    if parcel.unsure and to_desk:
        return Nothing("may have arrived; the card's button brings the files")
    card = easel.session.get(Card, (report.id, DESK))
    if to_desk and (card is None or card.message_id is None or card.chat_id != easel.desk.chat):
        return Nothing("the card comes first", wait=CARD_WAIT)
    left = albums.still_to_show(easel.session, report.id or 0, _done(parcel), to_desk=to_desk)
    if not left:
        return Nothing("shown already")
    album = albums.together(left)
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


def draw_whole(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """One part of everything that was reported."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None or report.status == Status.WITHDRAWN:
        return Nothing("report gone")
    parts = answers.whole(report, easel.house, easel.words_for(parcel.recipient))
    number = int(parcel.payload.get("part", 1))
    return Drawn(Screen(parts[number - 1])) if number <= len(parts) else Nothing("no such part")


def files_arrived(session: Session, parcel: Parcel, drawn: Drawn, now: datetime) -> None:
    """Note which files were brought; what does not fit into one album follows."""
    done = [piece.evidence_id for piece in drawn.pieces]
    if parcel.recipient == DESK:
        for evidence_id in done:
            row = session.get(Evidence, evidence_id)
            if row is not None:
                row.shown_at = now
                session.add(row)
        session.flush()
    report = session.get(Report, subject_of(parcel))
    if report is None:
        return
    done += _done(parcel)
    to_desk = parcel.recipient == DESK
    if albums.still_to_show(session, report.id or 0, done, to_desk=to_desk):
        postings.more_evidence(session, report, parcel.recipient, done, now=now)
