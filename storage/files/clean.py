"""The copy of a file that may leave the store, and its name.

`clean_copy` is CPU-bound, from a millisecond for a photo to some seconds for a large
spreadsheet: call it in a thread.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from storage.files import documents, pdfs, pictures, recordings
from storage.files.kinds import EXTENSIONS
from storage.files.packages import DOCX, PPTX, XLSX

_CODE: Final = re.compile(r"[A-Za-z0-9]{1,32}")


class CannotClean(Exception):
    """No copy without metadata could be made, so the file stays in the store."""

    def __init__(self) -> None:
        super().__init__(self.__class__.__doc__)


def _text(data: bytes) -> bytes:
    return data.decode("utf-8-sig").encode()


_CLEANED: Final[dict[str, Callable[[bytes], bytes]]] = {
    **dict.fromkeys(("image/jpeg", "image/png", "image/webp", "image/gif"), pictures.cleaned),
    "application/pdf": pdfs.cleaned,
    **dict.fromkeys((DOCX, XLSX, PPTX), documents.cleaned),
    "text/plain": _text,
    **{kind: partial(recordings.cleaned, media_type=kind) for kind in recordings.KINDS},
}


def clean_copy(data: bytes, media_type: str) -> bytes:
    """The file as it looks, without who, where and with what it was made.

    Whoever sends, shows or prints evidence calls it on what `FileStore.read` gave; the same
    input gives an equally clean copy again, not always the same bytes. What can be *seen* is
    not touched: a face, a letterhead, a name in the text. Raises CannotClean, with the cause
    attached; then nothing may leave.
    """
    try:
        return _CLEANED[media_type](data)
    except Exception as why:  # whatever happened, the answer is the same
        raise CannotClean from why


def neutral_name(code: str, number: int, extension: str) -> str:
    """`K7M4QXR-2.jpg`: a report's code, which of its files (from 1), and what `examine` said.

    Raises ValueError for anything that could be more than a file name.
    """
    if not _CODE.fullmatch(code) or number < 1 or extension not in EXTENSIONS.values():
        raise ValueError("a neutral name takes a report's code, a number from 1, a known ending")
    return f"{code}-{number}.{extension}"
