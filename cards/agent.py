"""What the private bot shows an agent about reports."""

from datetime import date

from cards import labels
from cards.report_card import report_code
from cards.screen import Key, Menu, Screen
from offices.office import Office
from storage.tables import Report
from words import Words


def menu(office: Office, words: Words) -> Menu:
    """The keys that always lie below an agent's input line."""
    return Menu(
        (
            (Key(words.text("agent.menu_report")), Key(words.text("agent.menu_nihil"))),
            (
                Key(words.text("agent.menu_location"), location=True),
                Key(words.text("agent.menu_danger")),
            ),
            (Key(words.text("agent.menu_own")), Key(words.text("agent.menu_all"))),
        ),
        words.text("agent.placeholder", place=office.examples.district),
    )


def greeting(name: str, office: Office, words: Words) -> Screen:
    """How to report, with the keys: comes before the menu of all roles."""
    text = words.html("agent.greeting", name=name, place=office.examples.district)
    return Screen(text, menu=menu(office, words))


def receipt(report: Report, office: Office, words: Words, *, repeated: bool) -> Screen:
    """Thanks, and the tracking code."""
    text = words.html(
        "agent.receipt",
        code=report_code(report),
        urgent=report.urgency == "urgent",
        numbers=labels.numbers(office),
        repeated=repeated,
    )
    return Screen(text, menu=menu(office, words))


def outcome(report: Report, words: Words, *, repeated: bool) -> Screen:
    """That a report was approved, with the grade in words: agents learn by it."""
    text = words.html(
        "agent.outcome_approved",
        code=report_code(report),
        grade=labels.grade_in_words(report, words),
        repeated=repeated,
    )
    return Screen(text)


def nihil(
    office: Office, region: str, day: date, code: str, words: Words, *, repeated: bool
) -> Screen:
    """That nothing happened there that day is recorded; `code` of a report that says otherwise."""
    place = labels.place(office, region, words)
    text = words.html("agent.nihil", place=place, day=day, code=code, repeated=repeated)
    return Screen(text, menu=menu(office, words))
