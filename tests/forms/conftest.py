"""The shipped office and tip form, and a form with every kind of field."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from forms.engine import Context
from forms.form import Form
from forms.load import load as load_form
from offices.load import Office
from offices.load import load as load_office

EVERYTHING = """
key = "everything"
version = 3
title = { id = "Semua jenis", en = "Every kind" }
"""

FIELD = """
[[fields]]
key = "KEY"
kind = "KIND"
required = REQUIRED
question = { id = "Tanya KEY?", en = "Ask KEY?" }
label = { id = "KEY id", en = "KEY en" }
example = { id = "Contoh", en = "Example" }
MORE
"""

FIELDS = (
    ("mood", "choice", "true", "OPTIONS"),
    ("what", "text", "true", "min_length = 3\nmax_length = 40"),
    ("where", "region", "true", ""),
    ("point", "location", "false", ""),
    ("when", "moment", "true", "past_days = 30"),
    ("sure", "yesno", "true", ""),
    ("again", "yesno", "true", "default = false"),
    ("proof", "evidence", "true", "max_files = 3"),
    ("note", "text", "false", "max_length = 20"),
)

OPTIONS = """
[[fields.options]]
value = "calm"
label = { id = "Tenang", en = "Calm" }
[[fields.options]]
value = "tense"
label = { id = "Tegang", en = "Tense" }
"""


def everything_toml() -> str:
    text = EVERYTHING
    for key, kind, required, more in FIELDS:
        field = FIELD.replace("KEY", key).replace("KIND", kind).replace("REQUIRED", required)
        text += field.replace("MORE", OPTIONS if more == "OPTIONS" else more)
    return text


@pytest.fixture(scope="session")
def office() -> Office:
    return load_office("indragiri-hilir")


@pytest.fixture(scope="session")
def context(office: Office) -> Context:
    return office.context()


@pytest.fixture(scope="session")
def tip(office: Office) -> Form:
    return office.forms()["tip"]


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Form:
    path = Path(tmp_path_factory.mktemp("forms")) / "everything.toml"
    path.write_text(everything_toml(), encoding="utf-8")
    return load_form(path)


@pytest.fixture
def now(context: Context) -> datetime:
    """A Thursday, ten in the morning."""
    return datetime(2026, 3, 12, 10, 0, tzinfo=context.zone)


@pytest.fixture(scope="session")
def tip_context(tip: Form, context: Context) -> tuple[Form, Context, datetime]:
    return tip, context, datetime(2026, 3, 12, 10, 0, tzinfo=context.zone)


@pytest.fixture(scope="session")
def everything_context(everything: Form, context: Context) -> tuple[Form, Context, datetime]:
    return everything, context, datetime(2026, 3, 12, 10, 0, tzinfo=context.zone)
