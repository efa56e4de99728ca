"""Reading whom to call: an Indonesian number, with or without a name."""

from __future__ import annotations

import re

from forms.values import Contact

LONGEST_NAME = 60

_NUMBER = re.compile(r"(?<![\d+])(?:\+?62[\s.()-]*0?|0)([2-9](?:[\s.()-]*\d){7,11})(?!\d)")
_NOISE = re.compile(
    r"\b(?:nama|nomor|nomornya|nomer|no|hp|wa|whatsapp|telp|telepon|kontak|name|number|phone)\b\.?",
    re.IGNORECASE,
)


def read_contact(text: str) -> Contact | None:
    """ "Budi 0812-3456-7890"; None without exactly one number, or with an essay around it."""
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) != 1:
        return None
    around = text[: numbers[0].start()] + " " + text[numbers[0].end() :]
    name = " ".join(_NOISE.sub(" ", around).split()).strip(" ,.;:()-–/")
    if re.search(r"\d", name) or len(name) > LONGEST_NAME:
        return None
    return Contact("+62" + re.sub(r"\D", "", numbers[0][1]), name)


def shared_contact(phone: str, name: str) -> Contact | None:
    """A contact as a telephone hands it over; a number of any country."""
    digits = re.sub(r"\D", "", phone)
    digits = "62" + digits[1:] if digits.startswith("0") else digits
    if not 7 <= len(digits) <= 15 or not digits.isascii():
        return None
    return Contact("+" + digits, " ".join(name.split())[:LONGEST_NAME])
