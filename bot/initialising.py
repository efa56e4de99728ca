"""The vault's key, made once; never a second one for a database that is sealed already."""

import base64
import secrets

from sqlalchemy.exc import SQLAlchemyError

from bot.envfile import EnvFile
from bot.settings import Settings
from storage.database import Database, file_of
from storage.tables import Setting
from storage.vault import CANARY


class SealedAlready(Exception):
    """This database is sealed with a VAULT_KEY that is not in .env: put it back from the paper."""


def ensure_key(env: EnvFile, values: dict[str, str]) -> bool:
    """Write a VAULT_KEY unless `values` has one; whether one was made. Raises SealedAlready."""
    if values.get("VAULT_KEY"):
        return False
    url = values.get("DATABASE_URL") or str(Settings.model_fields["database_url"].default)
    if _sealed(url):
        raise SealedAlready(SealedAlready.__doc__)
    env.write({"VAULT_KEY": base64.b64encode(secrets.token_bytes(32)).decode()})
    return True


def _sealed(url: str) -> bool:
    path = file_of(url)
    if path is not None and not path.exists():
        return False
    database = Database(url)
    try:
        return database.look(lambda session: session.get(Setting, CANARY) is not None)
    except SQLAlchemyError:  # away, or without tables: the doctor says which
        return False
    finally:
        database.close()
