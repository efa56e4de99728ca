"""Parcels for leaders besides digests: alerts, and their retraction."""

from cards import labels
from cards.easel import Easel, subject_of
from cards.report_card import report_code, shortened
from cards.screen import PATIENCE, Drawn, Nothing, Screen
from desk.lifecycle import Status, Urgency
from storage import heldback
from storage.outbox import Parcel
from storage.tables import Report

WORDS_SHOWN = 800  # UTF-16 units of what was reported: an alert is read at a glance


def draw_alert(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """An approved emergency: what, where, when and how sure. Of the source nothing at all."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None or not _stands(report):
        return Nothing("no emergency")
    words, office = easel.words_for(parcel.recipient), easel.house.office
    text = words.html(
        "leader.alert",
        brand=office.brand,
        code=report_code(report),
        category=labels.category(office, report.category, words),
        place=labels.place(office, report.region, words),
        happened=report.happened_at,
        text=shortened(report.summary or report.text, WORDS_SHOWN),
        source=words.text("desk.source", letter=report.grade_source or "F"),
        information=words.text("desk.information", figure=report.grade_information or "6"),
        repeated=parcel.unsure,
    )
    return Drawn(Screen(text))


def draw_alert_over(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """That an alert holds no longer, for who got it; and how the report stands now."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None or _stands(report):
        return Nothing("an emergency still")
    told = heldback.arrived(easel.session, int(parcel.payload["of"]))
    if not told:
        return Nothing("never alerted", wait=PATIENCE if told is None else None)
    words = easel.words_for(parcel.recipient)
    text = words.html(
        "leader.alert_over",
        code=report_code(report),
        status=str(report.status),
        repeated=parcel.unsure,
    )
    return Drawn(Screen(text))


def _stands(report: Report) -> bool:
    return report.status == Status.APPROVED and report.urgency == Urgency.EMERGENCY
