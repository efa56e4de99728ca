"""What the private bot shows people of the office."""

from collections.abc import Mapping
from datetime import datetime

from cards import labels
from cards.report_card import report_code
from cards.screen import Button, Rows, Screen, in_rows
from cards.taps import StaffTap
from desk.board import Board
from desk.codes import shown
from desk.house import House
from desk.rights import Person, Right, Role
from forms.form import Form
from offices.office import Office
from storage.tables import Report
from words import Plain, Words

FORM = "form:"  # before a form's key in a button of the menu
ENTRIES: tuple[tuple[Right, tuple[str, ...]], ...] = (
    (Right.REPORT, ("nihil", "own")),
    (Right.VERIFY, ("pull", "queue", "board")),
    (Right.READ_DIGEST, ("today", "yesterday", "last_week", "last_month")),
    (Right.MANAGE_PEOPLE, ("people", "sanctions")),
)


def menu(person: Person, house: House, words: Words) -> Screen:
    """What this person's roles can do; roles add up in one menu."""
    if person.paused:
        return Screen(words.html("staff.paused", name=person.name))
    names = [labels.role(role, words) for role in sorted(person.roles)]
    text = words.html("staff.menu", service=house.office.service, name=person.name, roles=names)
    return Screen(text, menu_rows(person, house, words))


def menu_rows(person: Person, house: House, words: Words) -> Rows:
    """The buttons of the menu; each form an agent can fill in has its own."""
    buttons: tuple[Button, ...] = ()
    if Right.REPORT in person.rights:
        buttons = tuple(
            Button(Plain(form.button.in_(words.language)), _form(form))
            for form in house.forms_for(person)
        )
    keys = [key for right, group in ENTRIES if right in person.rights for key in group]
    buttons += tuple(
        Button(words.text(f"staff.key_{key}"), StaffTap(key).pack()) for key in (*keys, "language")
    )
    return in_rows(buttons, 2)


def _form(form: Form) -> str:
    return StaffTap(f"{FORM}{form.key}").pack()


def queue(
    total: int,
    reports: list[Report],
    office: Office,
    words: Words,
    *,
    now: datetime,
    asked: Mapping[int, str],
) -> Screen:
    """What waits: the most urgent first, then the oldest; `asked` tells which reporter was asked
    back."""
    lines = tuple(
        (
            words.text("urgency.symbol", level=report.urgency),
            report_code(report),
            labels.place(office, report.region, words),
            now - report.submitted_at,
            asked.get(report.id or 0, ""),
        )
        for report in reports
    )
    return Screen(words.html("staff.queue", total=total, lines=lines))


def joined(name: str, role: Role, words: Words) -> Screen:
    """To whoever invited: who came in."""
    return Screen(words.html("staff.joined", name=name, role=labels.role(role, words)))


def access(change: str, words: Words) -> Screen:
    """That somebody's access was paused or given back."""
    return Screen(words.html("staff.access", change=change))


def board(stands: Board, words: Words, now: datetime) -> Screen:
    """How the desk stands: what waits, who holds what, how long a decision takes."""
    age = now - stands.oldest if stands.oldest else None
    return Screen(
        words.html(
            "staff.board",
            waiting=stands.waiting,
            pressing=stands.pressing,
            oldest=shown(stands.oldest_code) if stands.oldest_code else "",
            age=age,
            taken=stands.taken,
            today=stands.today,
            decided_today=stands.decided_today,
            week=stands.week,
            decided_week=stands.decided_week,
        )
    )
