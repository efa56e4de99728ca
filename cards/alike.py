"""What may be the same event, on the review of an agent's report: lines, and a button for each."""

from cards import labels
from cards.screen import Button, Rows
from cards.taps import OTHER, SAME, FormTap
from desk.alike import Alike
from desk.codes import shown
from desk.stands import Stand
from offices.office import Office
from words import Html, Words


def alike_lines(alike: tuple[Alike, ...], office: Office, words: Words) -> Html | str:
    """Each with the reason; empty when there is none."""
    if not alike:
        return ""
    lines = [_line(number, one, office, words) for number, one in enumerate(alike, start=1)]
    own = any(one.code for one in alike)
    return words.html("linking.alike", lines=lines, own=own)


def alike_keys(alike: tuple[Alike, ...], stand: Stand, words: Words) -> Rows:
    """To say that it is the same event, and to take that back."""
    keys = []
    for number, one in enumerate(alike, start=1):
        label = words.text("linking.point_key", number=number, pointed=one.pointed)
        move = OTHER if one.pointed else SAME
        data = FormTap.packed(stand.draft_id, stand.revision, f"{move}{one.id}")
        keys.append((Button(label, data),))
    return tuple(keys)


def _line(number: int, one: Alike, office: Office, words: Words) -> Html:
    return words.html(
        "linking.alike_line",
        number=number,
        code=shown(one.code) if one.code else "",
        at=one.day,
        place=labels.place(office, one.region, words),
        near=one.near.value,
        days=one.days,
        events=one.events,
        same_category=one.same_category,
        pointed=one.pointed,
    )
