"""A restore that dies on its way: the same command again brings everything back, once."""

import hashlib
from pathlib import Path

import pytest

from storage import heldback
from storage.copies.returning import bring_back
from storage.copies.taking import take
from storage.copies.trouble import HalfBack, NotEmpty
from storage.copies.unfinished import must_be_whole
from storage.database import Database
from storage.dying import Point
from storage.files.store import FileStore
from storage.tables import Outbox
from storage.vault import Vault
from tests.conftest import fresh
from tests.journeys.ending import killed
from tests.storage.filling import contents
from tests.storage.test_copies import FILE, NOW, VAULT, filled, opened, without_states
from tests.world import VAULT_KEY

DEATHS = [
    (Point.RETURNING, "a file lies there, no row"),
    (Point.MIGRATED, "the tables are made, nothing else"),
    (Point.RETURNED, "every row is there"),
]


def brings_back(url: str, evidence: Path, copy: Path) -> None:
    with opened(url) as database:
        bring_back(database, FileStore(evidence), Vault(VAULT_KEY), copy)


@pytest.mark.parametrize(("point", "left"), DEATHS, ids=[left for _, left in DEATHS])
def test_the_same_copy_again_finishes_what_was_cut_off(
    database: Database, tmp_path: Path, request: pytest.FixtureRequest, point: Point, left: str
) -> None:
    copy, there = tmp_path / "office.backup", FileStore(tmp_path / "old")
    before = filled(database, there)
    take(database, there, VAULT, copy, NOW)
    kind = "sqlite" if database.sqlite else "postgresql"
    (tmp_path / "new").mkdir()
    evidence = tmp_path / "new" / "evidence"
    with fresh(kind, request, tmp_path / "new") as url, opened(url) as new:
        if point is Point.MIGRATED:
            from storage import migrate

            migrate.downgrade(new.engine, "base")
        assert killed(point, 1, brings_back, url, evidence, copy)
        with pytest.raises(HalfBack, match="cakra restore"):
            must_be_whole(evidence)
        *_, held = bring_back(new, FileStore(evidence), VAULT, copy)
        assert held == len(before["outbox"]) == new.look(heldback.held_since_restore)
        assert without_states(contents(new.engine)) == without_states(before)
        assert FileStore(evidence).read(hashlib.sha256(FILE).hexdigest()) == FILE
        must_be_whole(evidence)
        with pytest.raises(NotEmpty):
            bring_back(new, FileStore(evidence), VAULT, copy)


def test_files_of_another_office_are_never_removed_for_a_copy(
    sqlite_database: Database, database: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    copy, there = tmp_path / "office.backup", FileStore(tmp_path / "old")
    filled(database, there)
    take(database, there, VAULT, copy, NOW)
    evidence = tmp_path / "new" / "evidence"
    assert killed(Point.RETURNING, 1, brings_back, sqlite_database.url, evidence, copy)
    sqlite_database.submit(lambda session: session.add(_row())).result()
    with pytest.raises(NotEmpty, match="outbox"):
        bring_back(sqlite_database, FileStore(evidence), VAULT, copy)
    assert not FileStore(evidence).is_empty()


def _row() -> Outbox:
    return Outbox(
        kind="receipt",
        bot="public",
        recipient="source:1",
        dedupe_key="1",
        priority=1,
        state="sent",
        not_before=NOW,
        created_at=NOW,
    )
