"""Fills a stage: reports of several people in several states, and their cards."""

import io
from functools import partial

from PIL import Image
from sqlmodel import Session, col, select

from desk import codes, decisions, postings, stepping
from desk.decisions import Reason
from desk.grades import Grade
from desk.lifecycle import Status, Urgency, record
from desk.rights import PRIVATE, PUBLIC
from storage.files.store import FileStore
from storage.tables import Account, Card, Evidence, Report, Source
from tests.authority.people import Row, Who, everybody, known
from tests.authority.stage import SECRET, Stage
from tests.world import World

KINDS = ("waiting", "rejected")
AT_DESK = ("waiting", "approved")


async def at_desk(office: World, cards: bool) -> Stage:
    """Everybody at the private bot, and reports of a citizen, of an agent and of an officer; with
    `cards` as many more as people, each with a card."""
    stage = Stage(office, await everybody(office, PRIVATE))
    inside = [one.person for one in stage.people.values() if one.inside]
    stage.second = await office.sandbox.group("Grup lain", inside, [office.private])
    for row, bot in ((Row.OWN, PUBLIC), (Row.CITIZEN, PUBLIC), (Row.AGENT, PRIVATE)):
        await stage.does(partial(_reported, stage, row, bot, KINDS))
    if cards:
        await stage.does(partial(_for_everybody, stage))
    await stage.does(partial(_decided, stage))
    await stage.does(partial(_with_files, stage))
    away = stage.people[Row.AWAY]
    card = stage.target(away)
    await stage.does(
        lambda session: postings.post_card(
            session, card, f"account:{away.account}", now=office.clock()
        )
    )
    await stage.does(partial(_is_here, away, True))
    await office.settled()
    stage.own_card = await away.person.last(office.private)
    await stage.does(partial(_is_here, away, False))
    await stage.reread()
    await _look_at_cards(stage)
    return stage


async def at_public(office: World) -> Stage:
    """Everybody at the public bot, each with reports of their own."""
    stage = Stage(office, await everybody(office, PUBLIC))
    for row in Row:
        await stage.does(partial(_reported, stage, row, PUBLIC, ("waiting", "rejected")))
    await stage.does(partial(_decided, stage))
    await office.settled()
    await stage.reread()
    return stage


def _is_here(who: Who, here: bool, session: Session) -> None:
    account = session.get_one(Account, who.account)
    account.away_at = None if here else account.created_at
    session.add(account)


def _reported(stage: Stage, row: Row, bot: str, kinds: tuple[str, ...], session: Session) -> None:
    by = known(stage.office, session, stage.people[row], bot)
    source = by.reporter
    if source is None:
        raise AssertionError(f"{row} can not report through the {bot} bot")
    for kind in kinds:
        report = _entered(stage.office, session, source)
        stage.reports[row, kind] = report
        if stage.second is not None:
            _hung(stage, session, report)


def _for_everybody(stage: Stage, session: Session) -> None:
    """A report that waits and one that is approved for each person to act upon."""
    for row in Row:
        whose = stage.report(Row.OWN if row is Row.OWN else Row.CITIZEN).source_id
        for kind in AT_DESK:
            stage.desk[row, kind] = _entered(stage.office, session, whose)
            _hung(stage, session, stage.desk[row, kind])


def _hung(stage: Stage, session: Session, report: Report) -> None:
    session.add(Card(report_id=report.id or 0, recipient=postings.DESK))
    postings.redraw_card(session, report, now=stage.office.clock())


def _entered(office: World, session: Session, source: str) -> Report:
    """A report as it came in; through the rules' own steps from here on."""
    last = session.exec(select(Report.draft_id).order_by(col(Report.draft_id).desc())).first()
    now, home = office.clock(), office.home
    of_public = session.get_one(Source, source).bot == PUBLIC
    report = Report(
        code=codes.new(),
        draft_id=(last or 10**6) + 1,
        source_id=source,
        form="tip" if of_public else "info",
        form_version=1,
        text=SECRET,
        category=office.product.house.office.categories[0].key,
        region=home.place_code,
        happened_at=now,
        urgency=Urgency.NORMAL,
        contact=True,
        status=Status.WAITING,
        version=1,
        submitted_at=now,
        consent_version="2",
    )
    session.add(report)
    session.flush()
    record(session, report, actor="source", event="submitted", now=now, after=Status.WAITING)
    return report


def _with_files(stage: Stage, session: Session) -> None:
    """A picture came with each report of the desk, and hangs below its card."""
    picture, now = io.BytesIO(), stage.office.clock()
    Image.new("RGB", (8, 8), "navy").save(picture, "PNG")
    kept = FileStore(stage.office.evidence_folder).keep(picture.getvalue())
    for report in [*stage.reports.values(), *stage.desk.values()]:
        session.add(
            Evidence(
                owner=f"source:{report.source_id}",
                report_id=report.id,
                bot=PUBLIC,
                file_id="-",
                kind="photo",
                state="kept",
                sha256=kept.sha256,
                size=kept.size,
                media_type="image/png",
                extension="png",
                not_before=now,
                created_at=now,
                shown_at=now,
            )
        )


def _decided(stage: Stage, session: Session) -> None:
    """Somebody steps back from all there is; then some are decided by another verifier."""
    now, helper = stage.office.clock(), known(stage.office, session, stage.helper)
    stepped = known(stage.office, session, stage.people[Row.STEPPED])
    for (_, kind), report in [*stage.reports.items(), *stage.desk.items()]:
        number = report.id or 0
        if report.source_id not in stepped.sources:
            stepping.step_back(session, stepped, number, 1, now=now)
        if kind == "approved":
            decisions.approve(session, helper, number, 1, grade=Grade.read("B2"), now=now)
        if kind == "rejected":
            reason = Reason.UNCLEAR
            decisions.reject(session, helper, number, 1, reason=reason, now=now)
    session.flush()


async def _look_at_cards(stage: Stage) -> None:
    shown = {one.message_id: one for one in await stage.helper.person.chat(stage.office.group)}
    for card in await stage.office.rows(Card):
        if card.recipient == postings.DESK and card.message_id is not None:
            stage.cards[card.report_id] = shown[card.message_id]
