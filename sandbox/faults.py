"""Trouble asked for in advance: calls that fail, answers that come late, a server that is down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.refusal import Refusal

DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests: retry after {retry_after}",
}


@dataclass(slots=True)
class Fault:
    """Something that happens to the next `times` calls it fits. Code 200 only delays."""

    method: str | None = None
    bot: str | None = None
    code: int = 500
    description: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    times: int = 1
    after_effect: bool = False
    delay: float = 0

    def fits(self, bot: str, method: str) -> bool:
        """Polling is spared unless named, or every fault would hit it first."""
        if self.bot not in (None, bot):
            return False
        if self.method is None:
            return method.lower() != "getupdates"
        return self.method.lower() == method.lower()

    def refusal(self) -> Refusal | None:
        """The answer, or None for one in HTML (or for a mere delay)."""
        if self.description is None and self.code not in DESCRIPTIONS:
            return None
        text = self.description or DESCRIPTIONS[self.code]
        text = text.replace("{retry_after}", str(self.parameters.get("retry_after", 1)))
        return Refusal(self.code, text, self.parameters)


class Faults:
    """Those still to happen, in the order they were asked for."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []
        self.down = False

    def take(self, bot: str, method: str) -> Fault | None:
        """The fault that hits this call, used up by one."""
        for fault in self.waiting:
            if fault.fits(bot, method):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None
