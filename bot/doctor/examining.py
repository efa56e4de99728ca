"""Every look, one after the other; none stops the next."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.doctor.finding import Finding, good, wrong
from bot.doctor.machine import disk, profile, program
from bot.doctor.records import records
from bot.doctor.telegram import telegram
from bot.settings import Settings, SettingsError, environment, load


def examine(values: dict[str, str] | None = None) -> Iterator[Finding]:
    """The findings of the settings here; without sound settings there is nothing to look at."""
    try:
        settings = load(environment() if values is None else values)
    except SettingsError as error:
        yield wrong("settings", "doctor.settings_wrong", complaint=str(error))
        return
    yield good("settings", "doctor.settings_good")
    yield from look(settings, datetime.now(UTC))


def look(settings: Settings, now: datetime) -> Iterator[Finding]:
    """The findings under these settings; nothing is changed, and the program may run."""
    yield profile(settings)
    known = records(settings, now)
    yield from known.findings
    yield disk(settings)
    yield program(settings)
    yield from telegram(settings, known.desk, now)
