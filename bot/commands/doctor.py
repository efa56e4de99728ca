"""`cakra doctor`: one line for each check, with the mend when something is wrong."""

import json
from typing import TYPE_CHECKING

import typer

from bot.commands.speaking import Json, show, worded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.doctor.finding import Finding


def doctor(as_json: Json = False) -> None:
    """Look at everything the program needs; what is wrong is named with its mend."""
    from bot.doctor.examining import examine

    if not report(examine(), as_json):
        raise typer.Exit(1)


def report(findings: "Iterable[Finding]", as_json: bool) -> bool:
    """Print the findings as they come; whether nothing was wrong."""
    from bot.doctor.finding import MARKS, Sign

    found = []
    for one in findings:
        found.append(one)
        if not as_json:
            show(f"{MARKS[one.sign]} {worded(one.key, **one.values)}")
    well = all(one.sign is not Sign.WRONG for one in found)
    if as_json:
        rows = [
            {"check": one.check, "sign": one.sign.value, "text": worded(one.key, **one.values)}
            for one in found
        ]
        show(json.dumps({"well": well, "findings": rows}, ensure_ascii=False))
    else:
        show(worded("doctor.well") if well else worded("doctor.unwell"))
    return well
