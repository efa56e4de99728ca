"""What a verification group got to see, and when it could know of an urgent report."""

import re
from collections.abc import Iterable

from sandbox.client import Call
from tests.bench.crowd import SAYS, buttons, number_in
from tests.journeys.captured import most

URGENT = re.compile(r"BAHAYA SEKARANG|di antaranya mendesak")
DECIDES = "Setujui"  # a card has this button; what tells of the queue as a whole has not


class Group:
    """The messages and edits that arrived in one group."""

    def __init__(self, calls: Iterable[Call], chat: int) -> None:
        said = [one for one in calls if one.ok and one.method in SAYS]
        self._calls = [one for one in said if int(one.parameters["chat_id"]) == chat]

    def news_of(self, number: int, since: float) -> float:
        """When the card of an urgent report stood there, or word of the queue that says urgent.

        Infinite as long as neither did.
        """
        found = (
            call.at
            for call in self._calls
            if call.at >= since
            and URGENT.search(call.parameters["text"])
            and (number_in(call) == number or not _is_card(call))
        )
        return min(found, default=float("inf"))

    def most_in_a_minute(self) -> int:
        """The most messages in any minute that rolls along, edits included."""
        return most([call.at for call in self._calls], 60)


def _is_card(call: Call) -> bool:
    return any(DECIDES in one["text"] for one in buttons(call))
