"""`cakra backup` and `cakra restore`."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.speaking import Json, Refused, say, show, worded

if TYPE_CHECKING:
    from storage.copies.manifest import Manifest

SOON = 1.0  # seconds between two lines of progress


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; a folder takes a name of its own.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Copy everything but the key into one sealed file; the program may run meanwhile."""
    from datetime import UTC, datetime

    from bot.copying import take_copy
    from bot.settings import load

    settings, now = load(), datetime.now(UTC)
    path = file or Path()
    if path.is_dir():
        path = path / f"cakra-{now:%Y-%m-%d-%H%M%S}.backup"
    if path.exists():
        raise Refused(f"{path} is there already; choose another name")
    if not path.parent.is_dir():
        raise Refused(f"there is no folder {path.parent}")
    manifest = take_copy(settings, path, now, _Progress())
    rows = sum(manifest.rows.values())
    if as_json:
        counted = {"rows": rows, "files": manifest.files, "missing": manifest.missing}
        show(json.dumps({"file": str(path), **counted}))
        return
    say("cli.copied", path=str(path), rows=rows, count=manifest.files)
    if manifest.missing:
        say("cli.copied_without", count=manifest.missing)


def restore(
    file: Annotated[Path | None, typer.Argument(help="A file made by `cakra backup`.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Send what was held since a copy was brought back.")
    ] = False,
) -> None:
    """Bring a copy back to where nothing is; what was unsent is held until --resume."""
    from datetime import UTC, datetime

    from bot.copying import bring_back_copy, let_go
    from bot.settings import load

    if (file is None) is not resume:
        raise Refused("restore takes a file made by `cakra backup`, or --resume")
    settings, now = load(), datetime.now(UTC)
    if file is None:
        say("cli.resumed", count=let_go(settings, now))
        return
    if not file.is_file():
        raise Refused(f"there is no file {file}")
    taken_at, manifest, held = bring_back_copy(settings, file, _Progress())
    say("cli.brought_back", rows=sum(manifest.rows.values()), count=manifest.files, at=taken_at)
    say("cli.held", count=held)


class _Progress:
    """A line a second on a terminal, so that nobody thinks it hangs."""

    def __init__(self) -> None:
        self._next = time.monotonic() + SOON

    def __call__(self, so_far: "Manifest") -> None:
        if time.monotonic() < self._next or not sys.stderr.isatty():
            return
        self._next = time.monotonic() + SOON
        rows = sum(so_far.rows.values())
        print(worded("cli.copying", rows=rows, count=so_far.files), file=sys.stderr)
