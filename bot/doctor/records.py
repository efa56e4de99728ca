"""Looks at the database without changing it: tables, key, people, and what waits to be sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from bot.doctor.finding import Finding, good, note, wrong
from bot.doctor.loglines import log_findings
from bot.doctor.telegram import Desk
from bot.logs import clean
from bot.settings import Settings
from desk import enrolment
from desk.rights import Role
from desk.whereabouts import desk as desk_of
from storage import daytriggers, heldback, migrate
from storage.database import Database, file_of
from storage.outbox import State
from storage.tables import Outbox, Setting
from storage.vault import CANARY, Vault, WrongKey

SLOW = timedelta(minutes=15)  # a message that is due this long is stuck, not queued
RECENT = timedelta(days=31)  # of which counts are looked at: a third of a second on a million


@dataclass
class Records:
    """What the database says, and where the desk is according to it."""

    desk: Desk
    findings: list[Finding] = field(default_factory=list)


def records(settings: Settings, now: datetime) -> Records:
    """Everything the database knows; one that is not there yet is not made."""
    found = Records(Desk(settings.verification_chat_id, settings.verification_topic_id))
    path = file_of(settings.database_url)
    if path is not None and not path.exists():
        found.findings.append(wrong("database", "doctor.database_missing", path=str(path)))
        return found
    database = Database(settings.database_url)
    try:
        _look(database, settings, now, found)
    except SQLAlchemyError as error:
        complaint = clean(str(getattr(error, "orig", None) or error)).splitlines() or [""]
        found.findings.append(wrong("database", "doctor.database_away", error=complaint[0][:120]))
    finally:
        database.close()
    return found


def _look(database: Database, settings: Settings, now: datetime, found: Records) -> None:
    say = found.findings.append
    present, newest = database.look(lambda session: migrate.stand(session.connection()))
    say(
        good(
            "database",
            "doctor.database_good",
            engine="SQLite" if database.sqlite else "PostgreSQL",
        )
    )
    if present != newest:
        say(wrong("migrations", "doctor.migrations_behind", present=present or "–", newest=newest))
        return
    say(good("migrations", "doctor.migrations_good", newest=newest))

    def everything(session: Session) -> list[Finding]:
        seeds = (settings.verification_chat_id, settings.verification_topic_id)
        where = desk_of(session, *seeds)
        found.desk = Desk(where.chat, where.topic)
        counts = _counts(session, now)
        return [_key(session, settings), counts, *_people(session), *_outbox(session, now)]

    found.findings.extend(database.look(everything))
    if all(one.key != "doctor.key_wrong" for one in found.findings):
        found.findings.extend(log_findings(database, Vault(settings.vault_key).chain))


def _key(session: Session, settings: Settings) -> Finding:
    if session.get(Setting, CANARY) is None:
        return note("key", "doctor.key_unused")
    try:
        Vault(settings.vault_key).check(session)
    except WrongKey:
        return wrong("key", "doctor.key_wrong")
    return good("key", "doctor.key_good")


def _counts(session: Session, now: datetime) -> Finding:
    """The counts of days that digests rest on, against the reports themselves."""
    astray = daytriggers.astray(session.connection(), (now - RECENT).date())
    if astray:
        return wrong("counts", "doctor.counts_astray", count=astray)
    return good("counts", "doctor.counts_good", days=RECENT.days)


def _people(session: Session) -> Iterator[Finding]:
    missing = False
    for role in (Role.VERIFIER, Role.LEADER, Role.ADMIN):
        if not enrolment.holders(session, role):
            missing = True
            yield wrong("people", "doctor.nobody_is", role=role.value)
    if not missing:
        yield good("people", "doctor.people_good")


def _outbox(session: Session, now: datetime) -> Iterator[Finding]:
    waiting = col(Outbox.state).in_([State.WAITING, State.SENDING, State.UNSURE])
    count, oldest = session.execute(
        select(func.count(), func.min(Outbox.not_before)).where(
            waiting, col(Outbox.not_before) <= now
        )
    ).one()
    age = now - oldest if count else timedelta()
    if count and age > SLOW:
        yield wrong("outbox", "doctor.outbox_stuck", count=count, age=age)
    else:
        yield good("outbox", "doctor.outbox_good", count=count)
    if held := heldback.held_since_restore(session):
        yield note("held", "doctor.outbox_held", count=held)
