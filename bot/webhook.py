"""Listens for updates where Telegram can post them, and tells Telegram where that is."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from bot.intake import FINISHES_WITHIN, FIRST_PAUSE, LONGEST_PAUSE, Intake, NotKept
from web.serving import serving
from web.webhook import Accept, Door, application

log = structlog.get_logger()


class Webhook:
    """The doors of both bots on one port; used instead of polling when WEBHOOK_URL is set."""

    def __init__(
        self,
        intakes: Mapping[str, Intake],
        *,
        url: str,
        listen: tuple[str, int],
        secret: Callable[[str], str],
    ) -> None:
        self._intakes, self._url, self._listen = intakes, url.rstrip("/"), listen
        self._secrets = {name: secret(name) for name in intakes}

    async def run(self) -> None:
        """Listen until cancelled; what is in hand then is finished first. Raises CannotListen."""
        doors = {
            name: Door(self._secrets[name], _accept(name, intake))
            for name, intake in self._intakes.items()
        }
        async with serving(application(doors), *self._listen, within=FINISHES_WITHIN):
            await asyncio.gather(*(self._subscribe(name) for name in self._intakes))
            await asyncio.Event().wait()

    async def _subscribe(self, name: str) -> None:
        """Tell Telegram the address, for as long as it takes."""
        pause = FIRST_PAUSE
        while True:
            try:
                address = f"{self._url}/telegram/{name}"
                await self._intakes[name].subscribe(address, self._secrets[name])
                return
            except ValueError as error:
                log.warning("webhook_not_set", bot=name, error=str(error), pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def _accept(name: str, intake: Intake) -> Accept:
    async def accept(raw: dict[str, Any]) -> bool:
        try:
            await intake.deliver(raw)
        except NotKept as error:
            log.warning("update_not_kept", bot=name, error=str(error))
            return False
        return True

    return accept
