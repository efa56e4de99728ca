"""Parcels about questions: to the reporter, and answers below the card."""

from cards import agent, citizen
from cards.askpanel import answer_text, question_text
from cards.easel import Easel, subject_of
from cards.report_card import map_link, report_code, shortened
from cards.screen import Button, Drawn, Menu, Nothing, Screen
from cards.taps import AnswerTap
from desk import exchanges
from desk.exchanges import QUESTION
from desk.lifecycle import Status
from desk.postings import DESK
from desk.rights import PRIVATE
from storage.outbox import Parcel
from storage.tables import Card, Exchange, Report
from words import Html, Words

CARD_WAIT = 5  # seconds until an answer looks again for the card it belongs under
QUESTION_SHOWN, ANSWER_SHOWN = 200, 3200  # UTF-16 units in the group


def draw_asked(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """An officer's question, for the reporter; the reminder of it is not repeated."""
    row, report = _subject(easel, parcel)
    if row is None or report is None or report.status != Status.WAITING:
        return Nothing("decided meanwhile")
    again = parcel.kind == "asked_again"
    if row.closed_at is not None or (again and parcel.unsure):
        return Nothing("answered meanwhile")
    words = easel.words_for(parcel.recipient)
    if not question_text(row, words):
        return Nothing("erased")
    repeated = parcel.unsure
    return Drawn(question(row, report, words, again=again, repeated=repeated))


def question(
    row: Exchange, report: Report, words: Words, *, again: bool = False, repeated: bool = False
) -> Screen:
    """The question, which report it is about, how long there is, and how to answer."""
    text = words.html(
        "asking.question",
        code=report_code(report),
        excerpt=report.text,
        question=question_text(row, words),
        until=None if row.lapsed_at else row.due_at,
        again=again,
        repeated=repeated,
    )
    return Screen(text, ((_answer_button(row, words),),))


def ready(row: Exchange, report: Report, words: Words) -> Screen:
    """That the next message will be the answer."""
    asked = question_text(row, words)
    return Screen(words.html("asking.ready_for", code=report_code(report), question=asked))


def which(question_id: int, code: str, words: Words, *, draft: bool) -> Screen:
    """Whether the message just sent is the answer, or belongs to a report."""
    other = "asking.is_draft" if draft else "asking.is_new"
    row = (
        Button(words.text("asking.is_answer"), AnswerTap(question_id, "answer").pack()),
        Button(words.text(other), AnswerTap(question_id, "other").pack()),
    )
    return Screen(words.html("asking.which", code=code, draft=draft), (row,))


def draw_thanks(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """Thanks for an answer; with the question that is still open, if there is one."""
    row, report = _subject(easel, parcel)
    if row is None or report is None:
        return Nothing("report gone")
    words = easel.words_for(parcel.recipient)
    waiting = report.status == Status.WAITING
    left = exchanges.standing(easel.session, row.report_id).open if waiting else None
    text = words.html(
        "asking.thanks",
        code=report_code(report),
        decided=not waiting,
        left=question_text(left, words) if left else "",
        repeated=parcel.unsure,
    )
    if left is not None:
        return Drawn(Screen(text, ((_answer_button(left, words),),)))
    return Drawn(Screen(text, menu=_menu(easel, parcel, words)))


def draw_answer(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """An answer below the card, or that none came; one that stands there is put in its place."""
    row, report = _subject(easel, parcel)
    if row is None or report is None:
        return Nothing("report gone")
    recipient, session = parcel.recipient, easel.session
    card = session.get(Card, (report.id, recipient))
    to_desk = recipient == DESK
    hangs = card is not None and card.message_id is not None
    if to_desk and not (hangs and card is not None and card.chat_id == easel.desk.chat):
        return Nothing("the card comes first", wait=CARD_WAIT)
    words, code = easel.words_for(recipient), report_code(report)
    before = exchanges.message_of(session, row.id or 0, recipient)
    here = before is not None and (not to_desk or before.chat_id == easel.desk.chat)
    edit = before.message_id if before and here else None
    if row.kind == QUESTION:
        if row.closed_at is not None or parcel.unsure:
            return Nothing("answered meanwhile")
        text = words.html("asking.silence", code=code)
    else:
        text = _answer(easel, row, code, words, repeated=parcel.unsure and edit is None)
    return Drawn(
        Screen(text),
        edit=edit,
        reply_to=card.message_id if card else None,
        thread=easel.desk.topic if to_desk else None,
    )


def _answer(easel: Easel, row: Exchange, code: str, words: Words, *, repeated: bool) -> Html:
    asked = easel.session.get(Exchange, row.question_id) if row.question_id else None
    return words.html(
        "asking.answer",
        code=code,
        question=shortened(question_text(asked, words), QUESTION_SHOWN) if asked else "",
        answer=shortened(answer_text(row, words), ANSWER_SHOWN),
        spot=map_link(row.lat, row.lon),
        repeated=repeated,
    )


def _subject(easel: Easel, parcel: Parcel) -> tuple[Exchange | None, Report | None]:
    row = easel.session.get(Exchange, subject_of(parcel))
    return row, easel.session.get(Report, row.report_id) if row else None


def _answer_button(row: Exchange, words: Words) -> Button:
    return Button(words.text("asking.answer_it"), AnswerTap(row.id or 0, "begin").pack())


def _menu(easel: Easel, parcel: Parcel, words: Words) -> Menu:
    of_agent = parcel.bot == PRIVATE
    return agent.menu(easel.house.office, words) if of_agent else citizen.menu(words)
