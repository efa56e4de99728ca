"""What the page asks the sandbox for: its files, whole screens, the stage and errands."""

import json
import re
import sys
from collections.abc import Mapping

import httpx
import pytest

from sandbox.__main__ import main
from sandbox.front import FOLDER
from sandbox.running import serve
from sandbox.stage import Errand, Stage


@pytest.fixture
async def http(sandbox):
    async with httpx.AsyncClient(base_url=sandbox.url, timeout=30) as client:
        yield client


async def screen(http, person, chat):
    answer = await http.get(f"/sandbox/people/{person.id}/screen", params={"chat": chat.id})
    return answer.json()


async def test_the_page_lets_nothing_from_elsewhere_in(http):
    page = await http.get("/")
    assert page.status_code == 200 and "<!doctype html>" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    script = await http.get("/js/main.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/js/missing.js", "/..%2fserver.py", "/nothing", "/js"])
async def test_what_is_no_file_of_the_page_is_answered_as_the_bot_api_does(http, path):
    answer = await http.get(path)
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_a_screen_says_what_no_bot_has_fetched_yet(http, sandbox, public, line):
    budi = await sandbox.person("Budi")
    said = await budi.says(public, "halo")
    assert (await screen(http, budi, public))["waiting"] == [said.message_id]
    [update] = await line.result("getUpdates")
    await line.answer("getUpdates", offset=update["update_id"] + 1)
    assert (await screen(http, budi, public))["waiting"] == []


async def test_a_press_spins_on_the_screen_until_it_is_answered(http, sandbox, public, line):
    budi = await sandbox.person("Budi")
    await budi.start(public)
    keys = {"inline_keyboard": [[{"text": "Ya", "callback_data": "yes"}]]}
    await line.result("sendMessage", chat_id=budi.id, text="Benar?", reply_markup=keys)
    press = await budi.presses(await budi.last(public), "Ya")
    [spinning] = (await screen(http, budi, public))["spinning"]
    assert spinning["data"] == "yes"
    await line.result("answerCallbackQuery", callback_query_id=press.query_id)
    assert (await screen(http, budi, public))["spinning"] == []


async def test_a_screen_has_the_bots_menu_for_its_person(http, sandbox, public, line):
    budi = await sandbox.person("Budi", language_code="en")
    everybody = [{"command": "mulai", "description": "Mulai"}]
    english = [{"command": "start", "description": "Start"}]
    await line.result("setMyCommands", commands=everybody)
    assert (await screen(http, budi, public))["commands"] == everybody
    await line.result("setMyCommands", commands=english, language_code="en")
    shown = await screen(http, budi, public)
    assert shown["commands"] == english and not shown["started"]


async def test_commands_for_one_chat_win_there_over_those_for_everybody(
    http, sandbox, public, line
):
    budi, siti = await sandbox.person("Budi"), await sandbox.person("Siti")
    group = await sandbox.group("Meja", members=[budi], bots=[public])
    own = [{"command": "meja", "description": "Meja"}]
    await line.result("setMyCommands", commands=[{"command": "start", "description": "Mulai"}])
    for chat in (budi.id, siti.id, -1):
        scope = {"type": "chat", "chat_id": chat}
        refused = await line.answer("setMyCommands", commands=own, scope=scope)
        assert refused["description"] in (
            "Bad Request: chat not found",
            "Forbidden: bot can't initiate conversation with a user",
        )
    await budi.start(public)
    for chat in (budi.id, group.id):
        scope = {"type": "chat", "chat_id": str(chat)}
        await line.result("setMyCommands", commands=own, scope=scope)
        assert await line.result("getMyCommands", scope=scope) == own
    assert (await screen(http, budi, public))["commands"] == own
    assert [one["command"] for one in (await screen(http, siti, public))["commands"]] == ["start"]
    [there] = (await screen(http, budi, group))["commands"]
    assert there["command"] == f"meja@{public.username}"
    await line.result("deleteMyCommands", scope={"type": "chat", "chat_id": budi.id})
    assert [one["command"] for one in (await screen(http, budi, public))["commands"]] == ["start"]


@pytest.mark.parametrize("scope", [{"type": "moon"}, {"type": "chat"}, {"type": "chat_member"}])
async def test_commands_for_nobody_known_are_refused(line, scope):
    refused = await line.answer("setMyCommands", commands=[], scope=scope)
    assert refused["error_code"] == 400


async def test_a_phone_lists_its_bots_and_the_groups_its_owner_is_in(http, sandbox, public):
    budi, siti = await sandbox.person("Budi"), await sandbox.person("Siti")
    await sandbox.group("Meja", members=[siti], bots=[public])
    for person, titles in ((budi, 2), (siti, 3)):
        chats = (await http.get(f"/sandbox/people/{person.id}/chats")).json()
        assert len(chats) == titles
    group = [chat for chat in chats if chat["kind"] == "supergroup"]
    assert [chat["title"] for chat in group] == ["Meja"]


async def test_everybody_looking_on_hears_of_a_new_person_and_of_an_edit(sandbox, public):
    since = await sandbox.sequence()
    budi = await sandbox.person("Budi", id=77)
    await sandbox.person("Budi", id=77)  # the same again is no news
    said = await budi.says(public, "halo")
    await budi.edits(said, "hai")
    events = (await sandbox.wait(since)).events
    assert [one["person"] for one in events if one["event"] == "person"] == [77]
    edits = [one["message_id"] for one in events if one["event"] == "edited"]
    assert edits == [said.message_id]


# -- the stage and its errands -------------------------------------------------------------


def errand(code: str, name: str = "digest") -> Errand:
    return Errand(name, {"id": "Kirim", "en": "Send"}, [sys.executable, "-c", code])


async def run(stage: Stage, name: str, body: Mapping[str, object]) -> httpx.Response:
    async with serve(stage=stage) as sandbox, httpx.AsyncClient(timeout=30) as http:
        return await http.post(f"{sandbox.url}/sandbox/errands/{name}", json=body)


async def test_an_errand_runs_and_says_in_the_readers_language_what_it_did():
    code = "import os; print('sent', os.environ['LC_ALL'][:2])"
    answer = await run(Stage(errands=[errand(code)]), "digest", {"language": "id"})
    assert answer.json() == {"ok": True, "said": "sent id"}


async def test_an_errand_that_fails_says_why():
    stage = Stage(errands=[errand("import sys; sys.exit('no leader yet')")])
    answer = await run(stage, "digest", {"language": "en"})
    assert answer.json() == {"ok": False, "said": "no leader yet"}


async def test_nothing_but_a_named_errand_runs(tmp_path):
    mark = tmp_path / "mark"
    stage = Stage(errands=[errand(f"open({str(mark)!r}, 'w')")])
    assert (await run(stage, "other", {"language": "id"})).status_code == 404
    body = {"language": "id", "command": ["false"], "folder": "/"}
    assert (await run(stage, "digest", body)).json()["ok"]
    assert mark.exists()
    wrong = await run(stage, "digest", {"language": "id;rm"})
    assert wrong.status_code == 409


async def test_the_page_is_never_told_the_commands():
    stage = Stage(errands=[errand("pass")])
    async with serve(stage=stage) as sandbox, httpx.AsyncClient() as http:
        shown = (await http.get(f"{sandbox.url}/sandbox/stage")).json()
    assert shown["errands"] == [{"name": "digest", "label": {"id": "Kirim", "en": "Send"}}]


@pytest.mark.parametrize("written", ["[]", "{", '{"nonsense": 1}', '{"errands": [{"name": "x"}]}'])
def test_a_file_that_is_no_stage_is_one_line_on_stderr(capsys, tmp_path, written):
    path = tmp_path / "stage.json"
    path.write_text(written)
    assert main(["--listen", "127.0.0.1:0", "--state", str(tmp_path), "--stage", str(path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"sandbox: {path} is no stage: ") and said.count("\n") == 1


def test_a_stage_reads_back_what_was_written(tmp_path):
    path = tmp_path / "stage.json"
    one = {"name": "digest", "label": {"id": "Kirim"}, "command": ["true"]}
    path.write_text(json.dumps({"title": {"id": "Latihan"}, "errands": [one]}))
    assert Stage.read(path).errand("digest").command == ["true"]


# -- its words ---------------------------------------------------------------------------------


def test_the_page_says_everything_in_both_languages_and_nothing_in_vain():
    scripts = {path.name: path.read_text() for path in (FOLDER / "js").glob("*.js")}
    pairs = dict(re.findall(r'^  (\w+): \["(.*)"\],$', scripts.pop("words.js"), re.MULTILINE))
    assert len(pairs) > 100
    assert all(pair.count('", "') == 1 for pair in pairs.values())
    for pair in pairs.values():
        ours, english = (sorted(re.findall(r"\{\w+\}", text)) for text in pair.split('", "'))
        assert ours == english
    code = "\n".join(scripts.values())
    named = set(re.findall(r'"([a-z_]+)"', code))
    assert set(re.findall(r'\bt\("(\w+)"', code)) <= pairs.keys()
    kinds = {"photo", "video", "voice", "audio", "document", "animation", "video_note"}
    unused = pairs.keys() - named - kinds - {"sticker", "location", "contact", "service"}
    assert unused == set()


EXPORT = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)


def test_no_script_of_the_page_is_left_over():
    scripts = {path.name: path.read_text() for path in (FOLDER / "js").glob("*.js")}
    imported = {name for text in scripts.values() for name in re.findall(r'"\./(\w+\.js)"', text)}
    assert scripts.keys() == imported | {"main.js"}
    for own, text in scripts.items():
        others = "\n".join(script for name, script in scripts.items() if name != own)
        unused = [one for one in EXPORT.findall(text) if not re.search(rf"\b{one}\b", others)]
        assert unused == [], own
