"""When everybody has fallen silent again."""

import asyncio
import io
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.product import Product
from sandbox.client import Sandbox
from storage.outbox import State
from storage.pacer import Limits
from storage.tables import Evidence, Outbox

WITHIN = 20.0  # seconds of real time; a failure of a test, never a pause


async def settled(sandbox: Sandbox, product: Product, log: io.StringIO) -> None:
    """Every update is confirmed, every message that is due is sent, every file fetched."""
    _wake(product)
    if product.limits != Limits.none():
        await _paced(sandbox, product)
        return
    loop = asyncio.get_running_loop()
    end = loop.time() + WITHIN
    while True:
        since = await sandbox.sequence()
        left = await _left(sandbox, product)
        if not left:
            return
        _wake(product)
        if loop.time() > end:
            raise AssertionError(f"still busy with {left}; log: {log.getvalue()[-2000:]}")
        await sandbox.wait(since, within=0.01)


def _wake(product: Product) -> None:
    """The clock of a test jumps; who sleeps until some moment can not know."""
    if product.courier is not None:
        product.courier.wake()
    if product.downloader is not None:
        product.downloader.wake()


async def _paced(sandbox: Sandbox, product: Product) -> None:
    """Every update is confirmed and nothing is being sent; what waits for a limit waits."""
    while True:
        since = await sandbox.sequence()
        waiting = await sandbox.updates_waiting()
        idle = product.courier is None or product.courier.idle
        if idle and not any(waiting.values()):
            return
        await sandbox.wait(since, within=0.01)


async def _left(sandbox: Sandbox, product: Product) -> list[Any]:
    if product.failed.done():
        product.failed.result()
    waiting = await sandbox.updates_waiting()
    updates = [one for several in waiting.values() for one in several]
    now = product.now()
    return updates or await product.database.read(lambda session: _unfinished(session, now))


def _unfinished(session: Session, now: datetime) -> list[Any]:
    """Files first: one that arrives between the two looks becomes a message of the second."""
    files = session.exec(
        select(Evidence.id).where(Evidence.state == "waiting", Evidence.not_before <= now)
    ).all()
    rows = session.exec(
        select(Outbox.kind, Outbox.state, Outbox.last_error).where(
            col(Outbox.state).in_([State.WAITING, State.SENDING, State.UNSURE]),
            col(Outbox.not_before) <= now,
        )
    ).all()
    return [*files, *rows]
