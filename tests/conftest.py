"""What every test may ask for: a migrated database of each kind, and a whole office on it."""

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

import pytest

from storage.database import Database
from storage.vault import Vault
from tests.databases import PostgresServer, SqliteTemplate
from tests.homes import BALANGAN, INDRAGIRI_HILIR
from tests.programs import free_port
from tests.world import VAULT_KEY, World, world

SCENES = (
    ("sqlite", INDRAGIRI_HILIR),
    ("postgresql", BALANGAN),
)
"""Each office once and each engine once: a profile meets no database, and a conversation takes
half a second, of which there are many hundreds."""

EVERY_SCENE = "EVERY_SCENE"
"""Set in the environment (`make test-everywhere`), every conversation is played in every scene.
Otherwise each is played in one, by a lot that stays the same: about half on either engine."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the scenes in which a conversation is not played this time.

    A test that would be played in none of them is an error, not a silence.
    """
    if os.environ.get(EVERY_SCENE):
        return
    kept = [item for item in items if _played(item)]
    silent = {_test(item) for item in items} - {_test(item) for item in kept}
    if silent:
        raise pytest.UsageError(f"set {EVERY_SCENE}=1 to play: {', '.join(sorted(silent))}")
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _test(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _played(item: pytest.Item) -> bool:
    played = getattr(getattr(item, "callspec", None), "params", {}).values()
    scene = next((one for one in played if isinstance(one, tuple) and one in SCENES), None)
    if scene is None:
        return True
    name = f"{scene[0]}-{scene[1].key}"
    if name not in item.nodeid:  # the test chose its only scene itself
        return True
    without = item.nodeid.replace(name, "")
    return SCENES.index(scene) == crc32(without.encode()) % len(SCENES)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.stop()


@contextmanager
def fresh(engine: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a fresh database with all tables."""
    if engine == "sqlite":
        template: SqliteTemplate = request.getfixturevalue("sqlite_template")
        yield template.copy_to(folder / "cakra.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with all tables, once for each engine."""
    with fresh(request.param, request, tmp_path) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A running database with all tables, once for each engine."""
    database = Database(database_url)
    database.chained(Vault(VAULT_KEY).chain)
    yield database
    database.close()


@pytest.fixture
def sqlite_database(sqlite_template: SqliteTemplate, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database for tests that make many examples of one thing."""
    database = Database(sqlite_template.copy_to(tmp_path / "many.db"))
    database.chained(Vault(VAULT_KEY).chain)
    yield database
    database.close()


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    """Forms that the office's profile adds or overrides, by file name: none, unless a test says
    otherwise."""
    return {}


@pytest.fixture
def introduced() -> bool:
    """Whether the bots say at the start what they are; few tests look at that."""
    return False


@pytest.fixture(params=SCENES, ids=lambda scene: f"{scene[0]}-{scene[1].key}")
async def office(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    own_forms: Mapping[str, str],
    introduced: bool,
) -> AsyncIterator[World]:
    """A running office in the sandbox: each profile, and each engine."""
    engine, home = request.param
    with fresh(engine, request, tmp_path) as url:
        async with world(url, tmp_path, home, forms=own_forms, introduced=introduced) as running:
            yield running


@pytest.fixture
def port() -> int:
    return free_port()
