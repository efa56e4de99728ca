"""HTML as Telegram reads it: what becomes text, what becomes an entity, what is refused."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.entities import formatted, found
from sandbox.markup import parse_html, units
from sandbox.refusal import Refusal
from sandbox.tags import STYLES


def read(text):
    return formatted(text, "HTML", None, lambda _: None)


REFUSED = [
    pytest.param("a<br>b", 'Unsupported start tag "br" at byte offset 1', id="br is no tag"),
    pytest.param("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2', id="bytes count"),
    pytest.param("<P>x</P>", 'Unsupported start tag "p" at byte offset 0', id="in small letters"),
    pytest.param("5 < 6", 'Unsupported start tag "" at byte offset 2', id="a bare less-than sign"),
    pytest.param("<b", "Unclosed start tag at byte offset 0", id="a tag cut off"),
    pytest.param("ab <a href='x", "Unclosed start tag at byte offset 3", id="a value cut off"),
    pytest.param("</b>", "Unexpected end tag at byte offset 0", id="an end without a start"),
    pytest.param("<b>x</b ", "Unclosed end tag at byte offset 4", id="an end tag cut off"),
    pytest.param(
        "<b>x</i>",
        'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        id="crossed tags",
    ),
    pytest.param(
        "<b>x", 'Can\'t find end tag corresponding to start tag "b"', id="a start without an end"
    ),
    pytest.param(
        "<span>x</span>",
        'Tag "span" must have class "tg-spoiler" at byte offset 0',
        id="a span that is no spoiler",
    ),
    pytest.param(
        "<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0', id="no name"
    ),
    pytest.param(
        "<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8", id="unquoted slash"
    ),
]


@pytest.mark.parametrize(("text", "complaint"), REFUSED)
def test_what_telegram_can_not_parse_is_refused_in_its_words(text, complaint):
    with pytest.raises(Refusal) as refused:
        parse_html(text)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


READ = [
    pytest.param("<b>a</b>", "a", [("bold", 0, 1)], id="bold"),
    pytest.param("<B>a</b>", "a", [("bold", 0, 1)], id="tags in any case"),
    pytest.param("<b><i>a</i>b</b>", "ab", [("bold", 0, 2), ("italic", 0, 1)], id="nested"),
    pytest.param("🌊<u>ab</u>", "🌊ab", [("underline", 2, 2)], id="an emoji counts two"),
    pytest.param("<b>a</>", "a", [("bold", 0, 1)], id="an end tag without a name"),
    pytest.param("<b></b>x", "x", [], id="an empty tag leaves nothing"),
    pytest.param("  <b> a </b> ", "a", [("bold", 0, 1)], id="trimmed"),
    pytest.param("a<b> </b>", "a", [], id="a style on nothing but trimmed space"),
    pytest.param("&lt;b&gt; &amp;&quot;", '<b> &"', [], id="the four names"),
    pytest.param("&#65;&#x1F30A;", "A🌊", [], id="numbers"),
    pytest.param("&nbsp;&copy &", "&nbsp;&copy &", [], id="other names stay as they are"),
    pytest.param("<pre>a</pre>", "a", [("pre", 0, 1)], id="pre"),
    pytest.param("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)], id="spoiler"),
    pytest.param('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)], id="span"),
    pytest.param(
        "<blockquote expandable>a</blockquote>",
        "a",
        [("expandable_blockquote", 0, 1)],
        id="a quote that folds",
    ),
    pytest.param("<a href='nonsense'>a</a>", "a", [], id="a link to nowhere is no link"),
    pytest.param("<code>/start</code>", "/start", [("code", 0, 6)], id="no command in code"),
]


@pytest.mark.parametrize(("text", "plain", "places"), READ)
def test_tags_become_entities_in_utf16_units(text, plain, places):
    shown, entities = read(text)
    assert shown == plain
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == places


def test_a_link_is_completed_and_a_code_block_keeps_its_language():
    _, [link] = read('<a href="example.id">x</a>')
    assert link["url"] == "http://example.id/"
    _, [block] = read('<pre><code class="language-python">x = 1</code></pre>')
    assert (block["type"], block["language"]) == ("pre", "python")


def test_a_mention_of_somebody_unknown_is_dropped():
    text = '<a href="tg://user?id=7">Budi</a>'
    assert read(text)[1] == []
    [entity] = formatted(text, "HTML", None, lambda number: {"id": number})[1]
    assert (entity["type"], entity["user"]) == ("text_mention", {"id": 7})


def test_commands_links_mentions_and_hashtags_are_found_without_marking():
    text = "/lapor@sandbox_bot 🌊 #banjir @budi_inhil https://inhil.id/x 12/7 a@b.id"
    kinds = [entity["type"] for entity in found(text)]
    assert kinds == ["bot_command", "hashtag", "mention", "url", "email"]


plain_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"), max_size=30
)
tags = st.sampled_from(sorted(set(STYLES) - {"span"}))


def wrapped(children):
    return st.builds(lambda tag, inner: (tag, inner), tags, st.lists(children, max_size=3))


trees = st.recursive(plain_text, wrapped, max_leaves=8)


def as_html(tree) -> str:
    if isinstance(tree, str):
        return html.escape(tree)
    tag, inner = tree
    return f"<{tag}>{''.join(map(as_html, inner))}</{tag}>"


def as_text(tree) -> str:
    return tree if isinstance(tree, str) else "".join(map(as_text, tree[1]))


def whole(tree) -> str:
    """html.escape writes &#x27; for the apostrophe, which is read back as itself."""
    return as_text(tree)


@settings(deadline=None)
@given(st.lists(trees, max_size=4))
def test_well_formed_html_is_accepted_and_reads_as_its_unescaped_text(forest):
    text, entities = parse_html("".join(map(as_html, forest)))
    assert text == "".join(map(whole, forest))
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= units(text)


@settings(deadline=None)
@given(st.lists(trees, max_size=4))
def test_entities_never_cut_a_letter_in_two_and_never_leave_the_trimmed_text(forest):
    text, entities = read("".join(map(as_html, forest)))
    raw = text.encode("utf-16-le")
    for entity in entities:
        start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        assert 0 <= start < end <= len(raw)
        raw[start:end].decode("utf-16-le")


@settings(deadline=None)
@given(st.text(alphabet="<>/&;abi =\"'#x1é🌊", max_size=40))
def test_any_text_is_either_read_or_refused_with_a_complaint(text):
    try:
        parse_html(text)
    except Refusal as refused:
        assert refused.description.startswith("Bad Request: can't parse entities: ")
