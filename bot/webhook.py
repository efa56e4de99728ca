"""The doors by which Telegram brings updates, and telling Telegram where they are."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from bot.intake import FIRST_PAUSE, LONGEST_PAUSE, Intake, NotKept
from web.webhook import Door

log = structlog.get_logger()


class Webhook:
    """Used instead of polling when WEBHOOK_URL is set. `intakes` may fill up after the start."""

    def __init__(
        self, intakes: Mapping[str, Intake], *, url: str, secret: Callable[[str], str]
    ) -> None:
        self._intakes, self._url, self._secret = intakes, url, secret

    def doors(self, names: tuple[str, ...]) -> dict[str, Door]:
        """A door for each of the bots."""
        return {name: Door(self._secret(name), self._accept(name)) for name in names}

    async def subscribe(self, name: str) -> None:
        """Tell Telegram the address of a bot's door, for as long as it takes."""
        pause = FIRST_PAUSE
        while True:
            try:
                address = f"{self._url}/telegram/{name}"
                await self._intakes[name].subscribe(address, self._secret(name))
                return
            except ValueError as error:
                log.warning("webhook_not_set", bot=name, error=str(error), pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _accept(self, name: str) -> Callable[[dict[str, Any]], Any]:
        async def accept(raw: dict[str, Any]) -> bool:
            intake = self._intakes.get(name)
            if intake is None:  # still starting, or standing by
                return False
            try:
                await intake.deliver(raw)
            except NotKept as error:
                log.warning("update_not_kept", bot=name, error=str(error))
                return False
            return True

        return accept
