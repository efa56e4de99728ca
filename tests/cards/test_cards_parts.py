"""Splitting a digest into messages that Telegram takes."""

import re
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from cards.parts import ENTITIES, LIMIT, Block, entities, length, pack
from words import Html

TEXTS = st.text(alphabet="ab <>&\"'🚨é𝒳", min_size=1, max_size=700)


def line(text: str) -> Html:
    return Html(f"<b>{escape(text)}</b>")


def head(part: int, parts: int) -> Html:
    return Html(f"<b>Head</b> ({part}/{parts})" if parts > 1 else "<b>Head</b>")


BLOCKS = st.lists(
    st.builds(
        Block,
        st.lists(TEXTS.map(line), min_size=1, max_size=40).map(tuple),
        st.none() | st.just(Html("<b>Heading</b>")),
        st.booleans(),
    ),
    max_size=5,
)


def closed(message: str) -> bool:
    """Whether every tag of `message` is closed in it, in order."""
    opened: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z]+)[^>]*>", message):
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


@given(BLOCKS)
def test_every_message_is_one_that_telegram_takes(blocks):
    for message in pack(blocks, head):
        assert length(message) <= LIMIT
        assert entities(message) <= ENTITIES
        assert closed(message)


@given(BLOCKS)
def test_no_line_is_lost_doubled_or_moved(blocks):
    whole = "\n".join(pack(blocks, head))
    at = 0
    for block in blocks:
        for one in block.lines:
            at = whole.index(one, at) + len(one)
    assert whole.count("<b>") == sum(
        len(block.lines) + bool(block.heading) for block in blocks
    ) + len(pack(blocks, head))


def test_length_counts_as_telegram_does():
    assert length(Html("<b>a&lt;b&amp;</b> 🚨")) == len("a<b& ") + 2


def test_a_message_may_be_full_to_the_last_unit_and_not_beyond():
    room = LIMIT - length(head(99, 99)) - 2
    assert len(pack([Block((Html("🚨" * (room // 2)),))], head)) == 1
    first = Html("🚨" * (room // 2 - 1))
    assert len(pack([Block((first, Html("x")))], head)) == 1
    assert len(pack([Block((first, Html("xyz")))], head)) == 2


def test_the_hundred_and_first_entity_begins_a_new_message():
    # one for the head
    assert len(pack([Block((Html("<b>x</b>"),) * 99)], head)) == 1
    assert len(pack([Block((Html("<b>x</b>"),) * 100)], head)) == 2


def test_parts_are_numbered_only_when_there_are_several():
    assert pack([Block((Html("x"),))], head) == ("<b>Head</b>\n\nx",)
    long = Block(tuple(Html("x" * 1500) for _ in range(5)))
    assert [one.splitlines()[0] for one in pack([long], head)] == [
        f"<b>Head</b> ({part}/3)" for part in (1, 2, 3)
    ]


def test_a_heading_goes_with_its_first_line():
    blocks = [
        Block((Html("x" * 4000),)),
        Block((Html("y" * 90), Html("z")), heading=Html("<b>Heading</b>")),
    ]
    first, second = pack(blocks, head)
    assert "Heading" not in first
    assert "Heading</b>\nyyy" in second


def test_a_short_block_moves_on_as_a_whole():
    blocks = [Block((Html("x" * 3500),)), Block((Html("y" * 300),) * 3)]
    first, second = pack(blocks, head)
    assert (first.count("y"), second.count("y")) == (0, 900)


def test_a_folded_block_that_is_split_is_folded_in_both_messages():
    block = Block(tuple(Html("x" * 1500) for _ in range(4)), folded=True)
    messages = pack([block], head)
    assert len(messages) == 2
    assert all(one.count("<blockquote expandable>") == 1 and closed(one) for one in messages)
