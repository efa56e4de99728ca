"""A sealed stream: 64 KiB pieces under a key of their own, none of which can be moved or cut.

Head: magic, key id, salt. Each piece is sealed with ChaCha20-Poly1305; its nonce is its number and
whether it is the last, so that a missing end is noticed (the STREAM construction).
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from storage.copies.trouble import CopyAltered, CopyCut, NoCopy, OtherKey
from storage.vault import Vault

MAGIC = b"cakra copy 1\n"
KEY_ID, SALT, TAG = 12, 32, 16  # bytes
PIECE = 65_536


class Sealer:
    """Writes a sealed stream; without `finish` it can not be read."""

    def __init__(self, file: BinaryIO, vault: Vault) -> None:
        salt = os.urandom(SALT)
        self._file, self._waiting, self._number = file, bytearray(), 0
        self._head = MAGIC + vault.key_id.encode() + salt
        self._seal = ChaCha20Poly1305(vault.key_for_copy(salt))
        file.write(self._head)

    def write(self, data: bytes) -> None:
        """Take `data`; whole pieces are written at once."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._piece(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def finish(self) -> None:
        """Write the last piece, which says that it is the last."""
        self._piece(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _piece(self, data: bytes, *, last: bool) -> None:
        self._file.write(self._seal.encrypt(_nonce(self._number, last), data, self._head))
        self._number += 1


class Unsealer:
    """Reads a sealed stream. Raises NoCopy and OtherKey at once, CopyCut and CopyAltered later."""

    def __init__(self, file: BinaryIO, vault: Vault) -> None:
        self._head = file.read(len(MAGIC) + KEY_ID + SALT)
        if not self._head.startswith(MAGIC):
            raise NoCopy
        if len(self._head) < len(MAGIC) + KEY_ID + SALT:
            raise CopyCut
        if self._head[len(MAGIC) : len(MAGIC) + KEY_ID] != vault.key_id.encode():
            raise OtherKey
        self._seal = ChaCha20Poly1305(vault.key_for_copy(self._head[-SALT:]))
        self._pieces = self._open(file)
        self._ready = bytearray()

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes; b"" at the end of everything."""
        while len(self._ready) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._ready += piece
        taken = bytes(self._ready[:size])
        del self._ready[:size]
        if taken and len(taken) < size:
            raise CopyAltered
        return taken

    def _open(self, file: BinaryIO) -> Iterator[bytes]:
        number, sealed = 0, file.read(PIECE + TAG)
        while True:
            following = file.read(PIECE + TAG)
            try:
                yield self._seal.decrypt(_nonce(number, not following), sealed, self._head)
            except InvalidTag:
                raise self._complaint(number, sealed, ended=not following) from None
            if not following:
                return
            number, sealed = number + 1, following

    def _complaint(self, number: int, sealed: bytes, *, ended: bool) -> CopyCut | CopyAltered:
        """Cut between two pieces, the last one is sound but does not say that it is the last."""
        if not ended:
            return CopyAltered()
        if len(sealed) < PIECE + TAG:
            return CopyCut()  # or altered in the last piece, which nobody can tell apart
        try:
            self._seal.decrypt(_nonce(number, False), sealed, self._head)
        except InvalidTag:
            return CopyAltered()
        return CopyCut()


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
