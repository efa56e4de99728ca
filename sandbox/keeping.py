"""The play on disk: one SQLite file that takes over what changed, in one transaction at a time."""

from __future__ import annotations

import asyncio
import fcntl
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from sandbox.accounts import Account, Bot
from sandbox.chats import Chat, Message, Press
from sandbox.files import StoredFile
from sandbox.world import World

# How long after a change it is on disk at the latest, in seconds.
PAUSE = 0.5
# What is kept elsewhere or row by row, not within its owner.
APART = {"messages"}
Row = tuple[str, str, str | None]


class InUse(OSError):
    """Two sandboxes must not keep their play in one directory."""


class Keeping:
    """Writes a world's changes to `DIR/play.sqlite` and reads them back at the next start."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = (directory / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise InUse(f"another sandbox keeps its play in {directory}") from None
        self._db = sqlite3.connect(directory / "play.sqlite")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        with self._db:
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS play"
                " (kind TEXT, key TEXT, body TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID"
            )

    def load(self, world: World) -> None:
        """Put the world back as it was written."""
        for kind in ("counter", "clock", "account", "bot", "file", "chat", "late", "press"):
            for key, body in self._rows(kind):
                LOADERS[kind](world, key, body)
        for _, body in sorted(self._rows("message"), key=lambda row: row[1]["id"]):
            world.chats[body["chat"]].messages[body["id"]] = Message(**body)
        for key, body in sorted(self._rows("update"), key=_arrival):
            mailbox = world.mailboxes[int(key.partition("/")[0])]
            mailbox.waiting[body["update"]["update_id"]] = (body["update"], body["at"])
        world.dirty.clear()

    def write(self, world: World) -> int:
        """Write what changed since the last time; how many rows that were."""
        rows = list(_changed(world))
        if not rows:
            return 0
        with self._db:
            kept = [row for row in rows if row[2] is not None]
            gone = [row[:2] for row in rows if row[2] is None]
            self._db.executemany("INSERT OR REPLACE INTO play VALUES (?, ?, ?)", kept)
            self._db.executemany("DELETE FROM play WHERE kind = ? AND key = ?", gone)
        return len(rows)

    async def run(self, world: World) -> None:
        """Write again and again until cancelled."""
        while True:
            await asyncio.sleep(PAUSE)
            self.write(world)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
        self._lock.close()

    def _rows(self, kind: str) -> list[tuple[str, Any]]:
        found = self._db.execute("SELECT key, body FROM play WHERE kind = ?", (kind,))
        return [(key, json.loads(body)) for key, body in found]


def _arrival(row: tuple[str, Any]) -> tuple[float, int]:
    """A queue's order is that of arrival, which an update pushed raw may break by number."""
    return row[1]["at"], row[1]["update"]["update_id"]


def _changed(world: World) -> Iterator[Row]:
    dirty, world.dirty = world.dirty, set()
    for kind, key in dirty:
        body = _body(world, kind, key)
        yield kind, key, None if body is None else json.dumps(body, ensure_ascii=False)
    for bot, mailbox in world.mailboxes.items():
        changed, mailbox.changed = mailbox.changed, set()
        gone, mailbox.gone = mailbox.gone, set()
        for number in gone:
            if number not in mailbox.waiting:
                yield "update", f"{bot}/{number}", None
        for number in changed & mailbox.waiting.keys():
            update, at = mailbox.waiting[number]
            body = {"update": update, "at": at}
            yield "update", f"{bot}/{number}", json.dumps(body, ensure_ascii=False)
    fresh, world.files.fresh = world.files.fresh, set()
    for key in fresh:
        yield "file", key, json.dumps(_plain(world.files.known[key]))
    if dirty or fresh:
        counters = {"born": world.born, "sequence": world.journal.sequence}
        yield "counter", "counter", json.dumps(counters)


def _body(world: World, kind: str, key: str) -> Any:
    match kind:
        case "account":
            return _plain(world.accounts[int(key)])
        case "bot":
            return _plain(world.bots[int(key)])
        case "chat":
            return _plain(world.chats[key])
        case "message":
            chat, _, number = key.rpartition("/")
            return _plain(world.chats[chat].messages[int(number)])
        case "press":
            return _plain(world.presses[key])
        case "late":
            return world.late.get(int(key))
        case "clock":
            return world.clock.ahead
    raise ValueError(f"nothing is known about keeping a {kind}")


def _plain(thing: Any) -> dict[str, Any]:
    return {f.name: getattr(thing, f.name) for f in fields(thing) if f.name not in APART}


def _load_counter(world: World, key: str, body: Any) -> None:
    world.born, world.journal.sequence = body["born"], body["sequence"]


def _load_clock(world: World, key: str, body: Any) -> None:
    world.clock.ahead = body


def _load_account(world: World, key: str, body: Any) -> None:
    world.accounts[int(key)] = Account(**body)


def _load_bot(world: World, key: str, body: Any) -> None:
    world.install(Bot(**body))


def _load_file(world: World, key: str, body: Any) -> None:
    world.files.known[key] = StoredFile(**body)


def _load_chat(world: World, key: str, body: Any) -> None:
    world.chats[key] = Chat(**body)


def _load_late(world: World, key: str, body: Any) -> None:
    world.late[int(key)] = [(chat, number) for chat, number in body]


def _load_press(world: World, key: str, body: Any) -> None:
    world.presses[key] = Press(**body)


LOADERS = {
    "counter": _load_counter,
    "clock": _load_clock,
    "account": _load_account,
    "bot": _load_bot,
    "file": _load_file,
    "chat": _load_chat,
    "late": _load_late,
    "press": _load_press,
}
