"""Draws an edition: the figures as they were frozen, the reports as they stand now."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from cards.parts import pack
from digests import sections
from digests.figures import Figures
from digests.periods import Period, Span
from digests.sheet import Sheet, period_name
from offices.office import Office
from storage.tables import Edition, Report
from words import Html, Words

ORDER = (
    sections.gist,
    sections.matters,
    sections.waits,
    sections.groups,
    sections.kecamatan,
    sections.dailies,
    sections.foot,
)


def draw(session: Session, edition: Edition, words: Words, office: Office) -> tuple[Html, ...]:
    """The messages of `edition` for a reader of `words`, in order; reads, writes nothing.

    A report that was withdrawn or erased since the count is left out; the counts stay. What a
    reporter wrote appears only when an officer has approved it.
    """
    figures = Figures.from_json(edition.figures)
    span = Span(Period(edition.period), edition.starts_at, edition.ends_at, office.zone)
    reports = _reports(session, (*figures.matters, *figures.waiting.ids))
    sheet = Sheet(span, figures, reports, words, office)

    def head(part: int, parts: int) -> Html:
        return words.html(
            "digest.title",
            brand=office.brand,
            period=span.period.value,
            name=period_name(span, words.language),
            until=None if span.complete else span.end,
            part=part,
            parts=parts,
        )

    return pack([block for section in ORDER for block in section(sheet)], head)


def _reports(session: Session, ids: Sequence[int]) -> dict[int, Report]:
    query = select(Report).where(col(Report.id).in_(ids))
    return {one.id: one for one in session.execute(query).scalars() if one.id is not None}
