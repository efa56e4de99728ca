"""From the tap on Send to the card at the Bot API: through a sandbox in a process of its own."""

import asyncio
import re
import time
from pathlib import Path

from bot.product import Product
from bot.settings import Settings
from sandbox.client import Button, Person, Sandbox, Shown
from storage.pacer import Limits
from tests.world import VAULT_KEY

REPORTS = 100
A_SECOND = 5
AT_ONCE = 8  # people who fill in their forms side by side, before anything is timed
PATIENCE = 60.0  # seconds
PLACE = "Kotabaru Reteh, Keritang"
NUMBER = re.compile(r"nomor (\d+) ")


async def submit_to_card(url: str, folder: Path) -> tuple[float, ...]:
    """Milliseconds of each report, in the order of sending."""
    async with Sandbox(url) as sandbox:
        public, private = sandbox.bots
        group = await sandbox.group("Meja verifikasi", bots=[private])
        settings = Settings(
            public_bot_token=public.token,
            private_bot_token=private.token,
            verification_chat_id=group.id,
            database_url=f"sqlite:///{folder / 'delivery.db'}",
            data_dir=folder / "delivery",
            vault_key=VAULT_KEY,
            telegram_api_url=url,
        )
        product = Product(settings, limits=Limits.none())
        async with product.running():
            ready = await _filled_in(sandbox)
            since = await sandbox.sequence()
            sent = await _sent(ready)
            cards = await _cards(sandbox, since)
    return tuple((cards[number] - at) * 1000 for number, at in enumerate(sent))


async def _filled_in(sandbox: Sandbox) -> list[tuple[Person, Shown]]:
    """So many people, each with the summary on the phone."""
    public = sandbox.bots[0]
    places = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> tuple[Person, Shown]:
        async with places:
            person = await sandbox.person("Siti")
            await person.start(public)
            await person.says(public, f"Air sungai naik cepat di titik nomor {number} sejak subuh")
            await person.waits_for(public, lambda shown: bool(shown.buttons), within=PATIENCE)
            await person.says(public, PLACE)
            return person, await person.waits_for(public, _is_summary, within=PATIENCE)

    return list(await asyncio.gather(*(one(number) for number in range(REPORTS))))


def _is_summary(shown: Shown) -> bool:
    return any(button.data and button.data.endswith("!send") for button in _buttons(shown))


def _buttons(shown: Shown) -> list[Button]:
    return [button for row in shown.buttons for button in row]


async def _sent(ready: list[tuple[Person, Shown]]) -> list[float]:
    """Tap every Send at its time, whether those before are done or not; when each was tapped."""
    loop = asyncio.get_running_loop()
    begun = loop.time()

    async def tap(number: int, person: Person, summary: Shown) -> float:
        await asyncio.sleep(begun + number / A_SECOND - loop.time())
        send = next(one for one in _buttons(summary) if one.data and one.data.endswith("!send"))
        at = time.time()
        await person.forges(summary, send.data or "")
        return at

    return await asyncio.gather(*(tap(number, *one) for number, one in enumerate(ready)))


async def _cards(sandbox: Sandbox, since: int) -> dict[int, float]:
    """When the Bot API had taken the card of each report."""
    private = sandbox.bots[1]
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        calls = await sandbox.calls(since, method="sendMessage", bot=private)
        found = {
            int(number[1]): call.at
            for call in calls
            if call.ok and (number := NUMBER.search(call.parameters["text"]))
        }
        if len(found) == REPORTS:
            return found
        await asyncio.sleep(0.2)
    raise TimeoutError(f"only {len(found)} of {REPORTS} cards came")
