"""Short names of things in a reader's language: places, categories, grades, roles."""

from desk.decisions import Reason
from desk.rights import Role
from offices.office import Office
from storage.tables import Report
from words import Html, Plain, Words


def place(office: Office, code: str, words: Words) -> str:
    """The region's full name, always with its kecamatan."""
    return office.regions.full_name(code, words.language)


def category(office: Office, key: str, words: Words) -> str:
    """The category's label; one that was never chosen says so."""
    return office.category(key).label.in_(words.language)


def numbers(office: Office) -> tuple[str, ...]:
    """What to dial in an emergency."""
    return tuple(one.number for one in office.emergency)


def grade(report: Report, words: Words) -> Html:
    """`B2` and what that means, as one line for officers; never for the public."""
    letter, figure = report.grade_source or "F", report.grade_information or "6"
    source = words.text("desk.source", letter=letter)
    information = words.text("desk.information", figure=figure)
    meaning = source if source == information else f"{source}; {information}"
    return Html(f"{letter}{figure} ({meaning})")


def grade_in_words(report: Report, words: Words) -> Html:
    """What the grade means, without its letter and figure: for the agent who reported."""
    source = words.text("desk.source", letter=report.grade_source or "F")
    information = words.text("desk.information", figure=report.grade_information or "6")
    return words.html("agent.grade", source=source, information=information)


def reason(report: Report, words: Words) -> str:
    """The reason of a rejection, for officers."""
    key = report.reason or Reason.NO_EVENT
    label = words.text("desk.reason_label", key=key)
    return f"{report.reason_text} ({label})" if report.reason_text else str(label)


def role(key: Role, words: Words) -> Plain:
    """The role's name."""
    return words.text("staff.role", key=key.value)


def told(report: Report, words: Words) -> str:
    """What the reporter wrote, or that and why it was erased."""
    if report.erased_at is None:
        return report.text
    return words.text("privacy.erased", why=report.erased_why)
