"""Setting right what was reported: the lines that it was, and the keyboards for it."""

from datetime import datetime

from cards import labels
from cards.screen import Button, Rows, in_rows
from cards.sight import Panel, Sight
from desk.summaries import LENGTH
from forms.reading import Offer, paged
from forms.steps import Stage
from words import Html, Plain

FIELDS = ("category", "place", "time", "summary")


def mark(sight: Sight) -> Html | None:
    """What the reporter gave where an officer has corrected it."""
    reported, words = sight.report.reported, sight.words
    if not reported.keys() & {"category", "region", "happened_at"}:
        return None
    office = sight.easel.house.office
    category, region = reported.get("category"), reported.get("region")
    happened = reported.get("happened_at")
    return words.html(
        "correcting.mark",
        category=labels.category(office, category, words) if category else "",
        place=labels.place(office, region, words) if region else "",
        happened=datetime.fromisoformat(happened) if happened else None,
    )


def summary(sight: Sight) -> Html | None:
    """What leaders read instead of the reporter's words."""
    text = sight.report.summary
    return sight.words.html("correcting.summary", text=text) if text else None


def opener(sight: Sight) -> Button | None:
    """Opens the choice of what to correct."""
    return sight.button("correcting.open", "panel", "correct")


def panel(sight: Sight) -> tuple[Html, Rows]:
    """What can be corrected."""
    buttons = tuple(
        sight.button("correcting.field", "panel", field, field=field) for field in FIELDS
    )
    return sight.words.html("correcting.panel"), in_rows(buttons, 2)


def _category(sight: Sight) -> tuple[Html, Rows]:
    """The groups, or one group's categories, a page at a time."""
    group, page = sight.offered if len(sight.offered) == 2 else ("", "0")
    groups = sight.easel.house.office.choices["category"]
    inside = next((one.options for one in groups if one.value == group), None)
    offer = paged(inside or groups, int(page), Stage.GROUP)
    language = sight.words.language
    buttons = tuple(
        sight.plain(Plain(one.label.in_(language)), "category", one.value) for one in offer.options
    )
    rows = [*in_rows(buttons, 2), *_pages(sight, group, offer)]
    if inside:
        rows.append((sight.button("correcting.all_groups", "category", ":0"),))
    return sight.words.html("correcting.panel_category"), tuple(rows)


def _pages(sight: Sight, group: str, offer: Offer) -> Rows:
    leaves = (("form.previous_page", offer.page - 1), ("form.next_page", offer.page + 1))
    row = tuple(
        sight.button(label, "category", f"{group}:{page}")
        for label, page in leaves
        if 0 <= page < offer.pages
    )
    return (row,) if row else ()


def _place(sight: Sight) -> tuple[Html, Rows]:
    """Asks for a name; of several that fit, one is pressed."""
    regions = sight.easel.house.office.regions
    known = [code for code in sight.offered if regions.region(code)]
    rows = tuple(
        (sight.plain(Plain(regions.full_name(code, sight.words.language)), "place", code),)
        for code in known
    )
    return sight.words.html("correcting.panel_place", several=bool(known)), rows


def _time(sight: Sight) -> tuple[Html, Rows]:
    return sight.words.html("correcting.panel_time"), ()


def _summary(sight: Sight) -> tuple[Html, Rows]:
    drop = sight.button("correcting.drop_summary", "summary", "drop")
    shortest, longest = LENGTH
    text = sight.words.html("correcting.panel_summary", shortest=shortest, longest=longest)
    return text, ((drop,),) if sight.report.summary else ()


PANELS: dict[str, Panel] = {
    "correct": panel,
    "category": _category,
    "place": _place,
    "time": _time,
    "summary": _summary,
}
