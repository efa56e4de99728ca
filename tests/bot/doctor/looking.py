"""The doctor at a running office, and what it found by name."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from bot.doctor.examining import look
from bot.doctor.finding import Finding, Sign
from desk.rights import Role
from tests.world import World


async def examined(world: World, now: datetime | None = None, **change: Any) -> list[Finding]:
    """What the doctor finds beside the running office, at the real time unless told otherwise."""
    settings = world.settings.model_copy(update=change)
    moment = now or datetime.now(UTC)
    return await asyncio.to_thread(lambda: list(look(settings, moment)))


def keys(findings: list[Finding], sign: Sign = Sign.WRONG) -> set[str]:
    return {one.key.removeprefix("doctor.") for one in findings if one.sign is sign}


async def staffed(office: World) -> None:
    await office.officer("Hasan", Role.VERIFIER, Role.ADMIN)
    await office.officer("Bupati", Role.LEADER)
