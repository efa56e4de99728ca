"""Runs the program until it is told to stop, beside a sandbox when there are no tokens."""

import asyncio
import signal
from datetime import UTC, datetime
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

from bot.desktop import Desktop
from bot.lasting import clearing, lasting
from bot.logs import configure
from bot.rehearsal import Rehearsal, enrol_cast
from bot.settings import Settings, environment, has_tokens, load
from bot.stage import stage
from offices.load import load as load_office
from words import Library, Words


def run_program(parts: tuple[str, ...], language: str) -> None:
    """`cakra run`. Without tokens it starts a sandbox first and stops it last."""
    words = Library(ZoneInfo("UTC"), "UTC").in_(language)
    values = environment()
    if has_tokens(values):
        if "SANDBOX_URL" in values:  # one that runs already; whoever started it stops it
            print(words.text("cli.sandbox_at", url=values["SANDBOX_URL"]), flush=True)
        _serve(values, parts, words)
        return
    signal.signal(signal.SIGTERM, _leave)
    with _rehearsal(values) as rehearsal:
        together = {**values, **rehearsal.settings}
        enrol_cast(load(together), datetime.now(UTC))
        print(words.text("cli.sandbox_at", url=rehearsal.url), flush=True)
        _serve(together, parts, words)


def run_sandbox(language: str) -> None:
    """`cakra sandbox`: the sandbox alone, with the office prepared."""
    words = Library(ZoneInfo("UTC"), "UTC").in_(language)
    signal.signal(signal.SIGTERM, _leave)
    with _rehearsal(environment()) as rehearsal:
        enrol_cast(load({**environment(), **rehearsal.settings}), datetime.now(UTC))
        print(words.text("cli.sandbox_only", url=rehearsal.url), flush=True)
        rehearsal.wait()


def _rehearsal(values: dict[str, str]) -> Rehearsal:
    """A rehearsal of the office the settings name. Raises OfficeError."""
    office = load_office(values.get("OFFICE") or Settings.model_fields["office"].default)
    return Rehearsal(stage(office, Library(office.zone, office.zone_label)))


def _leave(number: int, frame: FrameType | None) -> None:
    """Told to stop outside the event loop: leave every context, the sandbox's included."""
    raise SystemExit(0)


def _serve(values: dict[str, str], parts: tuple[str, ...], words: Words) -> None:
    settings = load(values)
    configure(settings.log_level)
    Desktop(settings).close()  # what is wrong with office, database or key is said at once
    with lasting():
        from bot.product import Product  # takes seconds to import

    async def serve() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        with lasting():
            product = Product(settings, parts=parts)
        clear = asyncio.create_task(clearing())
        async with product.running():
            office = product.house.office.service
            print(words.text("cli.running", office=office), flush=True)
            stopping = asyncio.create_task(stop.wait())
            ends: list[asyncio.Future[Any]] = [stopping, product.failed]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if product.failed.done():
                product.failed.result()
            print(words.text("cli.stopping"), flush=True)
        clear.cancel()

    asyncio.run(serve())
