"""Reading amounts as people write them: "1.250,5", "sekitar 20 rumah", "1,5 jt"."""

from __future__ import annotations

import re
from decimal import Decimal

LONGEST = 80
"""Characters of an answer that can be an amount and nothing else."""

SCALES = {
    **dict.fromkeys(("ribu", "rb", "k", "thousand"), 1_000),
    **dict.fromkeys(("juta", "jt", "jta", "million"), 1_000_000),
    **dict.fromkeys(("miliar", "milyar", "milyard", "billion"), 1_000_000_000),
    **dict.fromkeys(("triliun", "trilyun"), 1_000_000_000_000),
}
UNITS = {
    name: value
    for value, name in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
    )
}
TENS = ("belas", "puluh", "ratus")
NONE = frozenset(("nol", "nihil", "kosong", "tidak ada", "tdk ada", "gak ada", "none", "zero"))
DENIALS = frozenset("bukan tidak tdk gak nggak tak not".split())

_FIGURE = re.compile(r"\d[\d.,]*")
_SIGNED = re.compile(r"(?<!\w)-\s*$")
_CURRENCY = re.compile(r"\b(?:rp|idr)\b\.?\s*|\brp\.?(?=\d)|\bidr(?=\d)|\brupiah\b")
_DASHES = re.compile(r"[,.]-+")


def read_number(text: str) -> Decimal | None:
    """The one number a text gives, in figures or in words; None when it is not clear."""
    plain = " ".join(text.casefold().split())
    if not plain or len(plain) > LONGEST:
        return None
    if plain.strip(" .!") in NONE:
        return Decimal(0)
    figures = list(_FIGURE.finditer(plain.replace("kira2", "kira")))
    if not figures:
        return _spelled(re.findall(r"[a-z]+", plain))
    return _in_figures(plain.replace("kira2", "kira"), figures[0]) if len(figures) == 1 else None


def read_money(text: str) -> Decimal | None:
    """The rupiah a text names: "5 juta", "Rp5.000.000,00"; None when it is not clear."""
    plain = _DASHES.sub("", _CURRENCY.sub("", text.casefold()))
    plain = re.sub(r"(?<=\d)\s?m\b", " miliar", plain)  # only of money: "20 m" may be metres
    amount = read_number(plain)
    if amount is None or amount != round(amount, 2):
        return None
    return amount


def _in_figures(plain: str, figure: re.Match[str]) -> Decimal | None:
    before, after = plain[: figure.start()], plain[figure.end() :]
    if before[-1:].isalpha() or DENIALS & set(before.split()):
        return None
    unit = re.match(r"\s?([a-z]+)", after)
    scale = SCALES.get(unit[1]) if unit else None
    number = _figure(figure[0].rstrip(".,"), scaled=scale is not None)
    if number is None:
        return None
    sign = -1 if _SIGNED.search(before) else 1
    return _plain(number * (scale or 1) * sign)


def _figure(written: str, *, scaled: bool) -> Decimal | None:
    """One run of digits, points and commas, whichever of the two parts thousands.

    A single separator before three digits parts thousands ("1.250", "1,250"); with "juta" behind
    it a comma is a decimal comma ("1,255 juta") and a point could be either.
    """
    last = max(written.rfind("."), written.rfind(","))
    if last < 0:
        return Decimal(written)
    mark, head, tail = written[last], written[:last], written[last + 1 :]
    other = "," if mark == "." else "."
    if other in head:
        return _decimal(head, other, tail)
    if mark in head:
        return _decimal(written, mark, "")
    thousands = len(tail) == 3 and len(head) <= 3 and not head.startswith("0")
    if thousands and scaled:
        return Decimal(f"{head}.{tail}") if mark == "," else None
    return Decimal(head + tail) if thousands else Decimal(f"{head}.{tail}")


def _decimal(grouped: str, mark: str, fraction: str) -> Decimal | None:
    if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+", grouped, re.ASCII):
        return None
    return Decimal(f"{grouped.replace(mark, '')}.{fraction or 0}")


def _plain(number: Decimal) -> Decimal:
    """Without zeros behind the comma: it is stored as it is written here."""
    return number.normalize() + 0


def _spelled(words: list[str]) -> Decimal | None:
    """ "dua puluh lima", "seratus ribu", with words around; None when two numbers stand there."""
    spelled = [re.sub(r"^se(?=(?:ratus|ribu|juta)$)", "satu ", word) for word in words]
    flat = " ".join(spelled).split()
    known = [
        word in UNITS or word in SCALES or word in ("belas", "puluh", "ratus") for word in flat
    ]
    if not any(known) or DENIALS & set(flat):
        return None
    start = known.index(True)
    end = start + (known[start:].index(False) if False in known[start:] else len(known[start:]))
    return None if any(known[end:]) else _counted(flat[start:end])


def _counted(words: list[str]) -> Decimal | None:
    total = hundreds = 0
    unit: int | None = None
    for word in words:
        if word in UNITS:
            if unit is not None:
                return None
            unit = UNITS[word]
        elif unit is None and not hundreds:
            return None
        elif word == "belas":
            unit = (unit or 0) + 10
        elif word in ("puluh", "ratus"):
            hundreds += (unit or 0) * (10 if word == "puluh" else 100)
            unit = None
        else:
            total, hundreds, unit = total + (hundreds + (unit or 0)) * SCALES[word], 0, None
    return Decimal(total + hundreds + (unit or 0))
