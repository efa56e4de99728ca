"""Structured logs without personal data; a redactor stands behind the habit."""

import logging
import re
import sys
from collections import Counter
from typing import Any

import structlog

TOKEN = re.compile(r"\d{4,}:[A-Za-z0-9_%-]{8,}|bot\d{4,}%3A[A-Za-z0-9_-]{8,}")
LONG_NUMBER = re.compile(r"(?<!\d)(?<!\d\.)\d{7,16}(?!\d|\.\d)")


ERRORS: Counter[str] = Counter()  # how often each event was logged as an error, since the start


def configure(level: str, *, stream: Any = None) -> None:
    """One line of JSON an event, to standard error. Other libraries speak from WARNING on."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            count,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(_Redactor())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "aiogram", "apscheduler", "telegram", "aiohttp"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("pypdf", "PIL"):  # their warnings can quote the file
        logging.getLogger(name).setLevel(logging.ERROR)


def clean(text: str) -> str:
    """`text` without tokens and without numbers long enough to be a Telegram id or a phone."""
    return LONG_NUMBER.sub("[number]", TOKEN.sub("[token]", text))


def count(_: Any, method: str, event: Any) -> Any:
    """A structlog processor that counts errors by their event word."""
    if method in ("error", "exception", "critical"):
        ERRORS[str(event.get("event"))] += 1
    return event


def redact(_: Any, __: str, event: Any) -> Any:
    """A structlog processor that cleans every text value of an event."""
    return {
        key: clean(value) if isinstance(value, str) and key != "timestamp" else value
        for key, value in event.items()
    }


class _Redactor(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = clean(record.getMessage()), None
        if record.exc_info and record.exc_info[1] is not None:
            kind, error = record.exc_info[0], record.exc_info[1]
            record.msg = f"{record.msg} ({kind.__name__ if kind else ''}: {clean(str(error))})"
            record.exc_info = None
            record.exc_text = None
        return True
