"""Keeps the garbage collector away from what lives as long as the program."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (20_000, 20, 10)  # new objects until the young ones are looked through; rounds of those


@contextmanager
def lasting() -> Iterator[None]:
    """Nothing is collected inside, and what is there at the end is never looked at again.

    For imports and the start: half a million objects of the libraries, which each full
    collection would walk through for a quarter of a second while nobody is answered.
    """
    gc.disable()
    try:
        yield
    finally:
        look_elsewhere()
        gc.enable()


def look_elsewhere() -> None:
    """What is there now is never looked at again, and what comes is looked at seldom.

    What an update leaves behind is gone without the collector, which found nothing in what it
    walked through once in two updates.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)
