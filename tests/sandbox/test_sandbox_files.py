"""Videos, voices, contacts and their like, both ways, and what a browser may be shown of them."""

import json

import pytest

from sandbox.client import SandboxRefused, Video
from sandbox.pictures import picture

MP4 = b"\0\0\0\x18ftypisom" + b"\0" * 12
OGG = b"OggS" + b"\0" * 20


async def newest(line):
    return (await line.result("getUpdates", offset=-1))[0]["message"]


async def path_of(line, file_id):
    return (await line.result("getFile", file_id=file_id))["file_path"]


async def sends(line, method, content, **given):
    files = {method[1]: ("rekaman.mp4", content, "application/octet-stream")}
    answer = await line.http.post(method[0], data=given, files=files)
    return answer.json()["result"]


async def test_a_video_arrives_with_what_the_phone_says_of_it_and_downloads(
    line, sandbox, budi, public
):
    about = {"name": "banjir.mp4", "duration": 12, "caption": "air naik"}
    shown = await budi.sends_video(public, MP4, **about)
    message = await newest(line)
    video = message["video"]
    assert (video["duration"], video["width"], video["file_name"]) == (12, 640, "banjir.mp4")
    assert (video["mime_type"], video["file_size"]) == ("video/mp4", len(MP4))
    assert message["caption"] == "air naik" == shown.text
    path = await path_of(line, video["file_id"])
    assert path.startswith("videos/")
    assert path.endswith(".mp4")
    url = f"{sandbox.url}/file/bot{line.bot.token}/{path}"
    assert (await line.http.get(url)).content == MP4


@pytest.mark.parametrize(
    ("deed", "kind", "start", "end", "fields"),
    [
        ("sends_voice", "voice", "voice/", ".oga", {"duration", "mime_type"}),
        ("sends_audio", "audio", "music/", ".mp3", {"duration", "mime_type", "file_name"}),
        ("sends_video_note", "video_note", "video_notes/", ".mp4", {"length", "duration"}),
        (
            "sends_sticker",
            "sticker",
            "stickers/",
            ".webp",
            {"type", "width", "height", "is_animated", "is_video", "emoji"},
        ),
    ],
)
async def test_every_kind_of_file_has_its_own_fields_and_folder(
    line, budi, public, deed, kind, start, end, fields
):
    shown = await getattr(budi, deed)(public, OGG)
    assert (shown.kind, shown.media[0]["kind"]) == (kind, kind)
    file = (await newest(line))[kind]
    assert set(file) - {"file_id", "file_unique_id", "file_size"} == fields
    path = await path_of(line, file["file_id"])
    assert (path[: len(start)], path[-len(end) :]) == (start, end)


async def test_an_animation_is_a_document_for_old_bots_too(line, budi, public):
    await budi.sends_animation(public, MP4)
    message = await newest(line)
    assert message["animation"]["file_id"] == message["document"]["file_id"]
    assert message["animation"]["duration"] == 2


async def test_a_video_too_large_can_not_be_fetched(line, budi, public):
    await budi.sends_video(public, MP4, claimed_size=20 * 1024 * 1024 + 1)
    file_id = (await newest(line))["video"]["file_id"]
    assert await line.refusal("getFile", file_id=file_id) == "400 Bad Request: file is too big"


async def test_photos_and_videos_share_an_album(line, budi, public):
    parts = await budi.sends_album(public, [1, Video(MP4, duration=7), 2], "banjir", late=[2])
    assert [part.kind for part in parts] == ["photo", "video", "photo"]
    assert await budi.delivers_late() == 1
    messages = [u["message"] for u in await line.result("getUpdates")][1:]
    assert len({one["media_group_id"] for one in messages}) == 1
    assert messages[1]["video"]["duration"] == 7
    assert [one.get("caption") for one in messages] == ["banjir", None, None]


async def test_a_phone_mixes_no_document_into_an_album(line, budi, public):
    files = [{"kind": kind, "content": ""} for kind in ("video", "document")]
    with pytest.raises(SandboxRefused, match="makes no album"):
        await budi._do("sends_files", public, files=files, album=True)


async def test_a_bots_files_reach_the_phone_by_upload_and_by_file_id(line, budi, public):
    about = {"chat_id": budi.id, "duration": 9, "width": 320, "height": 240}
    sent = await sends(line, ("sendVideo", "video"), MP4, **about, caption="rekaman")
    shown = await budi.last(public)
    [media] = shown.media
    assert (media["kind"], media["mime"], media["name"]) == ("video", "video/mp4", "rekaman.mp4")
    assert (media["width"], media["height"], media["duration"]) == (320, 240, 9)
    file_id = sent["video"]["file_id"]
    again = await line.result("sendVideo", chat_id=budi.id, video=file_id)
    assert again["video"]["file_unique_id"] == sent["video"]["file_unique_id"]
    refused = await line.refusal("sendVoice", chat_id=budi.id, voice=file_id)
    assert refused == "400 Bad Request: can't use file of type Video as Voice"


async def test_what_is_no_video_goes_as_a_document(line, budi, public):
    sent = await sends(line, ("sendVideo", "video"), b"teks", chat_id=budi.id)
    assert "video" not in sent
    assert sent["document"]["file_name"] == "rekaman.mp4"
    voice = await sends(line, ("sendVoice", "voice"), OGG, chat_id=budi.id, duration=4)
    assert voice["voice"]["duration"] == 4
    assert voice["voice"]["mime_type"] == "audio/ogg"


async def test_a_bot_sends_photos_and_videos_as_one_album(line, budi, public):
    media = [
        {"type": "video", "media": "attach://a", "duration": 3, "caption": "dua"},
        {"type": "photo", "media": "attach://b"},
    ]
    files = {"a": ("a.mp4", MP4), "b": ("b.jpg", picture(1))}
    data = {"chat_id": budi.id, "media": json.dumps(media)}
    answer = (await line.http.post("sendMediaGroup", data=data, files=files)).json()
    first, second = answer["result"]
    assert (first["video"]["duration"], second["photo"][-1]["width"]) == (3, 64)
    mixed = [{"type": "video", "media": "x"}, {"type": "audio", "media": "y"}]
    refused = await line.refusal("sendMediaGroup", chat_id=budi.id, media=mixed)
    assert refused == "400 Bad Request: audio can't be mixed with other media types"


async def test_contacts_travel_both_ways_and_a_stranger_has_no_number_of_an_account(
    line, budi, public
):
    shown = await budi.shares_contact(public, "+62811", name="Pak RT")
    contact = (await newest(line))["contact"]
    assert contact == shown.contact == {"phone_number": "+62811", "first_name": "Pak RT"}
    given = {"chat_id": budi.id, "phone_number": "+62812", "first_name": "Posko"}
    await line.result("sendContact", **given)
    assert (await budi.last(public)).contact["first_name"] == "Posko"


async def test_the_phone_shows_which_key_gives_away_place_or_number(line, budi, public):
    rows = [[{"text": "Lokasi", "request_location": True}, {"text": "Nomor"}]]
    rows.append([{"text": "Kontak", "request_contact": True}])
    markup = {"keyboard": rows, "input_field_placeholder": "Tulis di sini"}
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=markup)
    shown = await budi.last(public)
    wanted = [
        [
            {"text": "Lokasi", "location": True, "contact": False},
            {"text": "Nomor", "location": False, "contact": False},
        ],
        [{"text": "Kontak", "location": False, "contact": True}],
    ]
    assert shown.keys == wanted
    assert shown.placeholder == "Tulis di sini"
    assert shown.keyboard == [["Lokasi", "Nomor"], ["Kontak"]]
    keys = await budi.keys(public)
    assert (keys["rows"], keys["placeholder"]) == (wanted, "Tulis di sini")


async def test_a_browser_is_shown_pictures_and_sounds_but_no_page(line, sandbox, budi, public):
    url = f"{sandbox.url}/sandbox/files/"
    photo = (await budi.sends_photo(public)).media[-1]
    answer = await line.http.get(url + photo["key"])
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("inline")
    page = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    for name, mime in (("a.svg", "image/svg+xml"), ("a.html", "text/html; charset=utf-8")):
        [stored] = (await budi.sends_document(public, page, name, mime)).media
        answer = await line.http.get(url + stored["key"])
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.content == page
    assert (await line.http.get(url + "AQnothing")).status_code == 404


async def test_typing_and_presses_that_spin_can_be_watched(line, sandbox, budi, public):
    since = await sandbox.sequence()
    await line.result("sendChatAction", chat_id=budi.id, action="typing")
    event = (await sandbox.wait(since)).events[0]
    assert (event["event"], event["action"], event["person"]) == ("action", "typing", budi.id)
    card = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=card)
    press = await budi.presses(await budi.last(public), "A")
    assert await budi.unanswered() == ["a"]
    await line.result("answerCallbackQuery", callback_query_id=press.query_id)
    assert await budi.unanswered() == []


async def test_the_phone_knows_what_may_not_be_passed_on(line, budi, public):
    await line.result("sendMessage", chat_id=budi.id, text="rahasia", protect_content=True)
    assert (await budi.last(public)).protected
    await line.result("sendMessage", chat_id=budi.id, text="terbuka")
    assert not (await budi.last(public)).protected
