"""Measures against a source: on the card, in the administrator's list, and to the source."""

from cards import labels
from cards.easel import Easel, subject_of
from cards.screen import Button, Drawn, Nothing, Rows, Screen, in_rows
from cards.sight import Sight
from cards.taps import SanctionTap
from desk import standing
from desk.lifecycle import Status
from desk.limits import NotNow, Silenced
from desk.sanctioned import Judged, Listed
from desk.sanctions import LIFT, MEASURES, PANEL
from desk.standing import Standing
from forms.buttons import PER_PAGE
from offices.office import Office
from storage.outbox import Parcel
from storage.tables import Sanction, Source
from words import Html, Words


def more_key(sight: Sight) -> Button | None:
    """The button among the rarer ones; none once the source was erased."""
    source = _source(sight)
    return sight.button("abuse.key", "panel", PANEL) if source else None


def mark(sight: Sight) -> Html | None:
    """What stands against the source, and how often it was warned."""
    source = _source(sight)
    if source is None:
        return None
    stands, warned = _about(sight, source)
    if stands is None and not warned:
        return None
    return sight.words.html("abuse.mark", stands=_words(stands), warned=warned)


def panel(sight: Sight) -> tuple[Html, Rows]:
    """The measures, and lifting what stands; each asks once more."""
    source = _source(sight)
    if source is None:
        return sight.words.html("abuse.gone"), ()
    stands, warned = _about(sight, source)
    keys = [_choice(sight, key) for key in (*MEASURES, *([LIFT] if stands else []))]
    text = sight.words.html(
        "abuse.panel", codename=source.codename, stands=_words(stands), warned=warned
    )
    return text, in_rows(tuple(keys), 2)


def confirm(sight: Sight, key: str) -> tuple[Html, Rows]:
    """Whether to: one thumb slips easily, and somebody falls silent."""
    source = _source(sight)
    if source is None:
        return sight.words.html("abuse.gone"), ()
    text = sight.words.html("abuse.confirm", codename=source.codename, measure=key)
    label = "abuse.yes_lift" if key == LIFT else "abuse.yes"
    action = LIFT if key == LIFT else "sanction"
    return text, ((sight.button(label, action, key), sight.button("abuse.no", "panel", PANEL)),)


def _choice(sight: Sight, key: str) -> Button:
    return sight.button("abuse.measure", "panel", f"{PANEL}:{key}", measure=key)


def _source(sight: Sight) -> Source | None:
    source = sight.easel.session.get(Source, sight.report.source_id)
    return source if source is not None and source.erased_at is None else None


def _about(sight: Sight, source: Source) -> tuple[Standing | None, int]:
    session = sight.easel.session
    stands = standing.in_force(session, source.id, sight.easel.now)
    return stands, standing.warnings(session, source.id)


def _words(stands: Standing | None) -> dict[str, object] | None:
    return {"kind": stands.kind, "until": stands.until} if stands else None


def draw_sanction(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """To the source: what stands against it from now on, and whom to ask."""
    row = easel.session.get(Sanction, subject_of(parcel))
    if row is None or row.lifted_at is not None:
        return Nothing("lifted already")
    agency, unsure = easel.house.office.agency, parcel.unsure
    words = easel.words_for(parcel.recipient)
    values = {"kind": row.kind, "until": row.until, "agency": agency, "repeated": unsure}
    return Drawn(Screen(words.html("abuse.told", **values)))


def draw_lifted(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """To the source: that it may report again."""
    words = easel.words_for(parcel.recipient)
    return Drawn(Screen(words.html("abuse.told_lifted", repeated=parcel.unsure)))


def refused(error: NotNow, office: Office, words: Words) -> Screen:
    """To whoever wants to report and may not now: until when, and whom to call in danger."""
    numbers = labels.numbers(office)
    if not isinstance(error, Silenced):
        return Screen(words.html("abuse.too_many", until=error.until, numbers=numbers))
    values = {"kind": error.kind, "until": error.until, "agency": office.agency}
    return Screen(words.html("abuse.silenced", numbers=numbers, **values))


def listing(lines: list[Listed], page: int, words: Words) -> Screen:
    """Everybody silenced, a button each, a page at a time."""
    pages = max(1, -(-len(lines) // PER_PAGE))
    page = min(page, pages - 1)
    here = lines[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows: list[tuple[Button, ...]] = [(_line(one, words),) for one in here]
    leaf = []
    if page > 0:
        leaf.append(Button(words.text("form.previous_page"), _tap("list", page - 1)))
    if page < pages - 1:
        leaf.append(Button(words.text("form.next_page"), _tap("list", page + 1)))
    if leaf:
        rows.append(tuple(leaf))
    text = words.html("abuse.listing", total=len(lines), page=page + 1, pages=pages)
    return Screen(text, tuple(rows))


def one(line: Listed, words: Words) -> Screen:
    """One of the list, with the way to lift it."""
    text = words.html(
        "abuse.one",
        codename=line.codename,
        agent=line.agent,
        kind=line.kind,
        until=line.until,
        by=line.by,
        since=line.at,
    )
    action = LIFT if line.codename else "lift_carried"
    row = (
        Button(words.text("abuse.yes_lift"), _tap(action, line.number)),
        Button(words.text("abuse.back"), _tap("list")),
    )
    return Screen(text, (row,))


def judged(one: Judged, words: Words) -> Screen:
    """A source looked up by its codename, with the measures there are."""
    text = words.html(
        "abuse.source",
        codename=one.codename,
        agent=one.agent,
        total=sum(one.record.values()),
        approved=one.record.get(Status.APPROVED, 0),
        rejected=one.record.get(Status.REJECTED, 0),
        warned=one.warnings,
        stands=_words(one.stands),
    )
    keys = [
        Button(words.text("abuse.measure", measure=key), _tap("ask", 0, f"{key}:{one.source_id}"))
        for key in MEASURES
    ]
    if one.stands:
        lifting = _tap("show", one.stands.number)
        keys.append(Button(words.text("abuse.measure", measure=LIFT), lifting))
    return Screen(text, in_rows(tuple(keys), 2))


def confirm_for(one: Judged, measure: str, words: Words) -> Screen:
    """Whether to, in the administrator's own chat."""
    row = (
        Button(words.text("abuse.yes"), _tap("do", 0, f"{measure}:{one.source_id}")),
        Button(words.text("abuse.no"), _tap("source", 0, one.source_id)),
    )
    return Screen(words.html("abuse.confirm", codename=one.codename, measure=measure), (row,))


def _line(one: Listed, words: Words) -> Button:
    label = words.text("abuse.line", codename=one.codename, kind=one.kind, until=one.until)
    return Button(label, _tap("show" if one.codename else "carried", one.number))


def _tap(action: str, number: int = 0, value: str = "") -> str:
    return SanctionTap(action, number, value).pack()
