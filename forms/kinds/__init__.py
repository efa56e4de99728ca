"""The kinds of fields, one module each; a new kind is a module and a row of this table."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import cast

from forms.form import Kind
from forms.kinds import (
    choice,
    contact,
    day,
    evidence,
    location,
    moment,
    money,
    number,
    region,
    several,
    text,
    yesno,
)
from forms.reading import Reader

_MODULES: Mapping[Kind, ModuleType] = {
    Kind.TEXT: text,
    Kind.CHOICE: choice,
    Kind.REGION: region,
    Kind.MOMENT: moment,
    Kind.LOCATION: location,
    Kind.EVIDENCE: evidence,
    Kind.YESNO: yesno,
    Kind.SEVERAL: several,
    Kind.DAY: day,
    Kind.NUMBER: number,
    Kind.MONEY: money,
    Kind.CONTACT: contact,
}

READERS: Mapping[Kind, Reader] = {kind: cast(Reader, one) for kind, one in _MODULES.items()}
