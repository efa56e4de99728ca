"""The sandbox's clock: the machine's, plus what a test moved it forward."""

from __future__ import annotations

import time


class Clock:
    """Seconds since 1970. It never goes back."""

    def __init__(self, ahead: float = 0) -> None:
        self.ahead = ahead
        self._stopped: float | None = None

    def now(self) -> float:
        """With fractions."""
        return (time.time() if self._stopped is None else self._stopped) + self.ahead

    def date(self) -> int:
        """As Telegram writes dates."""
        return int(self.now())

    def advance(self, seconds: float) -> None:
        """Move forward."""
        if seconds < 0:
            raise ValueError("the clock does not go back")
        self.ahead += seconds

    def stop(self) -> None:
        """Stand still but for `advance`, as long as the sandbox runs."""
        if self._stopped is None:
            self._stopped = time.time()
