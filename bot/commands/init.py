"""`cakra init`: sets an office up by asking, or from options, and looks whether it is well."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.doctor import report
from bot.commands.speaking import language, say, show, spoken

if TYPE_CHECKING:
    from bot.envfile import EnvFile

Given = typer.Option
FIND = "“find” waits for a message there."


def init(
    office: Annotated[str | None, Given(help="The office's profile.")] = None,
    public_token: Annotated[str | None, Given(help="Token of the citizens' bot.")] = None,
    private_token: Annotated[str | None, Given(help="Token of the office's bot.")] = None,
    group: Annotated[str | None, Given(help=f"Number of the group; {FIND}")] = None,
    admin: Annotated[str | None, Given(help=f"Telegram id of the admin; {FIND}")] = None,
    yes: Annotated[bool, Given("--yes", help="Replace what is set already, unasked.")] = False,
    patience: Annotated[float, Given(help="Seconds to wait for a message.")] = 300.0,
    key_only: Annotated[bool, Given("--key-only", help="Only make the key.")] = False,
    speak: Annotated[str | None, Given("--language", help="id or en.")] = None,
) -> None:
    """Ask for the settings, make the key, write both into .env, and look whether all is well."""
    import os

    from bot.envfile import EnvFile
    from bot.initialising import ensure_key
    from bot.settings import Settings

    if speak:
        os.environ["LC_ALL"] = speak
    env = EnvFile(Path(".env"))
    known = {name.upper() for name in Settings.model_fields}
    around = {name: value for name, value in os.environ.items() if name in known and value}
    present = {**env.values(), **around}
    if not key_only:
        answers = {
            "OFFICE": office,
            "PUBLIC_BOT_TOKEN": public_token,
            "PRIVATE_BOT_TOKEN": private_token,
            "VERIFICATION_CHAT_ID": group,
            "ADMIN_IDS": admin,
        }
        given = {name: value for name, value in answers.items() if value is not None}
        _interview(env, present, given, yes, patience)
    made = ensure_key(env, present)
    say("cli.key_made" if made else "cli.key_kept", path=str(env.path))
    if not key_only:
        _look_around()


def _interview(
    env: "EnvFile", present: dict[str, str], given: dict[str, str], yes: bool, patience: float
) -> None:
    """Ask, and keep in any case what was answered."""
    from bot.interview import Interview

    if language() != "id":
        show("Bahasa Indonesia: cakra init --language id")
    interview = Interview(spoken(), present, given, yes, patience)
    try:
        interview.run()
    finally:
        if interview.changes:
            env.write(interview.changes)
            say("init.written", path=str(env.path))


def _look_around() -> None:
    """Make the tables and the first admin; what the doctor finds then is no error."""
    from bot.desktop import Desktop
    from bot.doctor.examining import examine
    from bot.settings import environment, load

    values = environment()
    Desktop(load(values)).close()
    report(examine(values), False)
    say("init.done")
