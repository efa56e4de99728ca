"""Brings a database to the present tables; run at every start, and by `cakra migrate`."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage import daytriggers

FOLDER = Path(__file__).parent / "migrations"


class NewerDatabase(Exception):
    """The database was written by a newer version of the program: install that one again."""


def config() -> Config:
    """Alembic's configuration without a file of its own."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    return settings


@cache
def scripts() -> ScriptDirectory:
    """The migrations there are: files of the program, read once."""
    return ScriptDirectory.from_config(config())


def upgrade(
    engine: Engine, target: str = "head", *, recount: bool = False
) -> tuple[str | None, str | None]:
    """Apply what is missing, in one transaction; returns the revisions before and after.

    At the newest revision the counts of days stand ready as well; with `recount` they are made
    anew, which reads every report.
    Raises NewerDatabase when the database knows a revision that this program does not.
    """
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        before = context.get_current_revision()
        known = {script.revision for script in scripts().walk_revisions()}
        if before is not None and before not in known:
            raise NewerDatabase(NewerDatabase.__doc__)
        settings = config()
        settings.attributes["connection"] = connection
        if before != scripts().get_current_head() or target != "head":
            command.upgrade(settings, target)
        after = MigrationContext.configure(connection).get_current_revision()
        if after == scripts().get_current_head():
            daytriggers.stand_ready(connection, anew=recount)
    return before, after


def stand(connection: Connection) -> tuple[str | None, str]:
    """The revision of the database (None: no tables yet) and the one this program wants."""
    present = MigrationContext.configure(connection).get_current_revision()
    newest = scripts().get_current_head()
    return present, newest or ""


def present(engine: Engine) -> str | None:
    """The revision of the database; None without tables."""
    with engine.connect() as connection:
        return stand(connection)[0]


def knows(revision: str) -> bool:
    """Whether this program has the tables of `revision`."""
    return revision in {script.revision for script in scripts().walk_revisions()}


def downgrade(engine: Engine, target: str) -> None:
    """Take migrations back down to `target`: in tests, and of tables that are empty."""
    with engine.begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, target)
