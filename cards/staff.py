"""What the private bot shows people of the office."""

from datetime import datetime

from cards import labels
from cards.report_card import report_code
from cards.screen import Button, Rows, Screen, in_rows
from cards.taps import StaffTap
from desk.people import Enrolled, Person, Right
from offices.office import Office
from storage.tables import Report
from words import Words

LISTED = 40  # people in one message; the command line knows all
ENTRIES: tuple[tuple[Right, tuple[str, ...]], ...] = (
    (Right.VERIFY, ("queue",)),
    (Right.READ_DIGEST, ("today", "yesterday", "last_week", "last_month")),
    (Right.MANAGE_PEOPLE, ("people",)),
)


def menu(person: Person, office: Office, words: Words) -> Screen:
    """What this person's roles can do; roles add up in one menu."""
    names = [labels.role(role, words) for role in sorted(person.roles)]
    text = words.html("staff.menu", service=office.service, name=person.name, roles=names)
    return Screen(text, menu_rows(person, words))


def menu_rows(person: Person, words: Words) -> Rows:
    """The buttons of the menu."""
    keys = [key for right, group in ENTRIES if right in person.rights for key in group]
    buttons = tuple(
        Button(words.text(f"staff.key_{key}"), StaffTap(key).pack()) for key in (*keys, "language")
    )
    return in_rows(buttons, 2)


def queue(
    total: int, reports: list[Report], office: Office, words: Words, *, now: datetime
) -> Screen:
    """What waits: urgent first, then the oldest."""
    lines = tuple(
        (
            report.urgency == "urgent",
            report_code(report),
            labels.place(office, report.region, words),
            now - report.submitted_at,
        )
        for report in reports
    )
    return Screen(words.html("staff.queue", total=total, lines=lines))


def people(everybody: list[Enrolled], words: Words) -> Screen:
    """Everybody enrolled, with roles."""
    lines = tuple(
        (one.name, [labels.role(role, words) for role in one.roles], one.reachable)
        for one in everybody
    )
    more = len(lines) - LISTED
    return Screen(words.html("staff.people", lines=lines[:LISTED], more=max(0, more)))
