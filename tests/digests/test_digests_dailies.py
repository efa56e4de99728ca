"""Daily reports counted: nothing happened, something did, and nobody said anything, differ."""

from datetime import date

from sqlmodel import Session

from digests.dailies import Dailies, count_dailies
from digests.periods import Period, containing
from storage.database import Database
from storage.tables import Daily
from tests.digests.world import NOW, ZONE, enrol, keep

DAY = date(2026, 11, 21)
SPAN = containing(Period.DAILY, DAY, ZONE)


def said(session: Session, region: str, *, nihil: bool, day: date = DAY) -> None:
    session.add(Daily(source_id="s1", region=region, day=day, nihil=nihil, sent_at=NOW))


async def counted(database: Database, *areas: str) -> Dailies:
    def unit(session: Session) -> Dailies:
        for number, area in enumerate(areas):
            enrol(session, f"Agen {number}", NOW, "agent", area)
        session.flush()
        return count_dailies(session, SPAN)

    return await database.run(unit)


async def test_without_agents_nothing_is_expected(database: Database) -> None:
    assert await counted(database) == Dailies()


async def test_a_village_speaks_for_its_kecamatan_and_events_count_before_nihil(
    database: Database,
) -> None:
    def tell(session: Session) -> None:
        keep(session, [])
        said(session, "14.04.01", nihil=True)
        said(session, "14.04.02", nihil=True)
        said(session, "14.04.02.1001", nihil=False)
        said(session, "14.04.03", nihil=True, day=date(2026, 11, 20))
        said(session, "14.04.09", nihil=True)

    await database.run(tell)
    found = await counted(database, "14.04.01", "14.04.02.1001", "14.04.03")
    assert found == Dailies(expected=3, eventful=1, nihil=1, silent=("14.04.03",))
