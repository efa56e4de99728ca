"""Short messages that are no content of a report: a greeting, a tracking code."""

import re

from desk import codes

LONGEST_CODE, LONGEST_GREETING = 12, 60  # characters
GREETINGS = re.compile(
    r"""\W*(
        (assalamu?.?\s?alaikum|assalamualaikum|ass|aslm)(\W+wr\W*wb|\W+warahmatullah\w*(\W+wabarakatuh)?)?
      | (halo|hallo|hai|hi|hello|permisi|salam|p|tes|test)
      | (selamat\W+)?(pagi|siang|sore|malam)
    )(\W+(selamat\W+)?(pagi|siang|sore|malam|pak|bu|bapak|ibu|min|admin|kak|semua))*\W*""",
    re.IGNORECASE | re.VERBOSE,
)


def is_code(text: str) -> bool:
    """Whether this looks like a tracking code, as it may be typed."""
    return len(text) <= LONGEST_CODE and codes.looks_like_one(text)


def is_greeting(text: str) -> bool:
    """Whether this only says hello."""
    return len(text) <= LONGEST_GREETING and GREETINGS.fullmatch(text) is not None
