"""What only Telegram knows: tokens, the group, webhooks, its clock. One scene is enough."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.asking import BotApi
from bot.doctor.finding import Sign
from tests.bot.doctor.looking import examined, keys, staffed
from tests.conftest import SCENES
from tests.world import World

pytestmark = pytest.mark.parametrize("office", SCENES[:1], indirect=True)


async def test_a_wrong_token_is_named_and_the_rest_is_still_looked_at(office: World) -> None:
    await staffed(office)
    found = await examined(office, private_bot_token="700000002:not-the-right-one")
    assert keys(found) == {"token_wrong"}
    assert [one.check for one in found if one.sign is Sign.WRONG] == ["private_bot_token"]
    assert "webhook_none" in keys(found, Sign.GOOD)


async def test_two_tokens_of_one_bot_are_noticed(office: World) -> None:
    found = await examined(office, private_bot_token=office.settings.public_bot_token)
    assert "one_bot" in keys(found)


async def test_telegram_away_is_one_finding_beside_the_others(office: World) -> None:
    await staffed(office)
    await office.sandbox.down()
    assert keys(await examined(office)) == {"telegram_away"}
    nobody_there = await examined(office, telegram_api_url="http://127.0.0.1:1")
    assert keys(nobody_there) == {"telegram_away"}
    await office.sandbox.down(False)
    await office.sandbox.fail_next("getWebhookInfo", code=429, description="Too Many Requests")
    assert keys(await examined(office)) == {"telegram_refuses"}


async def test_a_bot_outside_the_group_or_mute_in_it_is_noticed(office: World) -> None:
    await staffed(office)
    await office.group.mutes(office.private)
    await office.settled()  # the administrator was told of it
    assert keys(await examined(office)) == {"group_mute"}
    await office.group.kicks(office.private)
    await office.settled()
    assert keys(await examined(office)) == {"group_unknown"}
    assert keys(await examined(office, verification_chat_id=-1009999)) == {"group_unknown"}


async def test_the_citizens_bot_in_the_group_is_noticed(office: World) -> None:
    await staffed(office)
    await office.stops()  # while it runs it leaves by itself
    await office.group.adds(office.public)
    assert keys(await examined(office)) == {"public_in_group"}


async def test_a_topic_that_is_not_there_is_noticed(office: World) -> None:
    await staffed(office)
    assert keys(await examined(office, verification_topic_id=77)) == {"topic_wrong"}
    await office.group.becomes_forum()
    topic = await office.group.opens_topic("Kartu")
    where: dict[str, Any] = {
        "verification_chat_id": office.group.id,
        "verification_topic_id": topic.thread,
    }
    assert "topic_good" in keys(await examined(office, **where), Sign.GOOD)


async def test_a_webhook_of_another_program_is_noticed(office: World) -> None:
    await staffed(office)
    await office.stops()
    token = office.settings.public_bot_token

    def install() -> None:
        with BotApi(office.settings.telegram_api_url, token) as bot:
            bot.ask("setWebhook", url="http://127.0.0.1:9/hook")

    await asyncio.to_thread(install)
    found = await examined(office)
    assert keys(found) == {"webhook_set"}
    assert "program_stands" in keys(found, Sign.NOTE)


async def test_a_webhook_is_asked_for_only_where_the_settings_do(office: World) -> None:
    await staffed(office)
    url = "http://127.0.0.1:9"
    assert "webhook_missing" in keys(await examined(office, webhook_url=url))
    await office.stops()
    token, private = office.settings.public_bot_token, office.settings.private_bot_token

    def install() -> None:
        for name, one in (("public", token), ("private", private)):
            with BotApi(office.settings.telegram_api_url, one) as bot:
                bot.ask("setWebhook", url=f"{url}/telegram/{name}")

    await asyncio.to_thread(install)
    found = await examined(office, webhook_url=url)
    assert "webhook_ours" in keys(found, Sign.GOOD)
    assert "webhook_missing" not in keys(found)
    assert "webhook_set" in keys(await examined(office))


async def test_a_clock_that_is_off_is_noticed(office: World) -> None:
    await staffed(office)
    await office.sandbox.stop_clock()
    now = datetime.now(UTC)
    assert "clock_wrong" not in keys(await examined(office, now + timedelta(seconds=20)))
    assert "clock_wrong" in keys(await examined(office, now + timedelta(seconds=40)))
    await office.sandbox.advance(40)
    assert "clock_wrong" in keys(await examined(office, now))
