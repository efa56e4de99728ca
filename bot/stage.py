"""What the rehearsal's page shows beside the phones: roles, a guide, places and errands."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.cast import CAST, PRIVATE, PUBLIC, Part
from offices.office import Office
from words import Library

Json: TypeAlias = dict[str, Any]
Texts: TypeAlias = Callable[..., dict[str, str]]
SPOKEN = ("id", "en")
PERIODS = ("daily", "weekly", "monthly")
OUTSIDE = (-6.1754, 106.8272)  # the capital's centre, in no regency of ours


@dataclass(frozen=True)
class Step:
    """Done once one of the words stands in `chat` on the phone of `sees`; "" is any message.

    The words are those of the messages themselves, in the language of the cast.
    """

    key: str
    who: str
    sees: str
    chat: str
    words: tuple[str, ...]
    say: str = ""


STEPS = (
    Step("start", "Siti", "Siti", PUBLIC, ("",)),
    Step("tip", "Siti", "Siti", PUBLIC, ("Kode laporan", "Report code"), "say_tip"),
    Step("approve", "Hasan", "Siti", PUBLIC, ("diteruskan kepada pimpinan",)),
    Step("agent", "Darmi", "Darmi", PRIVATE, ("Kode laporan", "Report code"), "say_agent"),
    Step("reject", "Rina", "Darmi", PRIVATE, ("belum dapat menindaklanjutinya",)),
    Step("leader", "Bupati", "Bupati", PRIVATE, ("",)),
    Step("digest", "Bupati", "Bupati", PRIVATE, ("Laporan harian", "Daily report")),
)


def stage(office: Office, library: Library) -> Json:
    """The stage in both languages, as the sandbox reads it; errands run where we were started."""
    spoken = {language: library.in_(language) for language in SPOKEN}

    def texts(key: str, /, **values: Any) -> dict[str, str]:
        return {name: words.text(key, **values) for name, words in spoken.items()}

    return {
        "title": texts("rehearsal.title", brand=office.brand),
        "intro": texts("rehearsal.intro", office=office.service),
        "phones": [_phone(part, texts) for part in CAST],
        "guide": [_step(step, texts, office) for step in STEPS],
        "places": list(_places(office, texts)),
        "errands": [_errand(period, texts) for period in PERIODS],
    }


def district(office: Office) -> str:
    """The code of the kecamatan the agent reports from: the first in the official list."""
    return office.regions.kecamatan()[0].code


def _phone(part: Part, texts: Texts) -> Json:
    role = texts("rehearsal.role", key=part.role.value if part.role else "citizen")
    return {"person": part.id, "chat": part.chat, "role": role}


def _step(step: Step, texts: Texts, office: Office) -> Json:
    ids = {part.name: part.id for part in CAST}
    written = {"write": _said(step, texts, office)} if step.say else {}
    return {
        "person": ids[step.who],
        "name": step.who,
        "text": texts("rehearsal.step", key=step.key),
        "seen": {"person": ids[step.sees], "chat": step.chat, "words": list(step.words)},
        **written,
    }


def _said(step: Step, texts: Texts, office: Office) -> dict[str, str]:
    """What the page writes into the empty field for whoever plays; places are the office's."""
    if step.say != "say_agent":
        return texts(f"rehearsal.{step.say}")
    home = district(office)
    village = office.regions.children(home)[0]
    names = {"village": village.name, "kecamatan": office.regions.short_name(home)}
    return texts(f"rehearsal.{step.say}", **names)


def _places(office: Office, texts: Texts) -> Iterator[Json]:
    for row in office.regions.kecamatan()[:5]:
        label = office.regions.full_name(row.code)
        yield {"label": label, "latitude": row.inside_lat, "longitude": row.inside_lon}
    latitude, longitude = OUTSIDE
    yield {"label": texts("rehearsal.outside"), "latitude": latitude, "longitude": longitude}


def _errand(period: str, texts: Texts) -> Json:
    return {
        "name": f"digest-{period}",
        "label": texts("rehearsal.errand", period=period),
        "command": [sys.executable, "-m", "bot", "digest", "send", "--period", period],
        "folder": os.getcwd(),
    }
