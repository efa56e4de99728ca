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

from sandbox.client import BotAccount, Group, Person, Sandbox, Shown

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
        agent = cast["Darmi"]

        start = {
            chat.id: await _newest(person, chat)
            for person, chat in (
                (citizen, public),
                (officer, desk),
                (bupati, private),
                (agent, private),
            )
        }

        await bupati.start(private)
        await _waits(bupati, private, start, lambda shown: "Bupati" in shown.text)
        tell("Siti sends two photos and a sentence.")
        await citizen.sends_album(public, 2, "Air sungai naik cepat, jalan desa sudah terendam")
        await _waits(citizen, public, start, lambda shown: bool(shown.buttons))
        await citizen.says(public, "Desa Pengalihan, Keritang")
        review = await _waits(citizen, public, start, lambda shown: _has(shown, "Kirim"))
        await (await citizen.presses(review, _label(review, "Kirim")))
        receipt = await _waits(citizen, public, start, lambda one: "Kode laporan" in one.text)
        code = receipt.text.split("Kode laporan:")[1].split()[0]
        tell(f"Siti was thanked with the code {code}.")

        card = await _waits(officer, desk, start, lambda one: code in one.text)
        tell("Hasan reads the card, opens the grades and approves it as B2.")
        await (await officer.presses(card, _label(card, "Nilai")))
        letters = await _waits(officer, desk, start, lambda o: code in o.text and _has(o, "B ·"))
        await (await officer.presses(letters, _label(letters, "B ·")))
        figures = await _waits(officer, desk, start, lambda o: code in o.text and _has(o, "B2"))
        toast = await (await officer.presses(figures, _label(figures, "B2")))
        tell(f"Hasan is told: {toast.text}")
        decided = "oleh Hasan"
        card = await _waits(officer, desk, start, lambda o: code in o.text and decided in o.text)
        outcome = await _waits(citizen, public, start, lambda one: "diteruskan" in one.text)
        tell("Siti hears that her report was passed on.")

        tell("Darmi, an agent, reports in one message.")
        await agent.start(private)
        await _waits(agent, private, start, lambda shown: "Darmi" in shown.text)
        await agent.says(private, "#darurat Desa Pengalihan, Keritang: tanggul parit 3 jebol")
        checked = await _waits(agent, private, start, lambda shown: _has(shown, "Kirim"))
        await (await agent.presses(checked, _label(checked, "Kirim")))
        await _waits(agent, private, start, lambda shown: "Kode laporan" in shown.text)
        await _waits(officer, desk, start, lambda shown: "tanggul parit 3 jebol" in shown.text)

        tell("The digest of the running day is sent from the command line.")
        tell(await asyncio.to_thread(_digest, folder))
        digest = await _waits(bupati, private, start, lambda shown: code in shown.text)
        photos = [one for one in await officer.chat(desk) if one.reply_to == card.message_id]
        tell("The Bupati reads:\n\n" + digest.text)
        return Day(card, receipt, outcome, digest, photos)


Chat = BotAccount | Group


async def _newest(person: Person, chat: Chat) -> int:
    """The number of the last message of an earlier day, to look only at what is new."""
    messages = await person.chat(chat)
    return messages[-1].message_id if messages else 0


async def _waits(
    person: Person, chat: Chat, start: dict[int, int], fits: Callable[[Shown], bool]
) -> Shown:
    return await person.waits_for(chat, fits, after=start[chat.id], within=PATIENCE)


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
