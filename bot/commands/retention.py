"""`cakra retention`: what was erased, and what would be."""

import json
from typing import Annotated

import typer

from bot.commands.speaking import Json, say, show
from bot.commands.speaking import desk as opened


def retention(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would be erased now; erase nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """How long things are kept, and what was erased; the running program erases by itself."""
    from desk import retention as rules
    from storage import purges

    with opened() as desk:
        office = desk.house.office
        before = rules.cutoffs(office, desk.now)
        if dry_run:
            counts = desk.look(lambda session: rules.counts(session, office, desk.now))
        else:
            past = desk.look(purges.history)
    zone = (office.zone, office.zone_label)
    days = {kind: getattr(office.retention, kind) for kind in rules.KINDS}
    if dry_run and as_json:
        due = {
            kind: {"count": counts[kind], "before": before[kind].isoformat()}
            for kind in rules.KINDS
        }
        show(json.dumps({"due": due}))
    elif dry_run:
        for kind in rules.KINDS:
            values = {"count": counts[kind], "before": before[kind]}
            say("cli.would_go", zone, kind=kind, **values)
        say("cli.log_stays")
    elif as_json:
        purged = [{"day": str(one.day), "kind": one.kind, "count": one.count} for one in past]
        show(json.dumps({"days": days, "purged": purged}))
    else:
        for kind, number in days.items():
            say("cli.kept_for", kind=kind, days=number)
        say("cli.log_stays")
        for one in past:
            say("cli.purged", zone, day=one.day, kind=one.kind, count=one.count)
        if not past:
            say("cli.nothing_purged")
