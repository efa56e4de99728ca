"""The program as a process that dies on order and is started again, as systemd would."""

import asyncio
import multiprocessing
import sys
import threading
from contextlib import suppress
from datetime import timedelta
from functools import cache
from multiprocessing.connection import Connection

import digests
from bot import logs
from bot.product import Product, utc_now
from bot.settings import Settings
from desk import flood
from offices.load import load as load_office
from storage import dying
from storage.pacer import Limits
from tests.journeys.accounts import Office
from words import Library

# Forked from a server that has imported everything and compiled all words already: else each
# life begins with seconds of that. It is a process of its own all the same, and dies as one.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.journeys.warm"])
OFFICE: str = Settings.model_fields["office"].default


@cache
def words() -> Library:
    """Compiling every sentence takes most of a start."""
    office = load_office(OFFICE)
    return Library(office.zone, office.zone_label, extra=(digests.TEMPLATES,))


def live(settings: Settings, ahead: timedelta, orders: Connection, order: str) -> None:
    """One life: the whole program, which reads from `orders` where to die."""
    with (settings.data_dir.parent / "program.log").open("a") as log:
        logs.configure("INFO", stream=log)
        dying.order(order)
        threading.Thread(target=_listens, args=(orders,), daemon=True).start()
        asyncio.run(_runs(settings, ahead))


def _listens(orders: Connection) -> None:
    with suppress(EOFError, OSError):
        while True:
            dying.order(orders.recv())
            orders.send("heard")


async def _runs(settings: Settings, ahead: timedelta) -> None:
    # Telegram's pace would make the walk last for minutes, and has its own tests; so has the one
    # card that stands for many in a flood.
    flood.AT = sys.maxsize
    product = Product(
        settings, limits=Limits.none(), library=words(), clock=lambda: utc_now() + ahead
    )
    async with product.running():
        await product.failed


class Lives:
    """One life after the other; enter it to begin the first. `ended` are the exit codes."""

    def __init__(self, desk: Office) -> None:
        self._desk = desk
        self.ended: list[int] = []
        self.next_order = ""
        self.again = True
        """Whether a new life follows a death."""
        self._died = asyncio.Event()

    async def __aenter__(self) -> "Lives":
        self._begins()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.ended and not self.again:
            return
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._process.kill()
        await asyncio.to_thread(self._process.join)
        self._close()

    async def dies_at(self, order: str) -> None:
        """Let the life that runs now die at a point and passing such as "turn.kept:2".

        Raises OSError or EOFError when it died meanwhile: the next one has heard nothing.
        """
        orders = self._orders
        orders.send(order)
        heard = await asyncio.to_thread(orders.poll, 20)
        assert heard and orders.recv() == "heard"

    async def have_ended(self, count: int) -> None:
        """Return once so many lives are over."""
        async with asyncio.timeout(20):
            while len(self.ended) < count:
                self._died.clear()
                await self._died.wait()

    def kill(self) -> None:
        """End this life wherever it is."""
        self._process.kill()

    def _begins(self) -> None:
        self._orders, theirs = PROCESSES.Pipe()
        order, self.next_order = self.next_order, ""
        about = (self._desk.settings, self._desk.ahead, theirs, order)
        self._process = PROCESSES.Process(target=live, args=about, daemon=True)
        self._process.start()
        theirs.close()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._process.sentinel, self._begins_again)

    def _begins_again(self) -> None:
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._process.join()
        self.ended.append(self._process.exitcode or 0)
        self._died.set()
        self._close()
        if self.again:
            self._begins()

    def _close(self) -> None:
        self._orders.close()
        self._process.close()
