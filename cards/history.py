"""The history of a report: every step with who and when, in as many messages as it takes."""

from itertools import groupby

from cards.easel import Easel, subject_of
from cards.parts import Block, pack
from cards.report_card import report_code
from cards.screen import Button, Drawn, Nothing, Rows, Screen
from cards.taps import OpeningTap
from desk import people
from desk.history import SOURCE, SYSTEM, Step, steps
from desk.rights import Right
from storage.outbox import Parcel
from storage.tables import Report
from words import Html, Words

DETAILS = ("grade", "reason", "what", "urgency")
"""What a step tells beyond its event; other details are for the machine."""


def draw_history(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """One part of the history; the last one has the button to ask for an identity."""
    report = easel.session.get(Report, subject_of(parcel))
    if report is None:
        return Nothing("report gone")
    words = easel.words_for(parcel.recipient)
    parts = pages(easel, report, words)
    number = int(parcel.payload.get("part", 1))
    if number > len(parts):
        return Nothing("no such part")
    rows: Rows = ()
    may_ask = people.may_still(easel.session, parcel.recipient, Right.OPEN_IDENTITY)
    if number == len(parts) and may_ask:
        data = OpeningTap("ask", report.id or 0).pack()
        rows = ((Button(words.text("opening.ask"), data),),)
    return Drawn(Screen(parts[number - 1], rows))


def pages(easel: Easel, report: Report, words: Words) -> tuple[Html, ...]:
    """The steps by local day."""
    zone = easel.house.office.zone
    days = groupby(
        steps(easel.session, report.id or 0), key=lambda one: one.at.astimezone(zone).date()
    )
    blocks = [
        Block(
            tuple(_line(one, words) for one in several),
            words.html("history.day", day=day),
        )
        for day, several in days
    ]
    code = report_code(report)

    def head(part: int, parts: int) -> Html:
        return words.html("history.pages", code=code, part=part, parts=parts)

    return pack(blocks, head)


def _line(step: Step, words: Words) -> Html:
    details = [
        said
        for key in DETAILS
        if key in step.details
        and (said := words.text("history.detail", key=key, value=str(step.details[key])))
    ]
    who = {
        SOURCE: words.text("history.by_source"),
        SYSTEM: words.text("history.by_system"),
    }.get(step.kind, step.who)
    event = words.text("history.event", key=step.event)
    return words.html("history.step", at=step.at, event=event, details=details, who=who)
