"""The pages tell a monitor how the program does, and never of whom it speaks."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from sqlmodel import Session

from bot import logs
from bot.intake import Intake
from desk.rights import Role
from storage import heldback, outbox
from tests.conversations.test_decisions import officer_at_desk
from tests.conversations.tips import tip
from tests.programs import free_port, line_with, started
from tests.world import World
from web import pages
from web.serving import listen, serving
from web.trouble import PortTaken


@asynccontextmanager
async def monitor(office: World) -> AsyncIterator[httpx.AsyncClient]:
    listening = listen("127.0.0.1:0")
    port = listening.getsockname()[1]
    async with (
        serving(office.product.pages(), listening),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        yield client


async def numbers(client: httpx.AsyncClient) -> dict[str, float]:
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r'cakra_\w+(\{\w+="\w+"\})? [\d.e+-]+', line) for line in lines)
    return {name: float(value) for name, value in (line.split() for line in lines)}


async def test_a_sound_program_is_well_and_its_numbers_are_told(office: World) -> None:
    citizen = await office.citizen()
    await officer_at_desk(office)
    async with monitor(office) as client:
        quiet = await numbers(client)
        assert (quiet["cakra_decisions_waiting"], quiet["cakra_outbox_messages"]) == (0, 0)
        await tip(citizen)
        office.clock.passes(minutes=3)
        busy = await numbers(client)
        assert busy["cakra_decisions_waiting"] == 1
        assert busy["cakra_decision_age_seconds"] == 180
        assert busy['cakra_update_age_seconds{bot="public"}'] == 180
        assert busy['cakra_poll_age_seconds{bot="private"}'] < 60
        health = await client.get("/healthz")
        assert (health.status_code, health.json()) == (200, {"well": True, "wrong": []})
        assert (await client.get("/")).status_code == 404


async def test_messages_that_are_stuck_make_it_unwell(office: World) -> None:
    def as_if_no_courier_came(session: Session) -> None:
        since = office.clock() - timedelta(minutes=20)
        outbox.put(session, "receipt", bot="none", recipient="source:x", key="x", now=since)

    await office.product.database.run(as_if_no_courier_came)
    async with monitor(office) as client:
        health = await client.get("/healthz")
        assert (health.status_code, health.json()["wrong"]) == (503, ["outbox"])
        told = await numbers(client)
        assert told["cakra_outbox_messages"] == 1
        assert told["cakra_outbox_age_seconds"] == 1200
        held = await office.product.database.run(heldback.hold_restored)
        assert (await numbers(client))["cakra_outbox_held"] == held == 1


async def test_telegram_that_stays_silent_makes_it_unwell(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SILENT", pages.SILENT * 0)
    async with monitor(office) as client:
        wrong = (await client.get("/healthz")).json()["wrong"]
        assert wrong == ["telegram_public", "telegram_private"]


@pytest.mark.parametrize(
    "error", [OSError("away"), RuntimeError("broken")], ids=["away", "broken"]
)
async def test_who_can_not_be_heard_makes_it_unwell_though_others_are(
    office: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    heard, unheard = await office.citizen("Siti"), await office.citizen("Budi")
    intake = office.product.intakes["public"]
    feed, bury = Intake._feed, intake._burying.bury

    async def feeds(self: Intake, who: int, raw: dict[str, Any]) -> None:
        if who == unheard.person.id:
            raise error
        await feed(self, who, raw)

    async def buries(*_: object) -> None:
        raise error

    async def polled(times: int) -> None:
        """Until Telegram was asked so often again."""
        before = len(await office.sandbox.calls(method="getUpdates", polls=True))
        async with asyncio.timeout(30):
            while (
                len(await office.sandbox.calls(method="getUpdates", polls=True)) < before + times
            ):
                await office.sandbox.wait(await office.sandbox.sequence(), within=0.05)

    monkeypatch.setattr("bot.intake.LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(Intake, "_feed", feeds)
    monkeypatch.setattr(intake._burying, "bury", buries)
    for one in (unheard, heard):
        await one.person.says(office.public, "Air sungai naik cepat")
    await heard.person.waits_for(office.public, lambda shown: bool(shown.buttons))
    async with monitor(office) as client:
        await polled(2)
        since = intake._unkept
        await polled(2)
        assert intake._unkept == since is not None, "it counts from the first try"
        assert (await numbers(client))['cakra_unkept_seconds{bot="public"}'] > 0
        monkeypatch.setattr(pages, "SILENT", pages.SILENT * 0)
        assert "unkept_public" in (await client.get("/healthz")).json()["wrong"]
        monkeypatch.setattr(Intake, "_feed", feed)
        monkeypatch.setattr(intake._burying, "bury", bury)
        await office.settled()
        assert (await numbers(client))['cakra_unkept_seconds{bot="public"}'] == 0


async def test_errors_are_counted_by_their_word_and_nobody_is_named(office: World) -> None:
    citizen = await office.citizen("Zubaidah")
    await office.officer("Hasan", Role.VERIFIER)
    await tip(citizen)
    before = logs.ERRORS["desk_test_broke"]
    structlog.get_logger().error("desk_test_broke", who="somebody")
    async with monitor(office) as client:
        told = await numbers(client)
        assert told['cakra_errors_total{event="desk_test_broke"}'] == before + 1
        text = (await client.get("/metrics")).text
        assert not any(one in text for one in ("Zubaidah", "Hasan", str(citizen.person.id)))


def test_a_port_that_is_taken_is_one_sentence(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(PortTaken, match="LISTEN"):
            listen(f"127.0.0.1:{port}")


async def test_the_program_serves_its_pages_where_it_was_told_to(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDBOX_LISTEN", f"127.0.0.1:{port}")
    here = f"127.0.0.1:{free_port()}"
    monkeypatch.setenv("LISTEN", here)
    with started(tmp_path, "run") as program:
        await asyncio.to_thread(line_with, program, "runs")
        async with httpx.AsyncClient(base_url=f"http://{here}") as client:
            assert (await client.get("/healthz")).status_code == 200
    assert program.returncode == 0
