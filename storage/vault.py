"""The vault: who a source or an account is, sealed, and found without being readable."""

import hashlib
import hmac
import os
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ColumnElement, bindparam, delete, select
from sqlmodel import Session, col

from storage.chain import Chain
from storage.plainjson import parsed, written
from storage.statements import Statement, columns
from storage.tables import Setting, VaultEntry

NONCE = 12  # bytes, as AES-GCM wants them
CANARY = "vault_canary"

_entry = columns(VaultEntry)
_SUBJECT = Statement(lambda _: select(_entry.subject).where(_entry.lookup == bindparam("lookup")))


class WrongKey(Exception):
    """VAULT_KEY is not the key this database was sealed with: put the right one back."""


class BadKey(ValueError):
    """VAULT_KEY must be 32 bytes in base64; `cakra init` makes one."""


@dataclass(frozen=True)
class Identity:
    """What the vault knows of a person: the Telegram id, which is also the private chat's id."""

    telegram_id: int


class Vault:
    """Seals with AES-256-GCM, finds by HMAC and chains the log; each subkey comes from one key
    by HKDF.

    Holds no connection: every method that touches rows takes the session of the caller's unit,
    and the caller commits.
    """

    def __init__(self, key: str) -> None:
        try:
            master = b64decode(key, validate=True)
        except ValueError as error:
            raise BadKey(BadKey.__doc__) from error
        if len(master) != 32:
            raise BadKey(BadKey.__doc__)
        self._seal = AESGCM(_subkey(master, b"cakra seal 1"))
        self._lookup = hmac.new(_subkey(master, b"cakra lookup 1"), digestmod="sha256")
        self._words = _subkey(master, b"cakra words 1")
        self._copies = _subkey(master, b"cakra copies 1")
        self.chain = Chain(_subkey(master, b"cakra log 1"))
        self.key_id = hashlib.sha256(_subkey(master, b"cakra key id 1")).hexdigest()[:12]

    def secret(self, purpose: str) -> str:
        """A word nobody can guess, the same as long as the key is: 64 hexadecimal digits."""
        return hmac.digest(self._words, purpose.encode(), "sha256").hex()

    def key_for_copy(self, salt: bytes) -> bytes:
        """The key of one copy of everything, 32 bytes; the salt stands at the copy's head."""
        return _subkey(self._copies, b"cakra copy 1", salt)

    def lookup(self, bot: str, telegram_id: int) -> str:
        """The HMAC under which a person of `bot` is filed, 64 hex digits."""
        return self._filed_under(f"{bot}:{telegram_id}")

    def seal(self, value: Any, about: str) -> bytes:
        """`value` (plain JSON) sealed for `about`; it opens only with the same `about`."""
        nonce = os.urandom(NONCE)
        return nonce + self._seal.encrypt(nonce, written(value), self._aad(about))

    def open(self, sealed: bytes, about: str) -> Any:
        """What `seal` was given. Raises WrongKey for another key, another `about` or damage."""
        try:
            clear = self._seal.decrypt(sealed[:NONCE], sealed[NONCE:], self._aad(about))
        except InvalidTag as error:
            raise WrongKey(WrongKey.__doc__) from error
        return parsed(clear)

    def file(self, session: Session, subject: str, bot: str, identity: Identity) -> None:
        """Enter `subject`; entering the same person of the same bot twice is an IntegrityError."""
        session.add(
            VaultEntry(
                subject=subject,
                key_id=self.key_id,
                lookup=self.lookup(bot, identity.telegram_id),
                sealed=self.seal({"telegram_id": identity.telegram_id}, subject),
            )
        )

    def file_contact(self, session: Session, subject: str, contact: Mapping[str, str]) -> None:
        """Seal whom to call about something, such as `contact:<report>:<field>`."""
        session.add(
            VaultEntry(
                subject=subject,
                key_id=self.key_id,
                lookup=self._filed_under(subject),
                sealed=self.seal(dict(contact), subject),
            )
        )

    def contact(self, session: Session, subject: str) -> Mapping[str, str] | None:
        """What `file_contact` was given; None when it was erased, or never there."""
        entry = session.get(VaultEntry, subject)
        found: Mapping[str, str] | None = self.open(entry.sealed, subject) if entry else None
        return found

    def contacts(self, session: Session, about: str) -> list[Mapping[str, str]]:
        """Everything filed by `file_contact` under subjects that begin with `about`."""
        query = select(VaultEntry).where(_entry.subject.startswith(about, autoescape=True))
        found = session.execute(query.order_by(_entry.subject)).scalars()
        return [self.open(entry.sealed, entry.subject) for entry in found]

    def find(self, session: Session, bot: str, telegram_id: int) -> str | None:
        """The subject (`source:…`, `account:…`) of a person of `bot`, or None for a stranger."""
        found = _SUBJECT.first(session, lookup=self.lookup(bot, telegram_id))
        return found[0] if found else None

    def identity(self, session: Session, subject: str) -> Identity | None:
        """Open the seal of `subject`; None when it was erased."""
        entry = session.get(VaultEntry, subject)
        if entry is None:
            return None
        return Identity(telegram_id=self.open(entry.sealed, subject)["telegram_id"])

    def forget(self, session: Session, subject: str) -> str | None:
        """Erase who `subject` is; returns the lookup it was found by, None when it was gone.

        The caller commits.
        """
        entry = session.get(VaultEntry, subject)
        if entry is None:
            return None
        session.delete(entry)
        session.flush()
        return entry.lookup

    def forget_contacts(self, session: Session, report_id: int) -> None:
        """Erase whom to call about a report, whatever its form asked. The caller commits."""
        subject, first = col(VaultEntry.subject), f"contact:{report_id}:"
        mine: ColumnElement[bool]
        if session.get_bind().dialect.name == "sqlite":  # its LIKE would read the whole table
            mine = (subject >= first) & (subject < f"contact:{report_id};")
        else:
            mine = subject.startswith(first, autoescape=True)
        session.execute(delete(VaultEntry).where(mine))

    def check(self, session: Session) -> None:
        """Refuse a key that did not seal this database; the first call plants the canary."""
        row = session.get(Setting, CANARY)
        if row is None:
            session.add(Setting(key=CANARY, value=self.seal("canary", CANARY).hex()))
            return
        self.open(bytes.fromhex(row.value), CANARY)

    def must_fit(self, session: Session) -> None:
        """`check` that plants nothing, for a connection that may not write."""
        row = session.get(Setting, CANARY)
        if row is not None:
            self.open(bytes.fromhex(row.value), CANARY)

    def _filed_under(self, name: str) -> str:
        keyed = self._lookup.copy()
        keyed.update(name.encode())
        return keyed.hexdigest()

    def _aad(self, about: str) -> bytes:
        return f"{about}|{self.key_id}".encode()


def _subkey(master: bytes, purpose: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=purpose).derive(master)
