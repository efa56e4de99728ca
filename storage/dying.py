"""Points at which a test lets the program die as in a power cut; in production they do nothing."""

import os
import signal
from enum import StrEnum

VARIABLE = "CAKRA_DIES_AT"  # a point and which passing of it, such as "outbox.claimed:2"


class Point(StrEnum):
    """Every place where dying makes a difference, with what is true there."""

    FETCHED = "updates.fetched"  # a batch is here, nothing is done
    RULED = "turn.ruled"  # an update's rows are written, not committed
    KEPT = "turn.kept"  # they are; nobody was answered
    ANSWERED = "update.answered"  # the person was; Telegram will deliver it again
    BURIED = "update.buried"  # poison is stored, its sender waits
    COMMITTING = "database.committing"  # any unit at all
    COMMITTED = "database.committed"  # and its caller does not know
    RECOVERED = "outbox.recovered"  # what a dead courier left is unsure
    CLAIMED = "outbox.claimed"  # a message is being sent, says its row
    DRAWN = "outbox.drawn"  # still nothing has left
    SENT = "outbox.sent"  # it arrived, and no row knows
    MARKING = "outbox.marking"  # the row is written, not committed
    MARKED = "outbox.marked"  # it knows
    JUDGED = "outbox.judged"  # Telegram refused it, and no row knows
    DOWNLOADED = "file.downloaded"  # in memory only
    WRITING = "file.writing"  # on the disk aside, not in its place
    STORED = "file.stored"  # in its place, and no row knows
    NOTED = "file.noted"  # its row knows
    DUTY_DONE = "clock.duty_done"  # other duties of the tick are not
    SWEPT = "clock.swept"  # files are removed, their rows are not
    ACCEPTED = "webhook.accepted"  # a posted update is kept, and Telegram does not know
    MOVING = "desk.moving"  # the group's new number is written, its cards are not
    MIGRATING = "migration.ran"  # one statement of a migration, nothing is committed
    MIGRATED = "migration.whole"  # one migration, others and the commit come after it
    ENV_WRITTEN = "env.written"  # aside, and not in its place
    ENV_PLACED = "env.placed"  # in its place, whole
    RETURNING = "copy.returning"  # a file of a copy lies in its place, no row does
    RETURNED = "copy.returned"  # its rows do, and the note of what is under way lies there still


_left: dict[str, int] = {}


def order(wish: str) -> None:
    """Die at a point and passing such as "outbox.claimed:2"; "" lets everything live."""
    _left.clear()
    if wish:
        name, _, count = wish.partition(":")
        _left[Point(name)] = int(count or 1)


def passes(point: Point) -> None:
    """The program is here; if it was ordered to die at this passing, it is no more."""
    if _left and point in _left:
        _left[point] -= 1
        if _left[point] == 0:
            os.kill(os.getpid(), signal.SIGKILL)


order(os.environ.get(VARIABLE, ""))
