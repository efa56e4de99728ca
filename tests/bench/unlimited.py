"""`python -m tests.bench.unlimited`: the whole program without Telegram's limits of pace.

With them a group gets twenty cards a minute, and the twenty-first waits. However many wait here,
each gets a card of its own.
"""

import asyncio
import signal
import sys
from typing import Any

from bot import logs
from bot.lasting import lasting
from bot.product import PARTS, Product
from bot.settings import load
from desk import flood
from storage.pacer import Limits


async def main() -> None:
    """Run until told to stop; a part that breaks ends it."""
    settings = load()
    flood.AT = sys.maxsize
    logs.configure(settings.log_level)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with lasting():
        product = Product(settings, limits=Limits.none(), parts=(*PARTS, "web"))
    async with product.running():
        print("It runs without limits", flush=True)
        stopping = asyncio.create_task(stop.wait())
        ends: list[asyncio.Future[Any]] = [stopping, product.failed]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if product.failed.done():
            product.failed.result()


if __name__ == "__main__":
    asyncio.run(main())
