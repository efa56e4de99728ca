"""The card of a report in the verification group, and its keyboards."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cards import labels
from desk.codes import shown
from desk.lifecycle import Status, Urgency
from forms.kinds.text import units
from offices.office import Office
from storage.tables import Report
from words import Html, Words

TEXT_SHOWN = 2500  # UTF-16 units of the reporter's words; the rest of a card needs under 1,400
WITH_ANSWERS = 1300  # of the words when there are further answers
LEAST_SHOWN = 200  # of the words, however many further lines there are
ANSWER_SHOWN, ANSWERS_SHOWN = 160, 1200  # UTF-16 units of a further answer, and of all of them


@dataclass(frozen=True)
class Line:
    """One further answer: its label and text, and the heading that begins with it, if any."""

    label: str
    text: str
    heading: str = ""


@dataclass(frozen=True)
class About:
    """What a card tells of the source: the codename, and of an agent the record as well."""

    codename: str
    record: Mapping[Status, int] | None = None
    answers: tuple[Line, ...] = ()


def report_card(
    report: Report,
    *,
    about: About,
    decided_by: str | None,
    files: dict[str, int],
    office: Office,
    words: Words,
    repeated: bool,
    marks: tuple[Html, ...] = (),
) -> tuple[Html, bool]:
    """The card as the report stands now, and whether anything was cut.

    Knows the codename, never who it is. `marks` are further lines about how it stands.
    """
    spent = sum(units(one) for one in marks)
    shown_text, lines, cut = _shortened(labels.told(report, words), about.answers, spent)
    text = words.html(
        "desk.card",
        code=report_code(report),
        category=labels.category(office, report.category, words),
        place=labels.place(office, report.region, words),
        spot=map_link(report.lat, report.lon),
        happened=report.happened_at,
        submitted=report.submitted_at,
        text=shown_text,
        answers=lines,
        codename=about.codename,
        record=_record(about.record, words) if about.record is not None else "",
        contact=report.contact,
        urgent=report.urgency == Urgency.URGENT,
        files=_files(files, words),
        status=str(report.status),
        decided_by=decided_by or "",
        decided_at=report.decided_at,
        grade=labels.grade(report, words) if report.status == Status.APPROVED else "",
        reason=labels.reason(report, words) if report.status == Status.REJECTED else "",
        repeated=repeated,
        marks=marks,
    )
    return text, cut


def _shortened(
    text: str, answers: tuple[Line, ...], spent: int
) -> tuple[str, tuple[Line, ...], bool]:
    """The words and answers as far as a card can hold them, and whether anything was cut.

    `spent` are the units of further lines, for which the words make room.
    """
    room = (WITH_ANSWERS if answers else TEXT_SHOWN) - spent
    words = shortened(text, max(room, LEAST_SHOWN))
    lines: list[Line] = []
    left = ANSWERS_SHOWN
    for one in answers:
        room = min(ANSWER_SHOWN, left - units(one.label))
        if room < len("… …"):
            break
        line = replace(one, text=shortened(one.text, room))
        left -= units(line.label) + units(line.text)
        lines.append(line)
    return words, tuple(lines), words != text or tuple(lines) != answers


def _record(record: Mapping[Status, int], words: Words) -> str:
    return words.text(
        "desk.record",
        total=sum(record.values()),
        approved=record.get(Status.APPROVED, 0),
        rejected=record.get(Status.REJECTED, 0),
    )


def report_code(report: Report) -> str:
    """The tracking code as shown."""
    return shown(report.code)


def shortened(text: str, most: int) -> str:
    """`text` cut to at most so many UTF-16 units, between letters."""
    if units(text) <= most:
        return text
    cut = text.encode("utf-16-le")[: (most - 1) * 2].decode("utf-16-le", errors="ignore")
    return cut.rstrip() + "…"


def _files(files: dict[str, int], words: Words) -> str:
    lost = files.get("refused", 0) + files.get("lost", 0)
    kept, waiting = files.get("kept", 0), files.get("waiting", 0)
    return words.text("desk.files", kept=kept, waiting=waiting, refused=lost)


def map_link(lat: float | None, lon: float | None) -> str:
    """Where a map shows this point; empty without one."""
    if lat is None or lon is None:
        return ""
    return f"https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}#map=14"
