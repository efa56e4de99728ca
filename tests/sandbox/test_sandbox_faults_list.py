"""Every fault a bot has to live with can be ordered, and a test shows what the bot then sees.

The numbers are those of the tests: `test_fault_09_…` orders number 9 by the methods named here.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Group, Person, Sandbox, Topic

FAULTS: dict[int, tuple[str, tuple[Callable[..., Any], ...]]] = {
    1: ("an update comes twice", (Sandbox.duplicate_next_update,)),
    2: ("a press and a message change places", (Sandbox.swap_next_updates,)),
    3: ("two deliveries for one person at once", (Person.says, Person.presses)),
    4: ("a chat is flooded, or all are", (Sandbox.floods,)),
    5: ("a broadcast to a group stops at twenty", (Sandbox.limits,)),
    6: ("a server fails before or after the effect", (Sandbox.fail_next,)),
    7: ("a bot is blocked in the middle", (Person.blocks,)),
    8: ("thrown out, rights taken", (Group.kicks, Group.promotes, Group.demotes, Group.mutes)),
    9: ("a group becomes a supergroup", (Group.becomes_supergroup,)),
    10: ("a press is too old", (Person.presses_old, Sandbox.advance)),
    11: ("forged data, a message of which little is left", (Person.forges, Person.presses_old)),
    12: ("a double tap, two officers", (Person.presses,)),
    13: ("an edit changes nothing", (Sandbox.fail_next,)),
    14: ("an administrator deletes what is edited next", (Group.deletes,)),
    15: ("an album comes in parts", (Person.sends_album, Person.delivers_late)),
    16: ("too big, of another type, vanished", (Person.sends_document, Sandbox.lose_files)),
    17: ("long texts, and signs that break tags", (Person.says, Person.renames)),
    18: ("an administrator is anonymous", (Person.says_anonymously, Person.presses)),
    19: ("a message is edited afterwards", (Person.edits,)),
    20: ("a backlog is cut, numbers start anywhere", (Sandbox.cut_backlog, Sandbox.advance)),
    21: ("two pollers, a poll beside a webhook", (Sandbox.second_poller,)),
    22: ("a topic is closed, deleted, General", (Topic.closes, Topic.vanishes)),
    23: ("a start link is used again", (Person.start,)),
    24: ("a username goes, an account is deleted", (Person.renames, Person.deactivates)),
    25: ("somebody shares another's number", (Person.shares_contact,)),
    26: ("a delivery without the secret", (Sandbox.forge_delivery,)),
    27: ("an update of an unknown kind", (Sandbox.push_raw,)),
    28: ("guises", (Person.forwards, Person.says_via, Person.says_as_channel)),
    29: ("an answer to what is no more", (Person.says,)),
}
TEST = re.compile(r"^async def test_fault_(\d\d)_\w+\(.*?(?=^(?:async )?def |^@|\Z)", re.M | re.S)


def shown() -> dict[int, str]:
    """The sources of the tests by the number of their fault."""
    found: dict[int, str] = {}
    for file in sorted(Path(__file__).parent.glob("test_sandbox_faults_*.py")):
        for test in TEST.finditer(file.read_text(encoding="utf-8")):
            number = int(test[1])
            found[number] = found.get(number, "") + test[0]
    return found


def test_every_fault_of_the_list_has_a_number_and_a_test():
    assert list(FAULTS) == list(range(1, 30))
    assert sorted(shown()) == list(FAULTS)


@pytest.mark.parametrize("number", FAULTS)
def test_its_test_orders_a_fault_by_the_methods_named(number):
    _, methods = FAULTS[number]
    missing = [one.__name__ for one in methods if f".{one.__name__}(" not in shown()[number]]
    assert missing == []
