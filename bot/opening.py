"""Opens the office: its profile, its tables brought up to date, its vault checked."""

from datetime import datetime

from sqlmodel import Session

import digests
from bot.sealing import begin
from bot.settings import Settings
from desk import enrolment
from desk.house import House
from desk.whereabouts import Desk
from offices.load import load as load_office
from storage.copies.unfinished import must_be_whole
from storage.database import Database
from storage.migrate import upgrade
from storage.vault import Vault
from words import Library


def open_house(
    settings: Settings, database: Database, now: datetime, library: Library | None = None
) -> tuple[House, Library]:
    """Everything rules and words need; first administrators are enrolled on the way.

    Raises OfficeError, FormError, NewerDatabase, WrongKey, HalfBack, each with a sentence.
    """
    must_be_whole(settings.data_dir / "evidence")
    office = load_office(settings.office)
    vault = Vault(settings.vault_key)
    seed = Desk(settings.verification_chat_id, settings.verification_topic_id)
    house = House(office, vault, office.forms(), seed)
    upgrade(database.engine)
    database.chained(vault.chain)

    def unit(session: Session) -> int:
        vault.check(session)
        return enrolment.appoint_first_admins(
            session, vault, settings.admin_ids, language=office.language, now=now
        )

    database.submit(unit).result()
    begin(database, house, now)
    return house, library or words_of(house)


def words_of(house: House) -> Library:
    """The words, bound to the office's zone, digests' templates included."""
    office = house.office
    return Library(office.zone, office.zone_label, extra=(digests.TEMPLATES,))
