"""What the public bot shows a citizen outside forms."""

from cards import labels
from cards.report_card import report_code
from cards.screen import Button, Key, Menu, Rows, Screen
from cards.taps import CANCEL, CONTINUE, DROP, FormChoiceTap, FormTap, LanguageTap
from desk.lifecycle import Status
from forms.form import Form
from offices.office import Office
from storage.tables import Report
from words import Html, Plain, Words

LANGUAGES = (("id", "Bahasa Indonesia"), ("en", "English"))


def menu(words: Words) -> Menu:
    """The keys that always lie below the input line."""
    return words.kept(("menu",), lambda: _menu(words))


def _menu(words: Words) -> Menu:
    return Menu(
        (
            (Key(words.text("citizen.menu_report")), Key(words.text("citizen.menu_own"))),
            (
                Key(words.text("citizen.menu_location"), location=True),
                Key(words.text("citizen.menu_danger")),
            ),
            (Key(words.text("citizen.menu_language")), Key(words.text("citizen.menu_help"))),
        ),
        words.text("citizen.placeholder"),
    )


def welcome(office: Office, words: Words) -> Screen:
    """The first thing a citizen sees."""
    text = words.html(
        "citizen.welcome",
        service=office.service,
        agency=office.agency,
        numbers=labels.numbers(office),
    )
    return Screen(text, menu=menu(words))


def notice(office: Office, words: Words) -> Screen:
    """What is kept, why, how long, and that Telegram sees it: comes with the first answer."""
    days = office.retention.reports
    text = words.fixed_html("citizen.notice", agency=office.agency, days=days)
    return Screen(text, menu=menu(words))


def help_(office: Office, words: Words) -> Screen:
    """What can be done here."""
    numbers = labels.numbers(office)
    text = words.html("citizen.help", service=office.service, numbers=numbers)
    return Screen(text, menu=menu(words))


def which_form(forms: tuple[Form, ...], words: Words) -> Screen:
    """The choice of what to report with, where an office has several forms for citizens."""
    rows = tuple(
        (
            Button(
                Plain(form.button.in_(words.language)),
                FormChoiceTap(form.key).pack(),
            ),
        )
        for form in forms
    )
    return Screen(words.html("citizen.which_form"), rows)


def simple(words: Words, key: str, **values: object) -> Screen:
    """A message without buttons."""
    return Screen(words.html(key, **values))


def languages(words: Words, key: str) -> Screen:
    """The choice of languages, each in its own."""
    row = tuple(Button(Plain(name), LanguageTap(tag).pack()) for tag, name in LANGUAGES)
    return Screen(words.html(key), (row,))


def reminder(draft_id: int, revision: int, hours: int, words: Words) -> Screen:
    """That a draft was not sent, with the way on and the way out."""
    row = (
        Button(words.text("form.continue_draft"), FormTap(draft_id, revision, CONTINUE).pack()),
        Button(words.text("form.cancel"), FormTap(draft_id, revision, CANCEL).pack()),
    )
    return Screen(words.html("citizen.draft_reminder", hours=hours), (row,))


def confirm_drop(draft_id: int, revision: int, words: Words) -> Screen:
    """Whether to really throw it away: one thumb slips easily."""
    row = (
        Button(words.text("form.yes_drop"), FormTap(draft_id, revision, DROP).pack()),
        Button(words.text("form.keep"), FormTap(draft_id, revision, CONTINUE).pack()),
    )
    return Screen(words.html("citizen.confirm_drop"), (row,))


def receipt(report: Report, office: Office, words: Words, *, repeated: bool) -> Screen:
    """Thanks, and the tracking code."""
    text = words.html(
        "citizen.receipt",
        code=report_code(report),
        urgent=report.urgency == "urgent",
        numbers=labels.numbers(office),
        contact=report.contact,
        repeated=repeated,
    )
    return Screen(text, menu=menu(words))


def outcome(report: Report, words: Words, *, mend: Rows, repeated: bool) -> Screen:
    """What became of a report, in kind words and without the grade; `mend` is the button below a
    rejected one."""
    code = report_code(report)
    if report.status == Status.APPROVED:
        return Screen(words.html("citizen.outcome_approved", code=code, repeated=repeated))
    text = words.html(
        "citizen.outcome_rejected",
        code=code,
        reason=reason(report, words),
        mend=bool(mend),
        repeated=repeated,
    )
    return Screen(text, mend)


def reason(report: Report, words: Words) -> Html:
    """Why a report was not taken up, and how to do better, for its reporter."""
    return words.html("citizen.reason", key=report.reason or "own", text=report.reason_text or "")
