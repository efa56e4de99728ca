"""aiogram against the sandbox, as the product's intake uses it."""

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetUpdates
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from sandbox.pictures import picture


@pytest.fixture
async def bot(sandbox, public) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    default = DefaultBotProperties(parse_mode=ParseMode.HTML)
    bot = Bot(public.token, session=session, default=default)
    yield bot
    await (await session.create_session()).close()  # its own close() sleeps


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=label, callback_data=f"do:{label}") for label in labels]
    return InlineKeyboardMarkup(inline_keyboard=[row])


async def test_aiogram_learns_who_it_is(bot, public):
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot) == (public.id, public.username, True)


async def test_aiogram_polls_a_start_with_payload_and_confirms_it(bot, sandbox, sari, public):
    await sari.start(public, "abc_123")
    [update] = await bot.get_updates(timeout=5)
    assert update.message.text == "/start abc_123"
    assert update.message.entities[0].type == "bot_command"
    assert update.message.from_user.language_code is None
    assert await bot.get_updates(offset=update.update_id + 1) == []
    assert (await sandbox.updates_waiting())[public.username] == []


async def test_a_long_poll_of_aiogram_ends_the_moment_somebody_writes(bot, budi, public):
    first = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=first[-1].update_id + 1, timeout=30))
    while not poll.done():
        await budi.says(public, "banjir")
        await asyncio.wait([poll], timeout=0.2)
    assert poll.result()[0].message.text == "banjir"


async def test_html_and_buttons_of_aiogram_arrive_as_sent(bot, budi, public):
    sent = await bot.send_message(
        budi.id,
        "<b>Banjir</b> di <i>Pasar &amp; Dermaga</i> 🌊 <code>IH-1</code>",
        reply_markup=keyboard("Kirim", "Batal"),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    shown = await budi.last(public)
    assert shown.text == "Banjir di Pasar & Dermaga 🌊 IH-1" == sent.text
    assert shown.raw.startswith("<b>Banjir</b>")
    assert shown.labels == ["Kirim", "Batal"]
    assert [entity.extract_from(sent.text) for entity in sent.entities] == [
        "Banjir",
        "Pasar & Dermaga",
        "IH-1",
    ]
    assert sent.html_text == shown.raw


async def test_aiogram_edits_its_message_once_and_is_told_when_nothing_changed(bot, budi, public):
    sent = await bot.send_message(budi.id, "satu", reply_markup=keyboard("A"))
    changed = await sent.edit_text("dua", reply_markup=keyboard("B"))
    assert changed.edit_date
    assert (await budi.last(public)).labels == ["B"]
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new"):
        await changed.edit_text("dua", reply_markup=keyboard("B"))
    await changed.edit_reply_markup(reply_markup=None)
    assert (await budi.last(public)).labels == []


async def test_a_press_reaches_aiogram_and_its_answer_the_person(bot, budi, public):
    await bot.send_message(budi.id, "Kirim?", reply_markup=keyboard("Ya"))
    press = await budi.presses(await budi.last(public), "Ya")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert (query.data, query.from_user.id) == ("do:Ya", budi.id)
    assert query.message.text == "Kirim?"
    await query.as_(bot).answer("Terkirim", show_alert=True)
    toast = await press
    assert (toast.text, toast.alert, toast.data) == ("Terkirim", True, "do:Ya")


async def test_aiogram_uploads_a_photo_and_downloads_it_without_its_metadata(bot, budi, public):
    photo = BufferedInputFile(picture(3), "foto.jpg")
    sent = await bot.send_photo(budi.id, photo, caption="<b>tiga</b>")
    assert sent.photo[-1].width == 64
    assert (await budi.last(public)).text == "tiga"
    content = io.BytesIO()
    await bot.download(sent.photo[-1].file_id, destination=content)
    assert content.getvalue().startswith(b"\xff\xd8")
    assert b"Exif" in picture(3)
    assert b"Exif" not in content.getvalue()


async def test_aiogram_sends_an_album_and_each_part_carries_its_number(bot, budi, public):
    items = [
        InputMediaPhoto(media=BufferedInputFile(picture(n), f"{n}.jpg"), caption=caption)
        for n, caption in enumerate(("<i>tiga foto</i>", None, None))
    ]
    sent = await bot.send_media_group(budi.id, items)
    assert len({message.media_group_id for message in sent}) == 1
    shown = await budi.chat(public)
    assert [one.kind for one in shown[-3:]] == ["photo"] * 3
    assert [one.text for one in shown[-3:]] == ["tiga foto", "", ""]


async def test_a_photo_sent_again_by_file_id_needs_no_upload(bot, budi):
    sent = await bot.send_photo(budi.id, BufferedInputFile(picture(1), "a.jpg"))
    again = await bot.send_photo(budi.id, sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id


async def test_aiogram_asks_for_a_location_with_a_reply_keyboard(bot, budi, public):
    rows = [[KeyboardButton(text="Kirim lokasi", request_location=True)]]
    markup = ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True)
    await bot.send_message(budi.id, "Di mana?", reply_markup=markup)
    assert await budi.keyboard(public) == [["Kirim lokasi"]]
    await budi.sends_location(public, -0.32, 103.15)
    message = (await bot.get_updates(offset=-1))[0].message
    assert message.location.latitude == -0.32
    await bot.send_message(budi.id, "Baik", reply_markup=ReplyKeyboardRemove())
    assert await budi.keyboard(public) == []


async def test_aiogram_sets_commands_and_replies_without_a_breach(bot, sandbox, budi, public):
    await bot.set_my_commands([BotCommand(command="lapor", description="Lapor")])
    assert (await bot.get_my_commands())[0].command == "lapor"
    asked = await bot.send_message(budi.id, "?")
    reply = ReplyParameters(message_id=asked.message_id, allow_sending_without_reply=True)
    answered = await bot.send_message(budi.id, "!", reply_parameters=reply)
    assert answered.reply_to_message.message_id == asked.message_id
    await bot.send_chat_action(budi.id, "typing")
    assert await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""
    assert await sandbox.breaches() == []


async def test_aiogram_tells_the_error_classes_apart(bot, sandbox, budi, public):
    await budi.blocks(public)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(budi.id, "halo")
    await budi.unblocks(public)
    await sandbox.fail_next(code=429, parameters={"retry_after": 17})
    with pytest.raises(TelegramRetryAfter) as flood:
        await bot.send_message(budi.id, "halo")
    assert flood.value.retry_after == 17
    await sandbox.fail_next(code=500, description="Internal Server Error")
    with pytest.raises(TelegramServerError):
        await bot.send_message(budi.id, "halo")


async def test_the_older_of_two_pollers_of_aiogram_meets_a_conflict(bot, sandbox, budi):
    updates = await bot.get_updates()
    offset = updates[-1].update_id + 1
    polls = [bot(GetUpdates(offset=offset, timeout=20)) for _ in range(2)]
    older, newer = (asyncio.create_task(poll) for poll in polls)
    done, _ = await asyncio.wait([older, newer], return_when=asyncio.FIRST_COMPLETED)
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await done.pop()
    for poll in (older, newer):
        poll.cancel()
    await asyncio.gather(older, newer, return_exceptions=True)


async def test_a_dispatcher_of_aiogram_holds_a_conversation(bot, sandbox, budi, public):
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"Anda menulis: {message.text}")

    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    )
    await budi.says(public, "halo")
    assert (await budi.waits_for(public, "halo")).text == "Anda menulis: halo"
    await sandbox.settled(public)
    await dispatcher.stop_polling()
    await polling
