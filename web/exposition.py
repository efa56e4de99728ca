"""Numbers in the text format that Prometheus reads."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from web.figures import Figures

Sample = tuple[str, str, str, Iterable[tuple[Mapping[str, str], float]]]


def exposed(
    figures: Figures,
    polls: Mapping[str, timedelta | None],
    unkept: Mapping[str, timedelta],
    errors: Mapping[str, int],
) -> str:
    """Every number with its meaning and its kind."""
    return "".join(_lines(_samples(figures, polls, unkept, errors)))


def _samples(
    figures: Figures,
    polls: Mapping[str, timedelta | None],
    unkept: Mapping[str, timedelta],
    errors: Mapping[str, int],
) -> list[Sample]:
    def one(value: float) -> list[tuple[Mapping[str, str], float]]:
        return [({}, value)]

    def each(ages: Mapping[str, timedelta | None]) -> list[tuple[Mapping[str, str], float]]:
        return [
            ({"bot": bot}, age.total_seconds()) for bot, age in ages.items() if age is not None
        ]

    return [
        (
            "update_age_seconds",
            "gauge",
            "since the newest update was handled",
            each(figures.updates),
        ),
        ("poll_age_seconds", "gauge", "since Telegram last answered a poll", each(polls)),
        (
            "unkept_seconds",
            "gauge",
            "since an update waits that could not be kept, 0 without one",
            each(unkept),
        ),
        ("outbox_messages", "gauge", "messages that are due", one(figures.messages)),
        (
            "outbox_age_seconds",
            "gauge",
            "since the oldest of them came due",
            one(figures.message_age.total_seconds()),
        ),
        ("outbox_held", "gauge", "messages held since a restore", one(figures.held)),
        ("decisions_waiting", "gauge", "reports nobody has decided", one(figures.decisions)),
        (
            "decision_age_seconds",
            "gauge",
            "since the oldest of them was submitted",
            one(figures.decision_age.total_seconds()),
        ),
        (
            "errors_total",
            "counter",
            "errors in the log since the start, by event",
            [({"event": event}, count) for event, count in sorted(errors.items())],
        ),
    ]


def _lines(samples: list[Sample]) -> Iterable[str]:
    for name, kind, meaning, values in samples:
        yield f"# HELP cakra_{name} {meaning}\n# TYPE cakra_{name} {kind}\n"
        for labels, value in values:
            told = ",".join(f'{key}="{label}"' for key, label in labels.items())
            yield f"cakra_{name}{{{told}}} {value:g}\n" if told else f"cakra_{name} {value:g}\n"
