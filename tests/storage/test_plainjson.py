"""JSON as it comes from outside."""

import json

import pytest

from storage.plainjson import parsed


@pytest.mark.parametrize(
    "text",
    [
        '{"update_id": 1, "message": {"text": "air naik \\ud83d\\udea8", "date": 1.5, "from": null}}',
        '{"text": "half of a character: \\ud83d"}',
        "[true, false, -0, 1e3, 12345678901234567890123]",
        b'{"text": "\xc3\xa9"}',
    ],
)
def test_it_is_read_as_python_reads_it(text: str | bytes) -> None:
    assert parsed(text) == json.loads(text)


@pytest.mark.parametrize("text", ["", "{", "<html>", b"\xff"])
def test_what_is_no_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011, whatever it says
        parsed(text)
