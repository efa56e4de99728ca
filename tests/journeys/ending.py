"""An act in a process of its own that dies where it is told to, as in a power cut."""

import signal
from collections.abc import Callable
from typing import Any

from storage import dying
from storage.dying import Point
from tests.journeys.lives import PROCESSES

KILLED = -signal.SIGKILL
WITHIN = 60  # seconds; a failure of a test, never a pause


def killed(point: Point, passing: int, act: Callable[..., Any], *given: Any) -> bool:
    """Whether the act came to the point so often, and died there; else it was done."""
    process = PROCESSES.Process(target=_acts, args=(f"{point}:{passing}", act, given), daemon=True)
    process.start()
    process.join(WITHIN)
    assert process.exitcode in (0, KILLED), process.exitcode
    return process.exitcode == KILLED


def _acts(order: str, act: Callable[..., Any], given: tuple[Any, ...]) -> None:
    dying.order(order)
    act(*given)
