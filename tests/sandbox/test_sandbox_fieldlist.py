"""Parameters against the official list: slips come to light and are written down."""

import json

import pytest

from sandbox.fieldlist import official

SLIPS = [
    pytest.param({"txt": "x"}, "unknown parameter 'txt' of sendMessage", id="a misspelt name"),
    pytest.param(
        {"protect_content": "perhaps"},
        "parameter 'protect_content' of sendMessage: true or false is wanted, not 'perhaps'",
        id="neither true nor false",
    ),
    pytest.param(
        {"message_thread_id": "five"},
        "parameter 'message_thread_id' of sendMessage: a whole number is wanted, not 'five'",
        id="no number",
    ),
    pytest.param(
        {"reply_markup": {"inline_keyboard": [[{"text": "A", "callback": "a"}]]}},
        "parameter 'reply_markup' of sendMessage: field 'inline_keyboard' of "
        "InlineKeyboardMarkup: unknown field 'callback' of InlineKeyboardButton",
        id="a misspelt field of a button",
    ),
    pytest.param(
        {"reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
        "parameter 'reply_markup' of sendMessage: field 'inline_keyboard' of "
        "InlineKeyboardMarkup: missing field 'text' of InlineKeyboardButton",
        id="a button without text",
    ),
    pytest.param(
        {"reply_markup": {"inline_keyboard": [{"text": "A", "callback_data": "a"}]}},
        "parameter 'reply_markup' of sendMessage: field 'inline_keyboard' of "
        "InlineKeyboardMarkup: a list is wanted, not {'text': 'A', 'callback_data': 'a'}",
        id="rows forgotten",
    ),
    pytest.param(
        {"reply_markup": "{broken"},
        "parameter 'reply_markup' of sendMessage: not JSON: '{broken'",
        id="broken JSON",
    ),
    pytest.param(
        {"link_preview_options": {"disabled": True}},
        "parameter 'link_preview_options' of sendMessage: unknown field 'disabled' of "
        "LinkPreviewOptions",
        id="a misspelt option",
    ),
    pytest.param(
        {"reply_parameters": {"message": 1}},
        "parameter 'reply_parameters' of sendMessage: unknown field 'message' of ReplyParameters",
        id="a misspelt reply",
    ),
]


@pytest.mark.parametrize(("given", "complaint"), SLIPS)
async def test_a_slip_is_refused_and_written_down(line, sandbox, budi, given, complaint):
    refused = await line.refusal("sendMessage", chat_id=budi.id, text="x", **given)
    assert refused == f"400 Bad Request: sandbox: {complaint}"
    [breach] = await sandbox.breaches()
    assert (breach.bot, breach.method) == ("sandbox_public_bot", "sendMessage")
    assert breach.complaint == complaint


async def test_a_missing_text_is_refused_in_telegrams_words_and_written_down(line, sandbox, budi):
    await line.refusal("sendMessage", chat_id=budi.id)
    assert [b.complaint for b in await sandbox.breaches()] == [
        "missing parameter 'text' of sendMessage"
    ]


async def test_nested_json_may_travel_as_text_or_as_itself(line, budi, public):
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    for way in (markup, json.dumps(markup)):
        await line.result("sendMessage", chat_id=str(budi.id), text="x", reply_markup=way)
        assert (await budi.last(public)).labels == ["A"]


def test_the_list_knows_every_type_its_methods_name():
    listed = official()
    assert listed.version == "10.3"
    assert len(listed.methods) > 150
    assert all(kind in listed.types for kind in ("InputMediaPhoto", "ReplyParameters"))


def test_the_copy_can_be_made_again_from_a_description(tmp_path):
    from sandbox.botapi.reduce import main

    field = {"name": "a", "type": "Optional[list[Inner]]", "required": False, "default": None}
    inner = {"name": "b", "type": "Literal['x']", "required": False, "default": "x"}
    full = {
        "api_version": "1.0",
        "methods": {"doIt": {"fields": [field]}},
        "types": {
            "Inner": {"fields": [inner], "subtypes": []},
            "Unused": {"fields": [], "subtypes": []},
        },
    }
    source, target = tmp_path / "full.json", tmp_path / "fields.json"
    source.write_text(json.dumps(full))
    assert main(str(source), target) == 0
    assert json.loads(target.read_text()) == {
        "version": "1.0",
        "methods": {"doIt": {"a": "list[Inner]"}},
        "types": {"Inner": {"b": "!=x"}},
    }
