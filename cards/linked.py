"""What belongs with a report, and what may: lines of its card, and a keyboard to say so."""

from cards import labels
from cards.report_card import report_code
from cards.screen import Button, Rows, in_rows
from cards.sight import Sight
from desk.codes import shown
from desk.links import Kind
from desk.similar import Match, days_apart
from storage.tables import Report
from words import Html

NAMED = 6  # of each kind on the card, and linked ones on the keyboard
HINTED = 2  # similar reports named on a card


def linked_mark(sight: Sight) -> Html | None:
    """The linked reports by their codes."""
    codes = {
        kind.value: [report_code(one.report) for one in sight.kin.linked if one.kind is kind]
        for kind in Kind
    }
    if not sight.kin.linked:
        return None
    return sight.words.html("linking.mark_linked", **codes, most=NAMED)


def similar_mark(sight: Sight) -> Html | None:
    """The likest reports, while nobody has decided."""
    kin = sight.kin
    others = [one for one in kin.alike if one.id not in kin.pointed]
    if not others:
        return None
    matches = [(shown(one.code), _days(sight, one), one.near.value) for one in others[:HINTED]]
    return sight.words.html(
        "linking.mark_similar", matches=matches, more=len(others) - len(matches)
    )


def pointed_mark(sight: Sight) -> Html | None:
    """What the agent who sent the report found to be the same event."""
    kin = sight.kin
    codes = [shown(one.code) for one in kin.alike if one.id in kin.pointed]
    return sight.words.html("linking.mark_pointed", codes=codes) if codes else None


def links_key(sight: Sight) -> Button | None:
    """Opens the keyboard below, where there is something to link or to part."""
    if not sight.kin.linked and not sight.kin.alike:
        return None
    return sight.button("linking.key", "panel", "links", count=len(sight.kin.alike))


def links_panel(sight: Sight) -> tuple[Html, Rows]:
    """Each similar report with its reason and three buttons; each linked one with scissors."""
    alike = sight.kin.alike
    lines = tuple(_line(sight, number, one) for number, one in enumerate(alike, start=1))
    rows = [
        tuple(
            sight.button(
                "linking.link_key", "link", f"{kind}:{one.id}", number=number, kind=kind.value
            )
            for kind in Kind
        )
        for number, one in enumerate(alike, start=1)
    ]
    scissors = tuple(
        sight.button("linking.part_key", "part", str(one.report.id), code=report_code(one.report))
        for one in sight.kin.linked[:NAMED]
    )
    text = sight.words.html("linking.panel", lines=lines, linked=len(sight.kin.linked))
    return text, (*rows, *in_rows(scissors, 2))


def _line(sight: Sight, number: int, match: Match) -> Html:
    report = sight.easel.session.get_one(Report, match.id)
    return sight.words.html(
        "linking.line",
        number=number,
        code=shown(match.code),
        place=labels.place(sight.easel.house.office, report.region, sight.words),
        days=_days(sight, match),
        status=str(report.status),
        words=match.words,
        more=match.more,
        same_source=match.same_source,
        pointed=match.id in sight.kin.pointed,
    )


def _days(sight: Sight, match: Match) -> int:
    zone = sight.easel.house.office.zone
    return days_apart(sight.report.happened_at, match.happened_at, zone)
