"""What tells of many reports at once: the queue card of a flood, and how the desk stands."""

from cards import labels, staff
from cards.easel import Easel
from cards.panels import next_key
from cards.report_card import report_code
from cards.screen import Drawn, Nothing, Screen
from desk import board, flood, reports
from desk.postings import DESK
from storage.outbox import Parcel

NAMED = 5  # reports that the queue card names


def draw_queue(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """One card instead of many: how many wait without one, and the most pressing of them."""
    stands, hangs = flood.backlog(easel.session), flood.told(easel.session)
    flooded = stands.waiting > flood.AT
    here = hangs is not None and hangs.chat == easel.desk.chat
    if not flooded and not here:
        return Nothing("no flood")
    words, office = easel.words_for(DESK), easel.house.office
    lines = tuple(
        (
            report.urgency != "normal",
            report_code(report),
            labels.category(office, report.category, words),
            labels.place(office, report.region, words),
            easel.now - report.submitted_at,
        )
        for report in reports.first_waiting(easel.session, NAMED)
    )
    text = words.html(
        "desk.queue_card",
        waiting=stands.waiting,
        pressing=stands.pressing,
        lines=lines if flooded else (),
        flooded=flooded,
    )
    rows = ((next_key(words),),) if flooded else ()
    return Drawn(
        Screen(text, rows),
        edit=hangs.message_id if hangs is not None and here else None,
        thread=easel.desk.topic,
        tells=(stands.waiting, stands.pressing) if flooded else (),
    )


def draw_board(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """How the desk stands, in the group."""
    stands = board.board(easel.session, easel.house.office.zone, easel.now)
    screen = staff.board(stands, easel.words_for(DESK), easel.now)
    return Drawn(screen, reply_to=parcel.payload.get("reply_to"), thread=easel.desk.topic)
