"""The command line `cakra`: puts the commands together and words whatever goes wrong."""

import os
import sys

import typer
from typer import Abort, TyperException

from bot.commands import copies, digests, doctor, init, office, people, retention

app = typer.Typer(
    name="cakra",
    help="Chat-bot intake, verification desk and digests of an early-warning office.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def help_alone(context: typer.Context) -> None:
    """A group of commands without one of them tells what there is."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


COMMANDS = (
    office.run,
    office.sandbox,
    init.init,
    doctor.doctor,
    office.migrate,
    copies.backup,
    copies.restore,
    retention.retention,
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(people.app, name="people")
app.add_typer(digests.app, name="digest")
for several in (app, people.app, digests.app):
    several.callback(invoke_without_command=True)(help_alone)


def main() -> None:
    """Run a command; whatever goes wrong is one line on stderr and exit 1."""
    os.umask(0o077)  # what the program writes is for its own account only
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("LOG_LEVEL", "").upper() == "DEBUG":
            raise
        from bot.complaints import sentence

        print(f"cakra: {sentence(error)}", file=sys.stderr)
        sys.exit(1)


def _run() -> int:
    """The exit code of the command typed; a command typed wrongly is one line, too."""
    try:
        return int(app(prog_name="cakra", standalone_mode=False) or 0)
    except TyperException as error:
        context: typer.Context | None = getattr(error, "ctx", None)
        where = context.command_path if context else "cakra"
        complaint = " ".join(error.format_message().split())
        stop = "" if complaint.endswith((".", "?")) else "."
        print(f"cakra: {complaint}{stop} See: {where} --help", file=sys.stderr)
        return 1
    except Abort:
        return 130
