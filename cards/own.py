"""A reporter's own reports, in either bot: how they stand, and taking one back."""

from cards import agent, citizen, labels
from cards.mended import mend_rows
from cards.report_card import report_code
from cards.screen import Button, Menu, Rows, Screen
from cards.taps import OwnTap
from desk.lifecycle import Status
from offices.office import Office
from storage.tables import Report
from words import Words


def listing(reports: list[Report], office: Office, words: Words, *, of_agent: bool) -> Screen:
    """The reporter's own reports, a button each."""
    if not reports:
        return Screen(words.html("citizen.no_reports"), menu=_menu(office, words, of_agent))
    rows: Rows = tuple(
        (
            Button(
                words.text(
                    "citizen.own_line",
                    code=report_code(report),
                    status=str(report.status),
                    place=labels.place(office, report.region, words),
                ),
                OwnTap(report.id or 0, "show").pack(),
            ),
        )
        for report in reports
    )
    return Screen(words.html("citizen.own_reports"), rows)


def status(report: Report, office: Office, words: Words, *, of_agent: bool) -> Screen:
    """One's own report in plain words; an agent also reads the grade, in words. A rejected one can
    be mended."""
    graded = of_agent and report.status == Status.APPROVED
    text = words.html(
        "citizen.status",
        code=report_code(report),
        category=labels.category(office, report.category, words),
        place=labels.place(office, report.region, words),
        submitted=report.submitted_at,
        status=str(report.status),
        decided=report.decided_at,
        reason=citizen.reason(report, words) if report.status == Status.REJECTED else "",
        excerpt=labels.told(report, words),
        grade=labels.grade_in_words(report, words) if graded else "",
    )
    if report.status != Status.WAITING:
        return Screen(text, mend_rows(report, office, words))
    button = Button(words.text("citizen.withdraw"), OwnTap(report.id or 0, "ask").pack())
    return Screen(text, ((button,),))


def confirm_withdraw(report: Report, words: Words) -> Screen:
    """Whether to really take it back: one thumb slips easily."""
    row = (
        Button(words.text("citizen.yes_withdraw"), OwnTap(report.id or 0, "withdraw").pack()),
        Button(words.text("citizen.keep"), OwnTap(report.id or 0, "show").pack()),
    )
    return Screen(words.html("citizen.confirm_withdraw", code=report_code(report)), (row,))


def _menu(office: Office, words: Words, of_agent: bool) -> Menu:
    return agent.menu(office, words) if of_agent else citizen.menu(words)
