"""Running the program, its sandbox and its tables."""

from typing import Annotated

import typer

from bot.commands.speaking import Refused, language, say
from bot.commands.speaking import desk as opened


def run(
    only: Annotated[
        str, typer.Option(help="Only these parts, comma separated: intake,courier,clock,web.")
    ] = "intake,courier,clock,web",
) -> None:
    """Run the program: against Telegram with tokens, against a sandbox without any."""
    from bot.running import run_program

    parts = tuple(part.strip() for part in only.split(",") if part.strip())
    unknown = [part for part in parts if part not in ("intake", "courier", "clock", "web")]
    if unknown or not parts:
        raise Refused(
            f"--only knows intake, courier, clock and web, not {', '.join(unknown) or only!r}"
        )
    run_program(parts, language())


def sandbox() -> None:
    """Run only the sandbox: a local Telegram to try the program with."""
    from bot.running import run_sandbox

    run_sandbox(language())


def migrate() -> None:
    """Bring the database to the present tables, as `run` does by itself, and count days anew."""
    from bot.settings import load
    from storage.database import Database
    from storage.migrate import upgrade

    settings = load()
    database = Database(settings.database_url)
    try:
        before, after = upgrade(database.engine, recount=True)
    finally:
        database.close()
    with opened():  # refuses a key that did not seal this database
        say("cli.migrated", before=before, after=after)
