"""Officers set right what was reported of category, place and time; the words stay as they are."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from desk import hanging, postings
from desk.decisions import find_for_decision
from desk.house import House
from desk.lifecycle import Status, record
from desk.rights import Person
from forms.form import Limits
from forms.moments import SLACK, read_moment
from forms.regions import Regions
from storage.tables import Report

WITHIN = frozenset({Status.WAITING, Status.APPROVED})
PAST = timedelta(days=Limits().past_days)


class Why(StrEnum):
    """Why words could not be taken."""

    PLACE_UNKNOWN = "place_unknown"
    TIME_UNCLEAR = "time_unclear"
    TIME_UNFIT = "time_unfit"
    SUMMARY_LENGTH = "summary_length"
    SUMMARY_NUMBER = "summary_number"


class Unfit(Exception):
    """The officer's words can not be taken as they are; carries why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Corrected:
    """What came of a correction; not `done` when it stood so already or a choice is needed."""

    code: str
    done: bool


def set_category(
    session: Session,
    by: Person,
    house: House,
    report_id: int,
    version: int,
    value: str,
    private: bool,
    *,
    now: datetime,
) -> Corrected | None:
    """Set a category, or open a list: `politics`, its second page `politics:1`, all groups `:0`.

    None when a list was opened. The caller commits. Raises as `find_for_decision` does, and
    ValueError for what the office does not have.
    """
    report = find_for_decision(session, by, report_id, version, within=WITHIN)
    head, _, page = value.partition(":")
    if head in {category.key for category in house.office.categories} and not page:
        return correct(session, by, report, {"category": head}, now)
    if head not in {"", *(group.key for group in house.office.groups)}:
        raise ValueError(value)
    offered = (head, str(int(page or 0)))
    place = hanging.place_of(by, private)
    hanging.open_panel(session, by, report, "category", place, now, offered)
    return None


def set_place(
    session: Session,
    by: Person,
    house: House,
    report_id: int,
    version: int,
    code: str,
    *,
    now: datetime,
) -> Corrected:
    """Set the place by its code. The caller commits.

    Raises as `find_for_decision` does, and ValueError for a place that is not the office's.
    """
    report = find_for_decision(session, by, report_id, version, within=WITHIN)
    if house.office.regions.region(code) is None:
        raise ValueError(code)
    return _place(session, by, house.office.regions, report, code, now)


def place_in_words(
    session: Session, by: Person, house: House, report: Report, text: str, *, now: datetime
) -> Corrected:
    """Set the place an officer named; of several that fit, the card offers a choice.

    The caller commits. Raises as `find_for_decision` does, Unfit.
    """
    _again(session, by, report)
    regions = house.office.regions
    found = regions.find(text)
    if len(found.exact) == 1:
        return _place(session, by, regions, report, found.exact[0].code, now)
    several = found.exact or found.fuzzy
    if not several:
        raise Unfit(Why.PLACE_UNKNOWN)
    offered = [region.code for region in several]
    hanging.offer(session, by, report, "place", offered)
    postings.redraw_card(session, report, now=now)
    return Corrected(report.code, done=False)


def time_in_words(
    session: Session, by: Person, house: House, report: Report, text: str, *, now: datetime
) -> Corrected:
    """Set when it happened, as an officer wrote it. The caller commits.

    Raises as `find_for_decision` does, Unfit for what is unclear, to come or long ago.
    """
    _again(session, by, report)
    moment = read_moment(text, now, house.office.zone)
    if moment is None:
        raise Unfit(Why.TIME_UNCLEAR)
    if not now - PAST <= moment <= now + SLACK:
        raise Unfit(Why.TIME_UNFIT)
    happened = moment.astimezone(UTC).replace(microsecond=0)
    return correct(session, by, report, {"happened_at": happened}, now)


def _again(session: Session, by: Person, report: Report) -> None:
    """The report may have moved on since the card was looked up: lock it and look again."""
    find_for_decision(session, by, report.id or 0, report.version, within=WITHIN)


def _place(
    session: Session, by: Person, regions: Regions, report: Report, code: str, now: datetime
) -> Corrected:
    """The reporter's pin stays where it can still be right, and comes back with its place."""
    first = report.reported.get("region", report.region)
    lat = report.reported.get("lat", report.lat)
    lon = report.reported.get("lon", report.lon)
    if code != first and lat is not None and lon is not None:
        around = regions.around(lat, lon)
        if not any(region.code.startswith(code) for region in around):
            lat = lon = None
    return correct(session, by, report, {"region": code, "lat": lat, "lon": lon}, now)


def correct(
    session: Session, by: Person, report: Report, values: dict[str, object], now: datetime
) -> Corrected:
    """Put `values` in place of what stands in these columns, of which the first is the matter.

    What the reporter gave is kept beside it. The caller commits, and has locked the report.
    """
    matter = next(iter(values))
    before = getattr(report, matter)
    done = before != values[matter]
    if done:
        report.reported = _kept(report, values)
        for column, value in values.items():
            setattr(report, column, value)
        session.add(report)
        details = {"field": matter, "before": _plain(before), "after": _plain(values[matter])}
        record(session, report, actor=by.actor, event="corrected", now=now, details=details)
    hanging.close_panels(session, report, of=by)
    postings.redraw_card(session, report, now=now)
    return Corrected(report.code, done)


def _kept(report: Report, values: dict[str, object]) -> dict[str, object]:
    """What the reporter gave in every column that says something else from now on."""
    first = {column: _plain(getattr(report, column)) for column in values} | report.reported
    after = {column: _plain(value) for column, value in values.items()}
    return {
        column: value
        for column, value in first.items()
        if column not in after or after[column] != value
    }


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
