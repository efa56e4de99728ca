"""A report told in one message: `#banjir Keritang: air naik setinggi lutut sejak subuh`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from forms.form import Field, Form, Kind, Option
from forms.kinds.choice import ends, options
from forms.moments import SLACK, read_moment
from forms.steps import Context
from forms.values import Place, Value

URGENT = frozenset("darurat bahaya urgent gawat sos danger emergency".split())
LEADING_TAG = re.compile(r"\s*#(\w{2,40})")
PREFIX = re.compile(r"^\s*([^:\n–—]{2,80}?)\s*(?::|\s[-–—]\s)\s*", re.DOTALL)
CLAUSE = re.compile(r"(?:[,;\n]|\.(?!\d))+")
LONGEST_CLAUSE = 80  # characters; a longer one says more than when
GREETS = re.compile(r"\b(?:selamat|good|assalam\w*)\b", re.IGNORECASE)
NIHIL = re.compile(r"\W*#?nihil\b\W*(.*?)\W*", re.IGNORECASE | re.DOTALL)
ALL_WELL = re.compile(
    r"(?:(?:hari ini|situasi|kondisi|wilayah|terpantau|laporan|dan|aman|kondusif|terkendali"
    r"|today|all|is|well|quiet|safe)\W*)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quick:
    """What a message tells beyond doubt; `what` keeps every word that told nothing else."""

    answers: Mapping[str, Value]
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Nihil:
    """That nothing happened, and of which place (its code) if that was said."""

    place: str | None = None


def read_quick(text: str, form: Form, context: Context, now: datetime) -> Quick:
    """The answers of a report form that this text gives. What is not certain is left out."""
    answers: dict[str, Value] = {}
    body, category, urgent = _tags(text, form, context)
    if category is not None:
        answers["category"] = category
    body, place = _placed(body, context)
    if place is not None:
        answers["where"] = Place(place)
    moment = _moment(body, context, now)
    if moment is not None and form.field("when"):
        answers["when"] = moment
    if body.strip():
        answers["what"] = body.strip()
    return Quick(answers, urgent)


def read_nihil(text: str, context: Context) -> Nihil | None:
    """Whether a text only says that nothing happened; None when it says anything else."""
    match = NIHIL.fullmatch(text) if len(text) <= 200 else None
    if match is None:
        return None
    rest = match[1].removeprefix("di ").strip()
    if ALL_WELL.fullmatch(rest):
        return Nihil()
    place = _exactly(rest, context)
    return Nihil(place) if place is not None else None


def _tags(text: str, form: Form, context: Context) -> tuple[str, str | None, bool]:
    """The text after the tags it begins with, as far as each tag is understood."""
    category, urgent, body = None, False, text
    field = form.field("category")
    while match := LEADING_TAG.match(body):
        tag = match[1].casefold()
        named = _category(tag, field, context) if field and category is None else None
        if tag in URGENT:
            urgent = True
        elif named is not None:
            category = named
        else:
            break  # a word of the report: it stays
        body = body[match.end() :]
    return body, category, urgent


def _category(tag: str, field: Field, context: Context) -> str | None:
    """The one category called so: by its key, its label run together, or a word of that."""
    if field.kind is not Kind.CHOICE:
        return None
    every = list(ends(options(field, context)))
    for fits in (_called, _beginning, _having):
        found = [one for one in every if fits(one, tag)]
        if len(found) == 1:
            return found[0].value
    return None


def _called(option: Option, tag: str) -> bool:
    return tag.replace("_", "") in {name.replace(" ", "") for name in _names(option)}


def _beginning(option: Option, tag: str) -> bool:
    return any(name.split()[:1] == [tag] for name in _names(option))


def _having(option: Option, tag: str) -> bool:
    return any(tag in name.split() for name in _names(option))


def _names(option: Option) -> list[str]:
    said = [option.value.replace("_", " "), *option.label.values()]
    return [" ".join(re.findall(r"[^\W_]+", one.casefold())) for one in said]


def _placed(body: str, context: Context) -> tuple[str, str | None]:
    """The place before the colon, and the text after it; else the only place the text names."""
    match = PREFIX.match(body)
    place = _exactly(match[1].removeprefix("di "), context) if match else None
    if match is not None and place is not None:
        return body[match.end() :], place
    named = {region.code for region in context.regions.guess(body)}
    return body, named.pop() if len(named) == 1 else None


def _exactly(text: str, context: Context) -> str | None:
    found = context.regions.find(text).exact if text.strip() else ()
    one = found[0] if len(found) == 1 else None
    return None if one is None or one is context.regions.regency() else one.code


def _moment(body: str, context: Context, now: datetime) -> datetime | None:
    """The one moment that the clauses of a text name; None when there are two, or none."""
    found = set(_moments(body, context, now))
    return found.pop() if len(found) == 1 else None


def _moments(body: str, context: Context, now: datetime) -> Iterator[datetime]:
    for clause in CLAUSE.split(body):
        if not clause.strip() or len(clause) > LONGEST_CLAUSE or GREETS.search(clause):
            continue
        moment = read_moment(clause, now, context.zone)
        if moment is not None and moment <= now + SLACK:
            yield moment.replace(microsecond=0)
