"""python-telegram-bot against the sandbox, as the product's courier uses it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from sandbox.pictures import picture


@pytest.fixture
async def bot(monkeypatch, sandbox, public) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    base, files = f"{sandbox.url}/bot", f"{sandbox.url}/file/bot"
    async with Bot(public.token, base_url=base, base_file_url=files) as bot:
        yield bot


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(n, callback_data=n) for n in labels]])


async def test_ptb_learns_who_it_is(bot, public):
    assert (bot.id, bot.username) == (public.id, public.username)


async def test_ptb_sends_html_with_buttons_and_a_reply(bot, sandbox, budi, public):
    started = (await budi.chat(public))[0]
    sent = await bot.send_message(
        budi.id,
        "<b>Laporan</b> <tg-spoiler>rahasia</tg-spoiler>",
        parse_mode="HTML",
        reply_markup=keyboard("Setuju", "Tolak"),
        reply_parameters=ReplyParameters(started.message_id, allow_sending_without_reply=True),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
        protect_content=True,
    )
    assert sent.parse_entities() == dict(zip(sent.entities, ["Laporan", "rahasia"], strict=True))
    shown = await budi.last(public)
    assert (shown.reply_to, shown.labels) == (started.message_id, ["Setuju", "Tolak"])
    assert await sandbox.breaches() == []


async def test_ptb_edits_text_caption_and_keyboard(bot, budi, public):
    sent = await bot.send_message(budi.id, "satu", reply_markup=keyboard("A"))
    await sent.edit_text("dua")
    assert (await budi.last(public)).labels == []
    with pytest.raises(BadRequest, match="not modified"):
        await sent.edit_text("dua")
    photo = await bot.send_photo(budi.id, picture(1), caption="lama")
    await photo.edit_caption("<u>baru</u>", parse_mode="HTML")
    assert (await budi.last(public)).text == "baru"


async def test_ptb_uploads_photo_document_and_album(bot, sandbox, budi, public):
    photo = await bot.send_photo(budi.id, picture(1), caption="<b>a</b>", parse_mode="HTML")
    assert photo.caption_entities[0].type == "bold"
    document = await bot.send_document(budi.id, b"%PDF-1.7 isi", filename="laporan.pdf")
    assert (document.document.file_name, document.document.file_size) == ("laporan.pdf", 12)
    album = await bot.send_media_group(
        budi.id, [InputMediaPhoto(picture(n), caption=f"foto {n}") for n in (1, 2)]
    )
    assert len(album) == 2
    files = [InputMediaDocument(b"isi", filename=f"{n}.txt") for n in "ab"]
    mixed = await bot.send_media_group(budi.id, files, caption="berkas")
    assert [message.document.file_name for message in mixed] == ["a.txt", "b.txt"]
    assert [one.kind for one in await budi.chat(public)][1:] == [
        "photo",
        "document",
        "photo",
        "photo",
        "document",
        "document",
    ]
    assert await sandbox.breaches() == []


async def test_ptb_downloads_what_a_person_sent(bot, budi, public):
    await budi.sends_document(public, b"bukti asli", "bukti.txt", "text/plain")
    [update] = await bot.get_updates(offset=-1)
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"bukti asli"


async def test_ptb_answers_a_press(bot, budi, public):
    await bot.send_message(budi.id, "?", reply_markup=keyboard("Ya"))
    press = await budi.presses(await budi.last(public), "Ya")
    [update] = await bot.get_updates(offset=-1)
    await update.callback_query.answer("oke")
    assert (await press).text == "oke"


async def test_ptb_tells_the_error_classes_apart(bot, sandbox, budi, sari, public):
    await budi.blocks(public)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(budi.id, "halo")
    await budi.unblocks(public)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(sari.id, "halo")
    await sandbox.fail_next("sendMessage", code=429, parameters={"retry_after": 3})
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(budi.id, "halo")
    assert flood.value.retry_after == timedelta(seconds=3)
    await sandbox.fail_next("sendMessage", code=502)
    with pytest.raises(NetworkError) as trouble:
        await bot.send_message(budi.id, "halo")
    assert not isinstance(trouble.value, BadRequest)


async def test_ptb_places_and_removes_a_message(bot, budi, public):
    sent = await bot.send_location(budi.id, -0.32, 103.15)
    assert (await budi.last(public)).location == {"latitude": -0.32, "longitude": 103.15}
    assert await sent.delete()
    assert [one.kind for one in await budi.chat(public)] == ["text"]
    assert (await budi.chat(public, deleted=True))[-1].deleted


async def test_ptb_asks_about_a_group(bot, desk, budi, sari, private, public):
    chat = await bot.get_chat(desk.id)
    assert (chat.title, chat.type) == ("Meja", "supergroup")
    member = await bot.get_chat_member(desk.id, sari.id)
    assert member.status == "member"
    assert (await bot.get_chat_member(desk.id, private.id)).status == "administrator"
    await desk.adds(sari, admin=True)
    admins = await bot.get_chat_administrators(desk.id)
    assert [one.user.id for one in admins] == [sari.id]
