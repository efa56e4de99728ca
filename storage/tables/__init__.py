"""Every table; an identity stands in `vault` and nowhere else."""

from sqlmodel import SQLModel

from storage.tables.delivery import Edition, Outbox, Pace, Setting
from storage.tables.exchange import Exchange, ExchangeMessage
from storage.tables.intake import Draft, Poison, Seen
from storage.tables.judging import SteppedBack, Undone
from storage.tables.openings import Opening
from storage.tables.people import Account, AccountRole, Invite, Source, VaultEntry
from storage.tables.reports import Card, Daily, Evidence, Link, LogEntry, LogHead, Report
from storage.tables.standing import BlockedLookup, Erasure, Purge, Sanction

__all__ = [
    "Account",
    "AccountRole",
    "BlockedLookup",
    "Card",
    "Daily",
    "Draft",
    "Edition",
    "Erasure",
    "Evidence",
    "Exchange",
    "ExchangeMessage",
    "Invite",
    "Link",
    "LogEntry",
    "LogHead",
    "Opening",
    "Outbox",
    "Pace",
    "Poison",
    "Purge",
    "Report",
    "Sanction",
    "Seen",
    "Setting",
    "Source",
    "SteppedBack",
    "Undone",
    "VaultEntry",
]

for _table in SQLModel.metadata.tables.values():
    if "id" in _table.c and _table.c.id.autoincrement is True:
        # An id is never given out twice, so that an old button can not meet a new row.
        _table.dialect_options["sqlite"]["autoincrement"] = True
