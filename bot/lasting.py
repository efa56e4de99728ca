"""Keeps the garbage collector away from what lives as long as the program."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
        gc.freeze()
        gc.enable()
