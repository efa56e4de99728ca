"""What is late: the quiet reminder at the desk, and for those it goes on to."""

from cards import labels
from cards.easel import Easel
from cards.report_card import report_code
from cards.screen import Drawn, Nothing, Screen
from desk import deadlines
from desk.postings import DESK
from storage.outbox import Parcel
from storage.tables import Account

NAMED = 15  # reports that one list names


def draw_overdue(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """The reports past a deadline now; nothing when all were handled meanwhile."""
    office, words = easel.house.office, easel.words_for(parcel.recipient)
    over = int(parcel.payload.get("over", 0))
    found = deadlines.late(easel.session, office, easel.now, over)
    if not found:
        return Nothing("handled meanwhile")
    lines = tuple(
        (
            report_code(one.report),
            labels.place(office, one.report.region, words),
            one.wanted.value,
            one.days,
            _holder(easel, one.report.taken_by),
        )
        for one in found[:NAMED]
    )
    text = words.html("desk.overdue", lines=lines, more=len(found) - len(lines), over=over)
    at_desk = parcel.recipient == DESK
    return Drawn(Screen(text), thread=easel.desk.topic if at_desk else None, quiet=at_desk)


def _holder(easel: Easel, account: int | None) -> str:
    row = easel.session.get(Account, account) if account else None
    return row.name if row else ""
