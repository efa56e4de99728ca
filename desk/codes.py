"""Tracking codes that can be read aloud over a bad line, such as `K7M-4XGF`."""

import re
import secrets

ALPHABET = "ACDEFGHJKMNPRTUWXY34679"
"""No letter that sounds or looks like another (0/O, 1/I/L, 2/Z, 5/S, 8/B, V/W, Q). 23 of them:
a prime number, so the check letter finds every single slip and every swap of two letters."""

LENGTH = 6
WRITTEN = re.compile(r"\s*([A-Za-z0-9]{3})[\s.\-–—]?([A-Za-z0-9]{4})\s*")


def new() -> str:
    """Seven letters, the last one the check; one of over 120 million, drawn by lot.

    At least one is a figure, so that no word of seven letters can be taken for a code.
    """
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        code = body + check_letter(body)
        if _has_figure(code):
            return code


def _has_figure(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def check_letter(body: str) -> str:
    """The letter that makes the weighted sum of all seven divisible by 23."""
    total = sum((place + 2) * ALPHABET.index(letter) for place, letter in enumerate(body))
    return ALPHABET[-total % len(ALPHABET)]


def shown(code: str) -> str:
    """`K7M4XGF` as it is shown and read aloud: `K7M-4XGF`."""
    return f"{code[:3]}-{code[3:]}"


def looks_like_one(text: str) -> bool:
    """Whether `text` was meant as a code: seven of our letters, at least one of them a figure."""
    match = WRITTEN.fullmatch(text)
    if match is None:
        return False
    letters = match[1] + match[2]
    known = all(letter in ALPHABET for letter in letters.upper())
    return known and _has_figure(letters) and not letters.isdigit()


def read(text: str) -> str | None:
    """The code in `text`, whatever its case, blanks or dashes; None when a letter is wrong."""
    match = WRITTEN.fullmatch(text.upper())
    if match is None:
        return None
    code = match[1] + match[2]
    if any(letter not in ALPHABET for letter in code):
        return None
    return code if check_letter(code[:LENGTH]) == code[LENGTH] else None
