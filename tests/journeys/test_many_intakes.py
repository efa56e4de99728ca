"""Several programs take updates of one office, and one of them dies in the middle."""

import asyncio
import base64
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.client import Group, Person, Sandbox, Shown
from sandbox.running import serve
from tests.databases import PostgresServer
from tests.journeys.accounts import about
from tests.programs import free_port, line_with, started
from web.serving import listen, serving

INTAKES, CITIZENS, PATIENCE = 4, 12, 60.0


class Balancer:
    """Hands each update to the next program; to another one when that is gone."""

    def __init__(self, ports: list[int]) -> None:
        self.handed: Counter[int] = Counter()
        self._ports = cycle(ports)
        self._count = len(ports)

    async def hand_on(self, request: Request) -> Response:
        """The answer of the first program that gives one."""
        body = await request.body()
        headers = {name: request.headers[name] for name in (SECRET, "content-type")}
        for _ in range(self._count):
            port = next(self._ports)
            url = f"http://127.0.0.1:{port}{request.url.path}"
            try:
                async with httpx.AsyncClient(timeout=20) as http:
                    answer = await http.post(url, content=body, headers=headers)
            except httpx.TransportError:
                continue
            self.handed[port] += 1
            return Response(status_code=answer.status_code)
        return Response(status_code=502)

    @asynccontextmanager
    async def running(self, port: int) -> AsyncIterator[None]:
        """Listen on `port` until the context is left."""
        app = Starlette(routes=[Route("/{path:path}", self.hand_on, methods=["POST"])])
        async with serving(app, listen(f"127.0.0.1:{port}"), within=2):
            yield


SECRET = "x-telegram-bot-api-secret-token"


async def test_with_one_of_four_intakes_killed_every_thanked_report_is_there_once(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    front, ports = free_port(), [free_port() for _ in range(INTAKES)]
    balancer = Balancer(ports)
    async with serve() as sandbox, balancer.running(front):
        desk = await sandbox.group("Meja", bots=[sandbox.bots[1]], members=[])
        officer = await sandbox.person("Hasan")
        await officer.joins(desk)
        _settings(tmp_path, sandbox, desk, postgres.fresh(), front)
        with ExitStack() as stack:
            stack.enter_context(started(tmp_path, "migrate"))
            rest = stack.enter_context(started(tmp_path, "run", "--only", "courier,clock"))
            await asyncio.to_thread(line_with, rest, "runs")
            intakes = [
                stack.enter_context(
                    started(tmp_path, "run", "--only", "intake", LISTEN=f"127.0.0.1:{port}")
                )
                for port in ports
            ]
            for program in intakes:
                await asyncio.to_thread(line_with, program, "runs")
            await _set(sandbox)
            half = asyncio.Event()
            people = [await sandbox.person(f"Warga {n}") for n in range(CITIZENS)]
            telling = [asyncio.create_task(_tells(one, sandbox, half)) for one in people]
            await half.wait()
            intakes[0].kill()
            codes = await asyncio.gather(*telling)
            cards = [
                await officer.waits_for(desk, partial(_about, code=code), within=PATIENCE)
                for code in codes
            ]
            assert len(set(codes)) == len({card.message_id for card in cards}) == CITIZENS
            shown = [card for card in await officer.chat(desk) if card.buttons]
            assert len(shown) == CITIZENS, "no card twice"
    assert len(balancer.handed) == INTAKES, balancer.handed


def _about(shown: Shown, code: str) -> bool:
    return about(shown.text, code)


async def _tells(person: Person, sandbox: Sandbox, half: asyncio.Event) -> str:
    """A whole dialogue; the code the person is thanked with."""
    public = sandbox.bots[0]
    await person.start(public)
    await person.says(public, f"Air sungai naik cepat, kata {person.first_name}")
    await person.waits_for(public, lambda one: "Di mana" in one.text, within=PATIENCE)
    half.set()
    await person.says(public, "Desa Pengalihan, Keritang")
    review = await person.waits_for(public, _can_be_sent, within=PATIENCE)
    await person.presses(review, "Kirim")
    receipt = await person.waits_for(public, "Kode laporan", within=PATIENCE)
    found = re.search(r"Kode laporan:\s*(\S+)", receipt.text)
    assert found
    return found[1]


def _can_be_sent(shown: Shown) -> bool:
    return any("Kirim" in label for label in shown.labels)


async def _set(sandbox: Sandbox) -> None:
    """Until every program has told Telegram where to post for both bots."""
    while True:
        since = await sandbox.sequence()
        calls = [one for one in await sandbox.calls(method="setWebhook") if one.ok]
        if len(calls) >= 2 * INTAKES:
            return
        await sandbox.wait(since)


def _settings(folder: Path, sandbox: Sandbox, desk: Group, database: str, front: int) -> None:
    values = {
        "PUBLIC_BOT_TOKEN": sandbox.bots[0].token,
        "PRIVATE_BOT_TOKEN": sandbox.bots[1].token,
        "VERIFICATION_CHAT_ID": desk.id,
        "DATABASE_URL": database,
        "DATA_DIR": folder / "data",
        "VAULT_KEY": base64.b64encode(b"k" * 32).decode(),
        "TELEGRAM_API_URL": sandbox.url,
        "WEBHOOK_URL": f"http://127.0.0.1:{front}",
    }
    text = "".join(f"{name}={value}\n" for name, value in values.items())
    (folder / ".env").write_text(text)


@pytest.fixture(autouse=True)
def _no_rehearsal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings are those of the folder."""
    for name in ("PUBLIC_BOT_TOKEN", "PRIVATE_BOT_TOKEN", "DATABASE_URL", "LISTEN"):
        monkeypatch.delenv(name, raising=False)
