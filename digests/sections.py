"""The sections of a digest: what it says first, what matters, the tables, what waits."""

from collections import Counter
from itertools import groupby

from cards import labels
from cards.parts import Block
from desk.codes import shown
from desk.lifecycle import GRAVE, Status
from digests.figures import Slice
from digests.periods import Period
from digests.sheet import Sheet
from storage.tables import Report
from words import Html

OPEN = 5  # what matters most is open to the eye up to here, the rest unfolds
PLACES = 8  # kecamatan with a line of their own


def gist(sheet: Sheet) -> list[Block]:
    """The line to read if only one is read."""
    figures, waiting = sheet.figures, sheet.figures.waiting
    line = sheet.words.html(
        "digest.gist",
        **_period(sheet),
        submitted=figures.submitted.now,
        before=figures.submitted.before,
        urgent=figures.urgent.now,
        approved=figures.approved.now,
        rejected=figures.rejected.now,
        withdrawn=figures.withdrawn.now,
        waiting=waiting.count,
        waiting_urgent=waiting.urgent,
        oldest=figures.counted_at - (waiting.oldest or figures.counted_at),
    )
    return [Block((line,))]


def matters(sheet: Sheet) -> list[Block]:
    """The approved reports that matter most; all but the first few folded."""
    reports = sheet.standing(sheet.figures.matters, Status.APPROVED)
    if not reports:
        return []
    lines = tuple(_matter(sheet, number, one) for number, one in enumerate(reports, start=1))
    approved = sheet.figures.approved.now
    heading = sheet.words.html("digest.matters", shown=len(lines), approved=approved)
    rest = [Block(lines[OPEN:], folded=True)] if len(lines) > OPEN else []
    return [Block(lines[:OPEN], heading), *rest]


def _told(sheet: Sheet, report: Report) -> str:
    """An officer's summary where there is one, else the reporter's words."""
    if report.summary and report.erased_at is None:
        return report.summary
    return labels.told(report, sheet.words)


def _matter(sheet: Sheet, number: int, report: Report) -> Html:
    return sheet.words.html(
        "digest.matter",
        number=number,
        urgent=report.urgency in GRAVE,
        category=sheet.category_of(report),
        place=sheet.place(report),
        text=_told(sheet, report),
        happened=sheet.day_of(report),
        source=report.grade_source,
        information=report.grade_information,
        code=shown(report.code),
    )


def groups(sheet: Sheet) -> list[Block]:
    """A line for each group with its categories; of longer periods also what became of them."""
    present = [one for one in sheet.figures.categories if one.now]
    if not present:
        return []
    totals = _totals(sheet.figures.categories)
    keys = sorted({one.group for one in present}, key=lambda key: (-totals[key].now, key))
    lines = [
        _group(sheet, totals[key], [one for one in present if one.group == key]) for key in keys
    ]
    if sheet.span.period is not Period.DAILY:
        lines.append(_became(sheet))
    heading = sheet.words.html("digest.groups", **_period(sheet), compared=_compared(sheet))
    return [Block(tuple(lines), heading, folded=True)]


def _totals(slices: tuple[Slice, ...]) -> dict[str, Slice]:
    ordered = sorted(slices, key=lambda one: one.group)
    return {
        key: Slice(key, sum(one.now for one in several), sum(one.before for one in several))
        for key, grouped in groupby(ordered, key=lambda one: one.group)
        if (several := list(grouped))
    }


def _group(sheet: Sheet, total: Slice, slices: list[Slice]) -> Html:
    name, labels = sheet.group(total.key), Counter[str]()
    for one in slices:
        labels[sheet.category(one.key)] += one.now
    return sheet.words.html(
        "digest.group",
        name=name,
        **_numbers(sheet, total),
        categories=() if list(labels) == [name] else labels.most_common(),
    )


def _became(sheet: Sheet) -> Html:
    states = {one.key: one.now for one in sheet.figures.states}
    return sheet.words.html(
        "digest.became",
        submitted=sheet.figures.submitted.now,
        **{str(status): states.get(status, 0) for status in Status},
    )


def kecamatan(sheet: Sheet) -> list[Block]:
    """The kecamatan with the most reports, then the others and the placeless as sums."""
    placed = [one for one in sheet.figures.kecamatan if one.key and one.now]
    rest = [one for one in sheet.figures.kecamatan if one.key and one not in placed[:PLACES]]
    lines = [
        sheet.words.html("digest.place", name=_name(sheet, one.key), **_numbers(sheet, one))
        for one in placed[:PLACES]
    ]
    other = Slice("", sum(one.now for one in rest), sum(one.before for one in rest))
    if other.now:
        lines.append(sheet.words.html("digest.other_places", **_numbers(sheet, other)))
    for one in sheet.figures.kecamatan:
        if not one.key and one.now:
            lines.append(sheet.words.html("digest.no_place", **_numbers(sheet, one)))
    heading = sheet.words.html("digest.kecamatan")
    return [Block(tuple(lines), heading, folded=True)] if lines else []


def _name(sheet: Sheet, code: str) -> str:
    region = sheet.office.regions.region(code)
    return region.name if region else code


def dailies(sheet: Sheet) -> list[Block]:
    """From how many kecamatan the agents reported, nihil included, and who was silent."""
    counted = sheet.figures.dailies
    if not counted.expected:
        return []
    line = sheet.words.html(
        "digest.dailies",
        daily=sheet.span.period is Period.DAILY,
        running=not sheet.span.complete,
        expected=counted.expected,
        eventful=counted.eventful,
        nihil=counted.nihil,
        silent=[_name(sheet, code) for code in counted.silent],
    )
    return [Block((line,))]


def waits(sheet: Sheet) -> list[Block]:
    """Some that wait, by place and category: their text has been checked by nobody."""
    reports = sheet.standing(sheet.figures.waiting.ids, Status.WAITING)
    if not reports:
        return []
    lines = tuple(
        sheet.words.html(
            "digest.waits_one",
            urgent=report.urgency in GRAVE,
            category=sheet.category_of(report),
            place=sheet.place(report),
            age=sheet.figures.counted_at - report.submitted_at,
            code=shown(report.code),
        )
        for report in reports
    )
    heading = sheet.words.html(
        "digest.waits", shown=len(lines), waiting=sheet.figures.waiting.count
    )
    return [Block(lines, heading, folded=True)]


def foot(sheet: Sheet) -> list[Block]:
    """Of which moment all this speaks, and for whom it is."""
    return [Block((sheet.words.html("digest.foot", counted=sheet.figures.counted_at),))]


def _period(sheet: Sheet) -> dict[str, str | bool]:
    return {"period": sheet.span.period.value, "running": not sheet.span.complete}


def _compared(sheet: Sheet) -> bool:
    """Against a period without reports every change would only repeat the number itself."""
    return sheet.figures.submitted.before > 0


def _numbers(sheet: Sheet, one: Slice) -> dict[str, int | None]:
    return {"count": one.now, "before": one.before if _compared(sheet) else None}
