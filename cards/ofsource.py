"""Parcels for whoever reported: receipts, outcomes, questions, reminders."""

from datetime import timedelta

from cards import agent, citizen, mended
from cards.easel import Easel, subject_of
from cards.question import question
from cards.report_card import report_code
from cards.screen import PATIENCE, Drawn, Nothing, Screen
from desk import conversation, drafts
from desk.alike import alike_to
from desk.lifecycle import Status
from desk.rights import PRIVATE, PUBLIC
from storage import heldback
from storage.outbox import Parcel
from storage.tables import Daily, Draft, Evidence, Report


def draw_receipt(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """The thanks, with the tracking code."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None:
        return Nothing("report gone")
    words = easel.words_for(parcel.recipient)
    kind = agent if parcel.bot == PRIVATE else citizen
    return Drawn(kind.receipt(report, easel.house.office, words, repeated=parcel.unsure))


def draw_outcome(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """What became of a report."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None or report.status not in (Status.APPROVED, Status.REJECTED):
        return Nothing("no outcome")
    words = easel.words_for(parcel.recipient)
    if parcel.bot == PRIVATE and report.status == Status.APPROVED:
        return Drawn(agent.outcome(report, words, repeated=parcel.unsure))
    mend = mended.mend_rows(report, easel.house.office, words)
    return Drawn(citizen.outcome(report, words, mend=mend, repeated=parcel.unsure))


def draw_followed_up(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """That something was done about a report."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None or report.followed_at is None:
        return Nothing("not followed up")
    words = easel.words_for(parcel.recipient)
    return Drawn(citizen.simple(words, "citizen.followed_up", code=report_code(report)))


def draw_undone(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """That the outcome told before holds no longer: while that is so, and if it arrived."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None or report.status != Status.WAITING:
        return Nothing("decided again")
    told = heldback.arrived(easel.session, int(parcel.payload["of"]))
    if not told:
        return Nothing("never told", wait=PATIENCE if told is None else None)
    words = easel.words_for(parcel.recipient)
    text = words.html("undoing.told", code=report_code(report), repeated=parcel.unsure)
    return Drawn(Screen(text))


def draw_nihil(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """That an area's quiet day was noted."""
    daily = easel.session.get(Daily, subject_of(parcel))
    if daily is None:
        return Nothing("daily report gone")
    report = easel.session.get(Report, daily.report_id) if daily.report_id else None
    code = report_code(report) if report else ""
    words, office = easel.words_for(parcel.recipient), easel.house.office
    unsure = parcel.unsure
    return Drawn(agent.nihil(office, daily.region, daily.day, code, words, repeated=unsure))


def draw_evidence_added(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """That late files joined a report already sent."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None or parcel.unsure:
        return Nothing("report gone")
    words = easel.words_for(parcel.recipient)
    return Drawn(citizen.simple(words, "citizen.evidence_added", code=report_code(report)))


def draw_evidence_refused(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """That a file could not be taken, and why."""
    row = easel.session.get(Evidence, subject_of(parcel))
    if row is None or parcel.unsure:
        return Nothing("file gone")
    reason = "lost" if row.state == "lost" else row.reason
    report = easel.session.get(Report, row.report_id) if row.report_id else None
    code = report_code(report) if report else ""
    words = easel.words_for(parcel.recipient)
    return Drawn(citizen.simple(words, "citizen.evidence_refused", reason=reason, code=code))


def draw_question(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """The question somebody is at, or the menu: whatever could not be said at once."""
    words = easel.words_for(parcel.recipient)
    office = easel.house.office
    stand = conversation.show_of(easel.session, easel.house, parcel.recipient, easel.now)
    if stand is not None:
        private, source = parcel.bot == PRIVATE, parcel.recipient.partition(":")[2]
        alike = alike_to(easel.session, source, stand, office.zone) if private else ()
        return Drawn(question(stand, office, words, alike))
    if parcel.bot == PUBLIC:
        return Drawn(citizen.help_(office, words))
    return Drawn(citizen.simple(words, "staff.use_menu"))


def draw_draft_reminder(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """That something was begun and not sent."""
    row = easel.session.get(Draft, subject_of(parcel))
    if row is None or parcel.unsure:
        return Nothing("draft gone")
    left = row.touched_at + drafts.GONE_AFTER - easel.now
    hours = max(1, round(left / timedelta(hours=1)))
    words = easel.words_for(parcel.recipient)
    return Drawn(citizen.reminder(row.id or 0, row.revision, hours, words))
