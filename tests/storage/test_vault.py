"""Identities are sealed, found without being readable, and bound to one key."""

import base64

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from storage.database import Database
from storage.tables import VaultEntry
from storage.vault import BadKey, Identity, Vault, WrongKey

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(range(1, 33))).decode()


def test_what_is_sealed_opens_only_with_the_same_key_and_for_the_same_subject() -> None:
    vault = Vault(KEY)
    sealed = vault.seal({"telegram_id": 7}, "source:a")
    assert vault.open(sealed, "source:a") == {"telegram_id": 7}
    with pytest.raises(WrongKey):
        vault.open(sealed, "source:b")
    with pytest.raises(WrongKey):
        Vault(OTHER).open(sealed, "source:a")
    with pytest.raises(WrongKey):
        vault.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "source:a")


def test_what_came_broken_can_be_sealed_too() -> None:
    vault, half = Vault(KEY), {"text": "half of a character: \ud83d"}
    assert vault.open(vault.seal(half, "poison|public|1"), "poison|public|1") == half


def test_sealing_twice_looks_different_each_time() -> None:
    vault = Vault(KEY)
    assert vault.seal({"telegram_id": 7}, "x") != vault.seal({"telegram_id": 7}, "x")


def test_a_lookup_depends_on_bot_id_and_key() -> None:
    vault = Vault(KEY)
    lookups = {
        vault.lookup("public", 7),
        vault.lookup("private", 7),
        vault.lookup("public", 8),
        Vault(OTHER).lookup("public", 7),
    }
    assert len(lookups) == 4
    assert vault.lookup("public", 7) == Vault(KEY).lookup("public", 7)


@pytest.mark.parametrize("key", ["", "abc", base64.b64encode(bytes(31)).decode(), "!" * 44])
def test_a_key_of_another_shape_is_refused(key: str) -> None:
    with pytest.raises(BadKey):
        Vault(key)


async def test_the_canary_refuses_another_key(database: Database) -> None:
    await database.run(Vault(KEY).check)
    await database.run(Vault(KEY).check)
    with pytest.raises(WrongKey):
        await database.run(Vault(OTHER).check)


async def test_a_person_is_filed_once_and_found_by_the_telegram_id(database: Database) -> None:
    vault = Vault(KEY)

    def file(session: Session, subject: str) -> None:
        vault.file(session, subject, "public", Identity(7_000_000_001))
        session.flush()

    await database.run(lambda session: file(session, "source:a"))
    with pytest.raises(IntegrityError):
        await database.run(lambda session: file(session, "source:b"))
    found = await database.read(lambda session: vault.find(session, "public", 7_000_000_001))
    assert found == "source:a"
    assert await database.read(lambda s: vault.find(s, "private", 7_000_000_001)) is None
    identity = await database.read(lambda session: vault.identity(session, "source:a"))
    assert identity == Identity(7_000_000_001)
    entry = await database.read(lambda session: session.get(VaultEntry, "source:a"))
    assert entry is not None and b"7000000001" not in entry.sealed
