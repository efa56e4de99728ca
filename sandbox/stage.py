"""What the page shows beside the phones: who plays whom, what to try, and errands to run."""

from __future__ import annotations

import asyncio
import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from sandbox.chats import Json
from sandbox.membership import Impossible

ERRAND_SECONDS_MAX = 120
SAID_CHARACTERS_MAX = 4000
Texts: TypeAlias = dict[str, str]


@dataclass(frozen=True)
class Errand:
    """A command of whoever started the sandbox; the page may run it, never change it."""

    name: str
    label: Texts
    command: list[str]
    folder: str = "."

    async def run(self, language: str) -> Json:
        """Whether it went well, and what it said; ended after `ERRAND_SECONDS_MAX`."""
        if not re.fullmatch("[a-z]{2}", language):
            raise Impossible(f"{language!r} is no language")
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *self.command,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": f"{language}.UTF-8"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=pipe,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            async with asyncio.timeout(ERRAND_SECONDS_MAX):
                said, _ = await process.communicate()
        except TimeoutError:
            raise Impossible(f"{self.name} took longer than {ERRAND_SECONDS_MAX} s") from None
        finally:
            with suppress(ProcessLookupError):
                process.kill()
        text = said.decode(errors="replace").strip()[-SAID_CHARACTERS_MAX:]
        return {"ok": process.returncode == 0, "said": text}


@dataclass(frozen=True)
class Stage:
    """Read from a file whoever starts the sandbox names; empty without one.

    `phones` name a person, the chat to open (a bot's username or a group's title), a role and a
    hint; `guide` has steps that tick themselves once a text was seen in a chat; `places` are
    points to send. Texts are objects of a language each: {"id": …, "en": …}.
    """

    title: Texts = field(default_factory=dict)
    intro: Texts = field(default_factory=dict)
    phones: list[Json] = field(default_factory=list)
    guide: list[Json] = field(default_factory=list)
    places: list[Json] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Stage:
        """Raises OSError, or ValueError with a sentence for a file that is no stage."""
        try:
            written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            errands = [Errand(**errand) for errand in written.pop("errands", [])]
            return cls(**written, errands=errands)
        except (AttributeError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"{path} is no stage: {error}") from None

    def shown(self) -> Json:
        """All but the commands."""
        errands = [{"name": one.name, "label": one.label} for one in self.errands]
        names = ("title", "intro", "phones", "guide", "places")
        return {**{name: getattr(self, name) for name in names}, "errands": errands}

    def errand(self, name: str) -> Errand:
        """Raises KeyError when there is none of this name."""
        return {one.name: one for one in self.errands}[name]
