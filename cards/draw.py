"""From a parcel of the outbox to what is sent, drawn from the state at this moment."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from cards import (
    asked,
    history,
    ofdesk,
    ofleader,
    ofsource,
    ofstaff,
    opening,
    overdue,
    queue,
    sanctions,
)
from cards.easel import Easel, subject_of
from cards.screen import Drawn, Nothing
from desk import exchanges, flood, hanging, postings
from desk import opening as openings
from desk.postings import DESK
from storage.outbox import Parcel
from storage.tables import Report


def draw(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """What `parcel` looks like now. Nothing when its subject is gone or no longer asks for it."""
    drawer = DRAWERS.get(parcel.kind)
    return drawer(easel, parcel) if drawer else Nothing("unknown kind")


DRAWERS: dict[str, Callable[[Easel, Parcel], Drawn | Nothing]] = {
    "card": ofdesk.draw_card,
    "queue": queue.draw_queue,
    "board": queue.draw_board,
    "evidence": ofdesk.draw_evidence,
    "receipt": ofsource.draw_receipt,
    "outcome": ofsource.draw_outcome,
    "undone": ofsource.draw_undone,
    "evidence_added": ofsource.draw_evidence_added,
    "evidence_refused": ofsource.draw_evidence_refused,
    "question": ofsource.draw_question,
    "draft_reminder": ofsource.draw_draft_reminder,
    "note": ofstaff.draw_note,
    "overdue": overdue.draw_overdue,
    "followed_up": ofsource.draw_followed_up,
    "desk_offer": ofstaff.draw_desk_offer,
    "nihil": ofsource.draw_nihil,
    "joined": ofstaff.draw_joined,
    "access": ofstaff.draw_access,
    "whole": ofdesk.draw_whole,
    "alert": ofleader.draw_alert,
    "alert_over": ofleader.draw_alert_over,
    "log_head": ofstaff.draw_head,
    "history": history.draw_history,
    "opening_card": opening.draw_card,
    "identity": opening.draw_identity,
    "take_away": opening.draw_taking_away,
    "asked": asked.draw_asked,
    "asked_again": asked.draw_asked,
    "thanks": asked.draw_thanks,
    "answer": asked.draw_answer,
    "sanction": sanctions.draw_sanction,
    "sanction_lifted": sanctions.draw_lifted,
}

IN_PARTS = ("whole", "history")


CARRIES = ("asked", "asked_again", "thanks", "answer")
"""What carries a question or an answer: a reply to it finds its way."""


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
        report_id = subject_of(parcel)
        card = hanging.card_at(session, report_id, parcel.recipient)
        card.message_id = message_id
        if parcel.recipient == DESK:
            card.chat_id = chat
        session.add(card)
    if parcel.kind == "queue" and message_id is not None:
        flood.note_told(session, chat, message_id, drawn.tells, now)
    if parcel.kind in CARRIES and drawn.edit is None and message_id is not None:
        group = chat if parcel.recipient == DESK else None
        number, to = subject_of(parcel), parcel.recipient
        exchanges.arrived(session, number, to, group, message_id, now)
    if parcel.kind == "evidence":
        ofdesk.files_arrived(session, parcel, drawn, now)
    if parcel.kind == "identity":
        unsure = parcel.unsure
        openings.shown(session, subject_of(parcel), message_id, unsure=unsure, now=now)
    report = session.get(Report, subject_of(parcel)) if parcel.kind in IN_PARTS else None
    if report is not None:  # parts follow one another so that they arrive in order
        account, part = int(parcel.recipient.partition(":")[2]), int(parcel.payload["part"]) + 1
        tap = parcel.payload["tap"]
        postings.hand_parts(session, parcel.kind, report, account, tap, part, now=now)
