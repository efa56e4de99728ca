"""What each error of Telegram means for a message on its way."""

# ruff: noqa: E501 (a table reads better a line a row)

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.verdicts import Afresh, Done, Later, Moved, Never, Plain, Verdict, verdict

ROWS = [
    pytest.param(Forbidden("Forbidden: bot was blocked by the user"), Never, id="blocked by the person is final"),
    pytest.param(Forbidden("Forbidden: user is deactivated"), Never, id="a deleted account is final"),
    pytest.param(BadRequest("Chat not found"), Never, id="a person who never pressed start is final"),
    pytest.param(ChatMigrated(-100123), Moved, id="a group that became a supergroup has a new address"),
    pytest.param(RetryAfter(timedelta(seconds=7)), Later, id="too many requests says how long to wait"),
    pytest.param(TimedOut(), Later, id="a time-out may have arrived"),
    pytest.param(NetworkError("Bad Gateway"), Later, id="a front server in trouble is tried again"),
    pytest.param(NetworkError("httpx.ConnectError: refused"), Later, id="no connection, tried again"),
    pytest.param(InvalidToken(), Later, id="a revoked token waits for the office"),
    pytest.param(BadRequest("Message is not modified: specified new message content"), Done, id="an edit that changes nothing is done"),
    pytest.param(BadRequest("Message to edit not found"), Afresh, id="a deleted card is posted afresh"),
    pytest.param(BadRequest("Can't parse entities: unclosed start tag"), Plain, id="broken tags are sent without"),
    pytest.param(BadRequest("Something nobody ever saw"), Never, id="an unknown refusal is not repeated for ever"),
    pytest.param(TelegramError("strange"), Later, id="anything else is tried again"),
]  # fmt: skip


@pytest.mark.parametrize(("error", "expected"), ROWS)
def test_an_error_becomes_a_verdict(error: TelegramError, expected: type[Verdict]) -> None:
    assert isinstance(verdict(error, 1), expected)


def test_what_may_have_arrived_is_told_apart_from_what_did_not() -> None:
    assert verdict(TimedOut(), 1) == Later(1, maybe_sent=True)
    assert verdict(NetworkError("httpx.ConnectError: refused"), 1) == Later(1)
    assert verdict(RetryAfter(timedelta(seconds=7)), 1) == Later(7, whole_chat=True)
    assert verdict(NetworkError("httpx.RemoteProtocolError: Server disconnected"), 1) == Later(
        1, maybe_sent=True
    )


def test_only_what_the_person_did_makes_the_person_unreachable() -> None:
    blocked = verdict(Forbidden("Forbidden: bot was blocked by the user"), 1)
    unknown = verdict(BadRequest("Something nobody ever saw"), 1)
    assert isinstance(blocked, Never) and blocked.unreachable
    assert isinstance(unknown, Never) and not unknown.unreachable


def test_the_pauses_grow() -> None:
    pauses = [verdict(TimedOut(), attempt) for attempt in range(1, 12)]
    waits = [one.wait for one in pauses if isinstance(one, Later)]
    assert waits == sorted(waits) and waits[-1] == 300
