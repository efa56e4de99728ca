"""Keeps the garbage collector away from what lives as long as the program."""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (20_000, 20, 10)  # new objects until the young ones are looked through; rounds of those
EVERY = 60.0  # seconds between two times that everything new is looked through


@contextmanager
def lasting() -> Iterator[None]:
    """Nothing is collected inside, and what is there at the end is never looked at again; from
    then on the collector comes seldom.

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

    What an update leaves behind is gone without the collector, which walked through it once in
    two updates and found nothing.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)


async def clearing() -> None:
    """Look through what is new once a minute, until cancelled: an error can hold itself, and with
    it what somebody wrote."""
    while True:
        await asyncio.sleep(EVERY)
        gc.collect()
