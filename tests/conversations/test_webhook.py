"""Updates that Telegram brings instead of being asked: the same promises."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from desk.lifecycle import Status
from desk.rights import Role
from sandbox.client import Sandbox
from storage.tables import Seen
from tests.conftest import SCENES, fresh
from tests.conversations.test_decisions import officer_at_desk
from tests.programs import free_port
from tests.world import World, world
from web.webhook import BODY_MAX, HEADER


@pytest.fixture(params=SCENES, ids=lambda scene: f"{scene[0]}-{scene[1].key}")
async def hooked(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """An office whose updates are posted to it."""
    engine, home = request.param
    with fresh(engine, request, tmp_path) as url:
        async with world(url, tmp_path, home, listen=free_port()) as office:
            await _set(office.sandbox)
            yield office


async def _set(sandbox: Sandbox) -> None:
    """Until both bots have told Telegram where to post."""
    while True:
        since = await sandbox.sequence()
        calls = await sandbox.calls(method="setWebhook")
        if len({call.bot for call in calls if call.ok}) == 2:
            return
        assert (await sandbox.wait(since)).events


async def test_a_tip_and_its_decision_go_all_the_way(hooked: World) -> None:
    citizen = await hooked.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(hooked.place)
    await citizen.taps("form.send")
    [report] = await hooked.reports()
    officer = await officer_at_desk(hooked)
    await officer.taps("desk.approve_default")
    [report] = await hooked.reports()
    assert report.status == Status.APPROVED
    assert "citizen.outcome_approved" in await citizen.keys()
    assert await hooked.sandbox.calls(method="getUpdates") == []
    assert await hooked.sandbox.breaches() == []


async def test_an_update_that_can_not_be_kept_is_brought_again(
    hooked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = await hooked.citizen()
    refused: list[int] = []
    run = hooked.product.database.run

    async def away(*given: object) -> object:
        ours = getattr(given[0], "__qualname__", "").startswith("Turn.")  # not the courier's
        if ours and len(refused) < 2:
            refused.append(1)
            raise OperationalError("COMMIT", {}, Exception("disk full"))
        return await run(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(hooked.product.database, "run", away)
    await citizen.person.says(hooked.public, "Air sungai naik cepat")
    for _ in range(2):
        await _refused(hooked)
        await hooked.sandbox.advance(120)
    await hooked.settled()
    assert len(refused) == 2
    assert "form.question" in await citizen.keys()


async def _refused(office: World) -> None:
    """Until Telegram knows that an update was not taken."""
    address = f"{office.sandbox.url}/bot{office.public.token}/getWebhookInfo"
    async with httpx.AsyncClient() as http:
        for _ in range(20):
            since = await office.sandbox.sequence()
            info = (await http.get(address)).json()["result"]
            if "503" in info.get("last_error_message", ""):
                return
            await office.sandbox.wait(since, within=1)
    raise AssertionError("the update was taken")


async def test_an_update_brought_twice_has_its_effect_once(hooked: World) -> None:
    citizen = await hooked.citizen()
    await hooked.sandbox.duplicate_next_update(hooked.public)
    await citizen.says("Air sungai naik cepat")
    await citizen.says(hooked.place)
    await citizen.taps("form.send")
    assert len(await hooked.reports()) == 1


async def test_without_the_secret_nobody_is_heard(hooked: World) -> None:
    update = {"update_id": 1, "message": _message("halo")}
    await hooked.settled()
    before = len(await hooked.rows(Seen))
    async with _door(hooked) as http:
        assert (await http.post("/telegram/public", json=update)).status_code == 401
        wrong = {HEADER: "x" * 64}
        assert (await http.post("/telegram/public", json=update, headers=wrong)).status_code == 401
        other = {HEADER: hooked.product.house.vault.secret("webhook private")}
        assert (await http.post("/telegram/public", json=update, headers=other)).status_code == 401
        assert (await http.post("/telegram/nobody", json=update, headers=other)).status_code == 401
    assert len(await hooked.rows(Seen)) == before


async def test_what_is_no_update_is_refused_whatever_its_length_says(hooked: World) -> None:
    secret = {HEADER: hooked.product.house.vault.secret("webhook public")}

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(BODY_MAX // 65_536 + 2):
            yield b" " * 65_536

    async with _door(hooked) as http:
        for body in (b"{", b"[]", b'{"update_id": "1"}', b"\xff\xfe"):
            answer = await http.post("/telegram/public", content=body, headers=secret)
            assert answer.status_code == 400, body
        answer = await http.post("/telegram/public", content=endless(), headers=secret)
        assert answer.status_code == 413
        assert (await http.get("/telegram/public")).status_code == 405


async def test_back_at_polling_the_webhook_is_taken_away(hooked: World) -> None:
    await hooked.stops()
    hooked.settings = hooked.settings.model_copy(update={"webhook_url": ""})
    await hooked.starts()
    citizen = await hooked.citizen()
    await citizen.says("Air sungai naik cepat")
    assert "form.question" in await citizen.keys()


async def test_a_telegram_away_at_the_start_is_waited_for(hooked: World) -> None:
    await hooked.stops()
    await hooked.sandbox.fail_next("setWebhook", code=502, times=2)
    await hooked.starts()
    citizen = await hooked.citizen()
    assert "citizen.welcome" in await citizen.keys()
    assert await hooked.officer("Rina", Role.VERIFIER)


def _door(office: World) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=office.settings.webhook_url)


def _message(text: str) -> dict[str, object]:
    who = {"id": 77, "is_bot": False, "first_name": "X"}
    chat = {"id": 77, "type": "private", "first_name": "X"}
    return {"message_id": 1, "from": who, "chat": chat, "date": 1, "text": text}
