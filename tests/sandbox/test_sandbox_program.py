"""The sandbox as a program of its own."""

import asyncio
import json
import signal
import sys

import httpx
import pytest

from sandbox.__main__ import main
from sandbox.accounts import BotSpec
from sandbox.client import Sandbox
from sandbox.running import NotLocal, listen


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_where_it_listens_and_stops_with_zero_when_told(tmp_path, stop):
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", "--listen", "127.0.0.1:0"),
        *("--state", str(tmp_path), "--bot", "5:secret:lapor_bot:Lapor Inhil"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdout
    line = (await program.stdout.readline()).decode()
    url = line.split()[-1]
    assert line == f"Sandbox listens on {url}\n"
    async with Sandbox(url) as sandbox:
        bot = sandbox.bot("lapor_bot")
        assert (bot.token, bot.title, bot.privacy) == ("5:secret", "Lapor Inhil", True)
        async with httpx.AsyncClient() as http:
            assert "js/main.js" in (await http.get(url)).text
            number = await sandbox.push_raw(bot, {"poll": {}})
            query = f"{url}/bot5:secret/getUpdates?timeout=50&offset={number + 1}"
            poll = asyncio.create_task(http.get(query, timeout=60))
            await sandbox.settled(bot)
            program.send_signal(stop)
            assert (await poll).json()["result"] == []
        assert await program.wait() == 0


def test_it_refuses_to_listen_where_others_could_reach_it(capsys, tmp_path):
    for host in ("0.0.0.0", "192.168.1.2", "example.id"):
        with pytest.raises(NotLocal):
            listen(host, 0)
    assert main(["--listen", "0.0.0.0:0", "--state", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("sandbox: 0.0.0.0 can be reached from outside")


def test_a_port_in_use_is_one_line_on_stderr(capsys, tmp_path):
    with listen("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--listen", f"127.0.0.1:{port}", "--state", str(tmp_path)]) == 1
    assert "in use" in capsys.readouterr().err


def test_bots_are_told_in_one_string_or_in_a_file(tmp_path, capsys):
    assert BotSpec.parse("5:abc:lapor_bot") == BotSpec("5:abc", "lapor_bot")
    assert BotSpec.parse("5:abc:lapor_bot:Lapor: Inhil").title == "Lapor: Inhil"
    with pytest.raises(ValueError, match="is not number:secret:username"):
        BotSpec.parse("lapor_bot")
    config = tmp_path / "bots.json"
    config.write_text(json.dumps({"bots": [{"token": "lapor", "username": "x"}]}))
    assert main(["--config", str(config), "--state", str(tmp_path)]) == 1


async def test_the_control_api_answers_only_by_a_local_name(sandbox):
    async with httpx.AsyncClient() as http:
        refused = await http.get(f"{sandbox.url}/sandbox/bots", headers={"host": "evil.example"})
        page = {"origin": "https://evil.example"}
        foreign = await http.post(f"{sandbox.url}/sandbox/down", json={"down": True}, headers=page)
    assert (refused.status_code, foreign.status_code) == (403, 403)
