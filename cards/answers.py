"""What a report tells beyond what, where and when: for the card, and word for word."""

from cards import labels
from cards.parts import Block, pack
from cards.question import value_text
from cards.report_card import Line, report_code
from desk.house import House
from forms.form import Form, Kind, Said
from forms.values import from_plain
from storage.tables import Report
from words import Html, Words

LONGEST = 900  # UTF-16 units of one line of a long text: a message holds several


def further(report: Report, house: House, words: Words) -> tuple[Line, ...]:
    """The further answers in the form's order; those of fields the form lost are left out."""
    form = house.forms.get(report.form)
    if form is None:
        return ()
    found: list[Line] = []
    heading = shown = _first_heading(form)
    for field in form.fields:
        heading = field.section or heading
        value = from_plain(report.answers.get(field.key))
        if value is None:
            continue
        written = isinstance(value, str) and field.kind is Kind.TEXT
        text = str(value) if written else value_text(field, value, house.office, words)
        begins = heading.in_(words.language) if heading and heading != shown else ""
        found.append(Line(field.label.in_(words.language), text, begins))
        shown = heading
    return tuple(found)


def _first_heading(form: Form) -> Said | None:
    """What a report opens with needs no heading: the words above it stand under the same."""
    return next((field.section for field in form.fields if field.section), None)


def whole(report: Report, house: House, words: Words) -> tuple[Html, ...]:
    """Every word of a report, in as many messages as it takes."""
    blocks = [Block(tuple(_lines(labels.told(report, words), words)))]
    for one in further(report, house, words):
        heading = words.html("desk.answer_heading", label=one.label, heading=one.heading)
        blocks.append(Block(tuple(_lines(one.text, words)), heading))
    code = report_code(report)

    def head(part: int, parts: int) -> Html:
        return words.html("desk.whole_head", code=code, part=part, parts=parts)

    return pack(blocks, head)


def _lines(text: str, words: Words) -> list[Html]:
    """The lines of a text; one that is too long is cut between words."""
    cut: list[str] = []
    for line in text.split("\n"):
        rest = line
        while len(rest) > LONGEST // 2:  # two units a letter at the most
            at = rest.rfind(" ", 1, LONGEST // 2)
            at = at if at > 0 else LONGEST // 2
            cut.append(rest[:at])
            rest = rest[at:].lstrip()
        cut.append(rest)
    return [words.html("desk.line", text=one) for one in cut if one.strip()]
