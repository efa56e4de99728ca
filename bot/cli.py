"""The command line `cakra`: puts the commands together and words whatever goes wrong."""

import os
import sys

import typer
from click.exceptions import Abort, ClickException, NoArgsIsHelpError

from bot.commands import copies, digests, doctor, init, office, people, retention

app = typer.Typer(
    name="cakra",
    help="Chat-bot intake, verification desk and digests of an early-warning office.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
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
        return int(app(standalone_mode=False) or 0)
    except NoArgsIsHelpError as error:
        typer.echo(error.format_message())
        return 0
    except ClickException as error:
        print(f"cakra: {' '.join(error.format_message().split())}", file=sys.stderr)
        return 1
    except Abort:
        return 130
