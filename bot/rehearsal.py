"""Without tokens: a local Telegram beside the program, and an office prepared to try it in."""

import base64
import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from dotenv import dotenv_values
from sqlmodel import Session

from bot.cast import CAST, DESK, PRIVATE, PUBLIC, Part
from bot.opening import open_house
from bot.settings import SANDBOX, Settings
from bot.stage import district
from desk import enrolment
from desk.enrolment import AlreadyEnrolled
from desk.rights import Role
from storage.database import Database

ROOT = Path(__file__).parent.parent
LISTEN = "127.0.0.1:8081"  # SANDBOX_LISTEN in the environment takes another place
TOKENS = {
    "PUBLIC_BOT_TOKEN": "700000001:rehearsal-public-bot",
    "PRIVATE_BOT_TOKEN": "700000002:rehearsal-private-bot",
}
BOTS = (
    f"{TOKENS['PUBLIC_BOT_TOKEN']}:{PUBLIC}:CAKRA Lapor",
    f"{TOKENS['PRIVATE_BOT_TOKEN']}:{PRIVATE}:CAKRA Petugas",
)
STARTS_WITHIN = 30  # seconds until the sandbox must listen


class RehearsalFailed(Exception):
    """The sandbox did not start."""


class Rehearsal:
    """A sandbox process of our own; leaving the context stops it. Its play is kept on disk."""

    def __init__(self, stage: dict[str, Any], folder: Path | None = None) -> None:
        self._stage = stage
        self._path = (folder or Path()) / SANDBOX
        self._listen = os.environ.get("SANDBOX_LISTEN") or LISTEN
        self._process: subprocess.Popen[str] | None = None
        self.url = ""
        self.settings: dict[str, str] = {}

    def __enter__(self) -> "Rehearsal":
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._start()
        try:
            self._prepare()
        except httpx.HTTPError as error:
            self._stop()
            raise RehearsalFailed(f"The sandbox answers strangely: {error}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def wait(self) -> None:
        """Until the sandbox ends."""
        if self._process is not None:
            self._process.wait()

    def _start(self) -> None:
        bots = [word for bot in BOTS for word in ("--bot", bot)]
        stage = self._path.with_name("stage.json")
        stage.write_text(json.dumps(self._stage, ensure_ascii=False), encoding="utf-8")
        state = str(self._path.parent.resolve())
        command = [sys.executable, "-m", "sandbox", "--listen", self._listen, "--state", state]
        complaints = (self._path.parent / "sandbox.log").open("w+")
        self._process = subprocess.Popen(
            [*command, "--stage", str(stage.resolve()), "--below", *bots],
            stdin=subprocess.PIPE,  # closed when we end, however that comes about
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            start_new_session=True,  # Ctrl+C reaches us alone: we stop it last
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},  # errands run where we were started
        )
        line = self._process.stdout.readline() if self._process.stdout else ""
        if "http" not in line:
            complaints.seek(0)
            complaint = complaints.read()
            complaints.close()
            raise RehearsalFailed(
                f"The sandbox did not start: {complaint.strip() or 'no answer'}. "
                f"Is another program using {self._listen}?"
            )
        complaints.close()
        self.url = line.strip().rsplit(" ", 1)[-1]

    def _prepare(self) -> None:
        """The cast, the group and the settings file; done again it changes nothing."""
        with httpx.Client(base_url=f"{self.url}/sandbox", timeout=STARTS_WITHIN) as http:
            for part in CAST:
                body = {"id": part.id, "first_name": part.name, "language_code": "id"}
                http.post("/people", json=body).raise_for_status()
            group = self._group(http)
        old = dotenv_values(self._path) if self._path.is_file() else {}
        key = old.get("VAULT_KEY") or base64.b64encode(secrets.token_bytes(32)).decode()
        home = self._path.parent
        self.settings = {
            **TOKENS,
            "VERIFICATION_CHAT_ID": str(group),
            "DATABASE_URL": f"sqlite:///{home / 'cakra.db'}",
            "DATA_DIR": str(home / "data"),
            "VAULT_KEY": key,
            "TELEGRAM_API_URL": self.url,
            "SANDBOX_URL": self.url,
            "SANDBOX_PID": str(self._process.pid if self._process else 0),
        }
        text = "".join(f"{name}={value}\n" for name, value in self.settings.items())
        draft = self._path.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        draft.replace(self._path)

    def _group(self, http: httpx.Client) -> int:
        groups: list[dict[str, Any]] = http.get("/groups").raise_for_status().json()
        for group in groups:
            if group["title"] == DESK:
                return int(group["id"])
        bots = http.get("/bots").raise_for_status().json()
        private = [bot["id"] for bot in bots if bot["token"] == TOKENS["PRIVATE_BOT_TOKEN"]]
        members = [part.id for part in CAST if part.in_group]
        body = {
            "title": DESK,
            "kind": "group",  # as a new group is in Telegram, so that it can be upgraded
            "members": members,
            "bots": private,
            "admins": [],
        }
        made = http.post("/groups", json=body).raise_for_status().json()
        return int(made["id"])

    def _stop(self) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def enrol_cast(settings: Settings, now: Any) -> None:
    """Give the cast their roles; those who have them keep them."""
    database = Database(settings.database_url)
    try:
        house, _ = open_house(settings, database, now)
        home = district(house.office)

        def unit(session: Session, part: Part) -> None:
            if part.role is None:
                return
            with contextlib.suppress(AlreadyEnrolled):
                enrolment.enrol(
                    session,
                    house.vault,
                    part.role,
                    part.id,
                    part.name,
                    language=house.office.language,
                    now=now,
                    region=home if part.role is Role.AGENT else None,
                )

        for part in CAST:
            database.submit(partial(unit, part=part)).result()
    finally:
        database.close()
