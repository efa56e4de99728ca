"""Every column that could hold a person's words is accounted for."""

from sqlalchemy import JSON, Float, LargeBinary, String
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from desk import erasing
from storage import tables

NEUTRAL = {
    "log.details": "keys and numbers; nothing may change the log",
    "log.mac": "binds the entries of the log",
    "log_head.mac": "signs them",
    "edition.figures": "counts",
    "report.pointed_to": "numbers of reports",
    "setting.value": "what the office set",
}
"""Columns that are as wide as words and hold none of a reporter."""


def test_every_wide_column_is_a_place_that_erasing_knows_or_holds_no_words() -> None:
    assert tables
    wide = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, JSON | LargeBinary | Float)
        or (isinstance(column.type, AutoString | String) and column.type.length is None)
    }
    assert wide == set(erasing.PLACES) | set(NEUTRAL)


def test_a_village_is_known_by_its_kecamatan_only() -> None:
    assert erasing.kecamatan_of("14.04.09.1003") == "14.04.09"
    assert erasing.kecamatan_of("14.04.09") == "14.04.09"
    assert erasing.kecamatan_of("14.04") == "14.04"
