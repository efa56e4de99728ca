"""JSON as it comes from outside."""

import json

import pytest

from forms.form import Kind
from storage.plainjson import parsed, written


@pytest.mark.parametrize(
    "text",
    [
        '{"message": {"text": "air naik \\ud83d\\udea8", "date": 1.5, "from": null}}',
        '{"text": "half of a character: \\ud83d"}',
        "[true, false, -0, 1e3, 12345678901234567890123]",
        b'{"text": "\xc3\xa9"}',
    ],
)
def test_it_is_read_as_python_reads_it(text: str | bytes) -> None:
    assert parsed(text) == json.loads(text)


def test_what_somebody_wrote_is_not_kept_for_the_next_time() -> None:
    one, other = (parsed('{"text": "Siti, 0811 123 456"}') for _ in range(2))
    assert one == other
    assert one["text"] is not other["text"]


@pytest.mark.parametrize("text", ["", "{", "<html>", b"\xff"])
def test_what_is_no_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):
        parsed(text)


@pytest.mark.parametrize(
    "value",
    [
        {"answers": {"what": "Air naik 🚨", "many": [1, 2.5, True, None]}},
        {"text": "half of a character: \ud83d"},
        {"of a kind": Kind.TEXT, "long": 2**70},
    ],
)
def test_what_is_written_is_read_again(value: object) -> None:
    assert parsed(written(value)) == value
