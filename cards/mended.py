"""Mending a rejected report: the button for its reporter, the line on its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cards import citizen
from cards.report_card import report_code, shortened
from cards.screen import Button, Rows, Screen
from cards.taps import MendTap
from desk import exchanges
from desk.exchanges import EARLIER
from desk.lifecycle import Status
from forms.form import Purpose
from offices.office import Office
from storage.tables import Report
from words import Html, Words

if TYPE_CHECKING:  # the panels import what is drawn of a card
    from cards.sight import Sight

SHOWN = 100  # UTF-16 units of the earlier words on the card


def mend_rows(report: Report, office: Office, words: Words) -> Rows:
    """The button below a rejected report; none for what can only be sent anew."""
    form = office.forms().get(report.form)
    if report.status != Status.REJECTED or form is None or form.purpose != Purpose.REPORT:
        return ()
    return ((Button(words.text("mending.mend"), MendTap(report.id or 0).pack()),),)


def intro(report: Report, words: Words) -> Screen:
    """That the report can be mended now, and why it was rejected."""
    reason = citizen.reason(report, words)
    return Screen(words.html("mending.intro", code=report_code(report), reason=reason))


def mended_mark(sight: Sight) -> Html | None:
    """That a report that waits was rejected before, and what it said then."""
    if not sight.waiting or sight.report.version == 1:
        return None
    rows = exchanges.of_report(sight.easel.session, sight.report.id or 0)
    earlier = [row for row in rows if row.kind == EARLIER]
    if not earlier:
        return None
    before = shortened(" ".join((earlier[-1].text or "").split()), SHOWN)
    return sight.words.html("mending.mark", at=earlier[-1].at, before=before)
