"""`cakra init` asks, checks, finds, and never replaces anything unasked."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import load
from sandbox.client import Sandbox
from sandbox.running import serve
from tests.bot.test_settings import Ended
from tests.programs import HIDDEN, ROOT

OWN = (*HIDDEN, "OFFICE", "DATABASE_URL", "DATA_DIR", "ADMIN_IDS", "LOG_LEVEL", "LC_ALL")
WITHIN = 60  # seconds; a failure of a test, never a pause


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with serve() as running:
        yield running


class Setup:
    """A folder in which `cakra init` is run, with answers piped in."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.env, self._folder, self.sandbox = folder / ".env", folder, sandbox

    @property
    def tokens(self) -> tuple[str, str]:
        public, private = self.sandbox.bots
        return public.token, private.token

    async def starts(self, *options: str) -> asyncio.subprocess.Process:
        around = {key: value for key, value in os.environ.items() if key not in OWN}
        more = {"TELEGRAM_API_URL": self.sandbox.url, "PYTHONPATH": str(ROOT), "LANG": "en_US"}
        pipe = asyncio.subprocess.PIPE
        words = (sys.executable, "-m", "bot", "init", *options)
        return await asyncio.create_subprocess_exec(
            *words, cwd=self._folder, env={**around, **more}, stdin=pipe, stdout=pipe, stderr=pipe
        )

    async def ends(self, process: asyncio.subprocess.Process, *answers: str) -> Ended:
        typed = "".join(f"{answer}\n" for answer in answers).encode()
        async with asyncio.timeout(WITHIN):
            out, error = await process.communicate(typed)
        return Ended(process.returncode or 0, out.decode(), error.decode())

    async def __call__(self, *options: str, answers: tuple[str, ...] = ()) -> Ended:
        return await self.ends(await self.starts(*options), *answers)

    def set(self) -> dict[str, str | None]:
        return dict(dotenv_values(self.env))

    def options(self, **change: str) -> list[str]:
        public, private = self.tokens
        answers = {"office": "balangan", "public-token": public, "private-token": private}
        answers |= {"group": "-1001234567890", "admin": "123456789"}
        answers |= {name.replace("_", "-"): value for name, value in change.items()}
        return [word for name, value in answers.items() for word in (f"--{name}", value)]


@pytest.fixture
def setup(tmp_path: Path, sandbox: Sandbox) -> Setup:
    return Setup(tmp_path, sandbox)


async def test_what_is_typed_is_checked_and_written_and_looked_at(setup: Setup) -> None:
    group = await setup.sandbox.group("Meja verifikasi", bots=[setup.sandbox.bots[1]])
    public, private = setup.tokens
    answers = ("atlantis", "balangan", "nonsense", public, private, str(group.id), "123456789")
    done = await setup(answers=answers)
    assert (done.returncode, done.stderr) == (0, "")
    settings = load({key: value or "" for key, value in setup.set().items()})
    assert settings.office == "balangan" and settings.admin_ids == (123456789,)
    assert (settings.public_bot_token, settings.private_bot_token) == (public, private)
    assert settings.verification_chat_id == group.id
    assert setup.env.stat().st_mode & 0o777 == 0o600
    assert "✓ @sandbox_private_bot is a member" in done.stdout
    assert "✗ There is no verifier" in done.stdout and "no admin" not in done.stdout
    assert public not in done.stdout and private not in done.stdout


async def test_options_answer_everything_and_a_second_run_changes_nothing(setup: Setup) -> None:
    assert (await setup(*setup.options(), "--language", "id")).returncode == 0
    written = setup.env.read_bytes()
    again = await setup()
    assert again.returncode == 0
    assert setup.env.read_bytes() == written


async def test_the_group_and_the_admin_are_found_by_a_message_there(setup: Setup) -> None:
    group = await setup.sandbox.group("Meja verifikasi", bots=[setup.sandbox.bots[1]])
    admin = await setup.sandbox.person("Rina")
    await admin.joins(group)
    public, private = setup.tokens
    options = ("--office", "balangan", "--public-token", public, "--private-token", private)
    process = await setup.starts(*options, "--admin", "find")
    assert process.stdin and process.stdout
    process.stdin.write(b"\n")
    await process.stdout.readuntil(b"Waiting")
    bot = setup.sandbox.bots[1]
    await admin.start(bot)
    await admin.says(group, f"/start@{bot.username}")
    done = await setup.ends(process, "y")
    assert done.returncode == 0, done.stderr
    assert "Meja verifikasi" in done.stdout
    assert setup.set()["VERIFICATION_CHAT_ID"] == str(group.id)
    assert setup.set()["ADMIN_IDS"] == str(admin.id)
    assert len((await setup.sandbox.updates_waiting())[bot.username]) >= 2


async def test_nobody_who_writes_is_one_line(setup: Setup) -> None:
    done = await setup(*setup.options(group="find"), "--patience", "0")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and "Not found" in done.stderr


async def test_what_is_set_is_replaced_after_a_yes_only(setup: Setup) -> None:
    setup.env.write_text("# ours\nOFFICE=indragiri-hilir\nLOG_LEVEL=INFO\n")
    kept = await setup(*setup.options(), answers=("n",))
    assert kept.returncode == 0 and setup.set()["OFFICE"] == "indragiri-hilir"
    assert setup.env.read_text().startswith("# ours\nOFFICE=indragiri-hilir\nLOG_LEVEL=INFO\n")
    key = setup.set()["VAULT_KEY"]
    assert (await setup(*setup.options(), answers=("y",))).returncode == 0
    assert setup.set()["OFFICE"] == "balangan"
    assert (await setup(*setup.options(office="indragiri-hilir"), "--yes")).returncode == 0
    assert setup.set()["OFFICE"] == "indragiri-hilir" and setup.set()["VAULT_KEY"] == key


@pytest.mark.parametrize(
    ("change", "part"),
    [
        pytest.param({"office": "atlantis"}, "atlantis", id="an unknown office"),
        pytest.param({"public_token": "12345:unknown-token"}, "know this token", id="a token"),
        pytest.param({"group": "1234"}, "minus", id="a group without its minus"),
        pytest.param({"admin": "Rina"}, "digits", id="a name for an id"),
    ],
)
async def test_a_wrong_option_is_one_line(setup: Setup, change: dict[str, str], part: str) -> None:
    done = await setup(*setup.options(**change))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and part in done.stderr


async def test_one_bot_for_both_is_refused(setup: Setup) -> None:
    done = await setup(*setup.options(private_token=setup.tokens[0]))
    assert done.returncode == 1 and "one bot" in done.stderr


async def test_an_input_that_ends_early_keeps_what_was_answered(setup: Setup) -> None:
    done = await setup(answers=("balangan", setup.tokens[0]))
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
    assert setup.set()["PUBLIC_BOT_TOKEN"] == setup.tokens[0]
    assert "VERIFICATION_CHAT_ID" not in setup.set()


async def test_no_second_key_is_made_for_a_sealed_database(setup: Setup) -> None:
    assert (await setup(*setup.options())).returncode == 0
    lines = setup.env.read_text().splitlines()
    without = [line for line in lines if not line.startswith("VAULT_KEY")]
    setup.env.write_text("\n".join(without) + "\n")
    done = await setup()
    assert done.returncode == 1 and "paper" in done.stderr
    assert "VAULT_KEY" not in setup.set()


async def test_telegram_away_is_told_and_the_answers_are_kept(setup: Setup) -> None:
    await setup.sandbox.down()
    done = await setup(*setup.options())
    assert done.returncode == 0 and "✗ Telegram does not answer" in done.stdout
    assert setup.set()["PUBLIC_BOT_TOKEN"] == setup.tokens[0]
