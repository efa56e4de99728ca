"""A question of a form, or its review, as a message."""

from datetime import date, datetime
from decimal import Decimal

from cards import labels
from cards.alike import alike_keys, alike_lines
from cards.report_card import shortened
from cards.screen import Button, Rows, Screen, in_rows
from cards.taps import BACK, CALM, CANCEL, DANGER, SEND, FormTap
from desk.alike import Alike
from desk.conversation import Stand
from forms.engine import option_label
from forms.form import Field, Kind, Option, Purpose
from forms.kinds.text import units
from forms.steps import Ask, Review, Stage, Wrong
from forms.values import Contact, Place, Value
from offices.office import Office
from words import Html, Plain, Words

WHAT_SHOWN = 900  # characters of a long answer on the review
ALL_SHOWN = 2400  # UTF-16 units of all answers there: with the rest it stays one message
SHORTER = (450, 250, 150, 90)  # units of each answer, where all together would be too many


def question(stand: Stand, office: Office, words: Words, alike: tuple[Alike, ...] = ()) -> Screen:
    """The message for where a conversation stands; `stand.step` must be there.

    A review tells what is `alike`.
    """
    if isinstance(stand.step, Review):
        return _review(stand, stand.step, office, words, alike)
    if isinstance(stand.step, Ask):
        return _ask(stand, stand.step, office, words)
    raise TypeError("nothing to ask: the form was sent")


def _ask(stand: Stand, ask: Ask, office: Office, words: Words) -> Screen:
    language = words.language
    field = ask.field
    say = words.html if ask.wrong else words.fixed_html  # a mistake repeats what was written
    text = say(
        "form.question",
        question=_prompt(ask, office, words),
        hint=field.hint.in_(language) if field.hint and ask.stage is Stage.QUESTION else "",
        example=field.example.in_(language)
        if field.example and (ask.stage is Stage.QUESTION or ask.wrong)
        else "",
        wrong=_wrong(ask.wrong, words),
        urgent=stand.urgent,
        numbers=labels.numbers(office),
        number=ask.number,
        total=ask.total,
        returning=ask.returning,
    )
    if ask.returning and ask.answer is not None and ask.stage is Stage.QUESTION:
        shown = value_text(field, ask.answer, office, words)
        text = Html(f"{text}\n{words.html('form.answered_now', answer=shown)}")
    options = tuple(
        Button(_ticked(option, ask, words), _tap(stand, option.value)) for option in ask.options
    )
    longest = max((len(button.label) for button in options), default=0)
    rows = [*in_rows(options, 2 if longest <= 18 else 1)]
    rows += _pages(stand, ask, words)
    rows += _danger(stand, words)
    away = Button(words.text("form.cancel"), _tap(stand, CANCEL))
    rows.append((*_back(stand, ask, words), away))
    return Screen(text, tuple(rows))


def _prompt(ask: Ask, office: Office, words: Words) -> str:
    match ask.stage:
        case Stage.CANDIDATES:
            return words.fixed_html("form.candidates")
        case Stage.DISTRICTS:
            return words.fixed_html("form.districts")
        case Stage.VILLAGES:
            inside = labels.place(office, ask.inside or "", words)
            return words.fixed_html("form.villages", district=inside)
        case Stage.CONFIRM if ask.confirm is not None:
            place = labels.place(office, ask.confirm.code, words)
            return words.html("form.confirm", place=place)
        case Stage.GROUP:
            groups = [group for group in office.groups if group.key == ask.inside]
            label = groups[0].label if groups else ask.field.label
            return words.fixed_html("form.choose_in", group=label.in_(words.language))
        case _:
            return ask.field.question.in_(words.language)


def _wrong(wrong: Wrong | None, words: Words) -> Html | str:
    if wrong is None:
        return ""
    return words.html("form.wrong", key=wrong.key.value, values=dict(wrong.values))


def _tap(stand: Stand, value: str) -> str:
    return FormTap.packed(stand.draft_id, stand.revision, value)


def _pages(stand: Stand, ask: Ask, words: Words) -> list[tuple[Button, ...]]:
    if ask.pages < 2:
        return []
    row = []
    if ask.page > 0:
        data = _tap(stand, f"page:{ask.page - 1}")
        row.append(Button(words.text("form.previous_page"), data))
    if ask.page < ask.pages - 1:
        data = _tap(stand, f"page:{ask.page + 1}")
        row.append(Button(words.text("form.next_page"), data))
    return [tuple(row)]


def _back(stand: Stand, ask: Ask, words: Words) -> tuple[Button, ...]:
    if ask.returning and ask.stage is Stage.QUESTION:
        return (Button(words.text("form.to_review"), _tap(stand, BACK)),)
    first = ask.number == 1 and ask.stage is Stage.QUESTION
    return () if first else (Button(words.text("form.back"), _tap(stand, BACK)),)


def _ticked(option: Option, ask: Ask, words: Words) -> Plain:
    """The label, with a tick when it is one of several that are chosen."""
    label = Plain(option.label.in_(words.language))
    return words.text("form.ticked", label=label) if option.value in ask.chosen else label


def _danger(stand: Stand, words: Words) -> list[tuple[Button, ...]]:
    """On every step of a report; a day's nihil is not where somebody calls for help."""
    if stand.form.purpose is Purpose.DAILY:
        return []
    key, move = ("form.calm", CALM) if stand.urgent else ("form.danger", DANGER)
    return [(Button(words.text(key), _tap(stand, move)),)]


def _review(
    stand: Stand, review: Review, office: Office, words: Words, alike: tuple[Alike, ...]
) -> Screen:
    lines = _fitting(_lines(review, office, words))
    text = words.html(
        "form.review",
        title=review.form.title.in_(words.language),
        lines=lines,
        urgent=review.urgent,
        numbers=labels.numbers(office),
        wrong=_wrong(review.wrong, words),
        alike=alike_lines(alike, office, words),
    )
    names = tuple([field.label.in_(words.language) for field in review.changeable])
    keys = [field.key for field in review.changeable]
    data = FormTap.changing(stand.draft_id, stand.revision, keys)
    changes = tuple(map(Button, words.fixed_texts("form.change", field=names), data))
    rows: Rows = (
        (Button(words.text("form.send"), _tap(stand, SEND)),),
        *alike_keys(alike, stand, words),
        *in_rows(changes, 2),
        *_danger(stand, words),
        (Button(words.text("form.cancel"), _tap(stand, CANCEL)),),
    )
    return Screen(text, rows)


def _lines(review: Review, office: Office, words: Words) -> tuple[tuple[str, str, str], ...]:
    """The label and the answer of each field answered, and the heading above the first of those
    that stand under it."""
    language, above, found = words.language, None, []
    for key, value in review.answers.items():  # they are in the form's order
        field = review.form.by_key[key]
        section = field.section
        heading = section.in_(language) if section is not None and section != above else ""
        above = section or above
        if key in review.assumed:
            line = _assumed(field, value, review, office, words)
        else:
            line = value_text(field, value, office, words)
        found.append((heading, field.label.in_(language), line))
    return tuple(found)


def _fitting(lines: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """The answers cut alike, the longest first, until one message holds them all."""
    if 2 * sum(len(value) for _, _, value in lines) <= ALL_SHOWN:  # no character has more units
        return lines
    for most in SHORTER:
        if sum(units(value) for _, _, value in lines) <= ALL_SHOWN:
            break
        lines = tuple((one, label, shortened(value, most)) for one, label, value in lines)
    return lines


def _assumed(field: Field, value: Value, review: Review, office: Office, words: Words) -> str:
    """What stands where nobody answered; most of it is the same for everybody."""
    match value:
        case datetime():
            minute = value.replace(second=0, microsecond=0)
            shown = words.fixed_text("form.moment", value=minute)
            return words.fixed_text("form.assumed", value=shown)
        case date() | Place():
            return value_text(field, value, office, words)
    named = (review.form.key, field.key)
    return words.kept(named, lambda: _same_for_all(field, value, office, words))


def _same_for_all(field: Field, value: Value, office: Office, words: Words) -> Plain:
    shown = value_text(field, value, office, words)
    if isinstance(value, bool):
        return words.fixed_text("form.assumed", value=shown)
    return Plain(shown)


def value_text(field: Field, value: Value, office: Office, words: Words) -> str:
    """An answer as the person reads it back; of a contact only that there is one."""
    match value:
        case str():  # first: most answers are
            text = _chosen(field, value, office, words) if field.kind is Kind.CHOICE else value
            return text if len(text) <= WHAT_SHOWN else text[: WHAT_SHOWN - 1] + "…"
        case bool():
            said = field.yes if value else field.no
            usual = words.text("form.yes") if value else words.text("form.no")
            return said.in_(words.language) if said else usual
        case datetime():
            return words.text("form.moment", value=value)
        case date():
            return words.text("form.day", value=value)
        case Decimal() if field.kind is Kind.MONEY:
            return words.text("form.money", value=value)
        case Decimal():
            unit = field.unit.in_(words.language) if field.unit else ""
            return words.text("form.number", value=value, unit=unit)
        case Contact():
            return words.text("form.contact_given")
        case Place():
            name = labels.place(office, value.code, words)
            return name if value.lat is None else f"{name}, {words.text('form.spot')}"
        case tuple() if field.kind is Kind.SEVERAL:
            return ", ".join(_chosen(field, one, office, words) for one in value)
        case tuple():
            return words.text("form.files", count=len(value)) if value else _none(words)


def _chosen(field: Field, value: str, office: Office, words: Words) -> str:
    option = option_label(field, value, office.context())
    return option.label.in_(words.language) if option else value


def _none(words: Words) -> Plain:
    return words.text("form.no_files")
