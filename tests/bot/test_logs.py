"""The redactor: the last net below the habit of logging nothing personal."""

import pytest

from bot.logs import clean

TOKEN = "7000000001:AAFsecret_secret-secret"


@pytest.mark.parametrize(
    "text",
    [
        "Flood control exceeded in chat 512345678. Retry in 5 seconds.",
        "id 7345678901: not found",
        "from 7345678901-7345678902",
        "+6281234567890",
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"https://x/file/bot{TOKEN.replace(':', '%3A')}/photos/1",
    ],
)
def test_ids_phones_and_tokens_never_pass(text: str) -> None:
    said = clean(text)
    for secret in ("512345678", "7345678901", "7345678902", "6281234567890", "secret"):
        assert secret not in said


def test_what_is_no_secret_stays() -> None:
    for text in ("report 12", "2026-11-21T05:00:00.123456Z", "took 0.1234567 s", "K7M-4XGF"):
        assert clean(text) == text
