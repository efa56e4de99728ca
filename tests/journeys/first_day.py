"""A first day, played by people over HTTP: `python -m tests.journeys.first_day` beside `make run`.

A citizen sends a tip with two photos, an officer approves it with a grade, the citizen hears of
it, and the Bupati gets the digest that the command line sends.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from sandbox.client import Person, Sandbox, Shown

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0  # seconds: the program may still be starting, and it keeps Telegram's pace


@dataclass(frozen=True)
class Day:
    """What the people had on their phones at the end."""

    card: Shown
    receipt: Shown
    outcome: Shown
    digest: Shown
    photos: list[Shown]


async def play(url: str, folder: Path, tell: Callable[[str], None]) -> Day:
    """Play the day against the sandbox at `url`; raises TimeoutError when nobody answers.

    `folder` is where the program was started: the command line finds its settings there.
    """
    async with Sandbox(url) as sandbox:
        cast = {person.first_name: person for person in await sandbox.people()}
        [desk] = await sandbox.groups()
        public, private = sandbox.bots
        citizen, officer, bupati = cast["Siti"], cast["Hasan"], cast["Bupati"]

        await bupati.start(private)
        await bupati.waits_for(private, "Bupati", within=PATIENCE)
        tell("Siti sends two photos and a sentence.")
        await citizen.sends_album(public, 2, "Air sungai naik cepat, jalan desa sudah terendam")
        await _waits(citizen, public, lambda shown: bool(shown.buttons))
        await citizen.says(public, "Desa Pengalihan, Keritang")
        review = await _waits(citizen, public, lambda shown: _has(shown, "Kirim"))
        await (await citizen.presses(review, _label(review, "Kirim")))
        receipt = await citizen.waits_for(public, "Kode laporan", within=PATIENCE)
        code = receipt.text.split("Kode laporan:")[1].split()[0]
        tell(f"Siti was thanked with the code {code}.")

        card = await officer.waits_for(desk, code, within=PATIENCE)
        tell("Hasan reads the card, opens the grades and approves it as B2.")
        await (await officer.presses(card, _label(card, "Nilai")))
        await _waits(officer, desk, lambda shown: code in shown.text and _has(shown, "B2"))
        toast = await (await officer.presses(card, "B2"))
        tell(f"Hasan is told: {toast.text}")
        card = await _waits(officer, desk, lambda one: code in one.text and "Hasan" in one.text)
        outcome = await citizen.waits_for(public, "diteruskan", within=PATIENCE)
        tell("Siti hears that her report was passed on.")

        tell("The digest of the running day is sent from the command line.")
        before = len(await bupati.chat(private))
        said = await asyncio.to_thread(_digest, folder)
        tell(said)
        digest = await _waits(bupati, private, lambda shown: code in shown.text)
        assert len(await bupati.chat(private)) > before
        photos = [one for one in await officer.chat(desk) if one.kind == "photo"]
        tell("The Bupati reads:\n\n" + digest.text)
        return Day(card, receipt, outcome, digest, photos)


async def _waits(person: Person, chat: object, fits: Callable[[Shown], bool]) -> Shown:
    return await person.waits_for(chat, fits, within=PATIENCE)  # type: ignore[arg-type]


def _has(shown: Shown, label: str) -> bool:
    return any(label in button.text for row in shown.buttons for button in row)


def _label(shown: Shown, part: str) -> str:
    return next(one.text for row in shown.buttons for one in row if part in one.text)


def _digest(folder: Path) -> str:
    command = [sys.executable, "-m", "bot", "digest", "send", "--period", "daily"]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip()


def main() -> None:
    """Play against the sandbox that runs beside the program."""
    url = dotenv_values(ROOT / "data/sandbox/settings.env").get("SANDBOX_URL")
    if not url:
        sys.exit("No sandbox runs here; start it with: make run")
    asyncio.run(play(url, ROOT, print))


if __name__ == "__main__":
    main()
