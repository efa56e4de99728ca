"""The connections to Telegram: each bot is spoken for by two libraries."""

import ssl
from contextlib import AsyncExitStack
from functools import cache
from typing import Any

import httpx
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Bot as SendingBot
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.courier import AT_ONCE


async def sender(stack: AsyncExitStack, api: str, token: str, *, limited: bool) -> SendingBot:
    """A PTB bot whose errors are the outbox's business: its limiter never retries.

    `stack` lets go of its connections. Nothing is asked of Telegram, which may be away.
    """
    bot: ExtBot[Any] = ExtBot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        rate_limiter=AIORateLimiter(max_retries=0) if limited else None,
        request=HTTPXRequest(
            connection_pool_size=AT_ONCE * 2, httpx_kwargs={"verify": _certificates()}
        ),
        get_updates_request=HTTPXRequest(httpx_kwargs={"verify": _certificates()}),
    )
    for request in bot._request:  # the bot's own `initialize` would call getMe
        await request.initialize()
        stack.push_async_callback(request.shutdown)
    return bot


def listening_session(stack: AsyncExitStack, api: str) -> AiohttpSession:
    """One of aiogram's for all that listens: each would read the certificates anew, for 20 ms.

    `stack` closes it.
    """
    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    stack.push_async_callback(_close, session)
    return session


async def _close(session: AiohttpSession) -> None:
    """aiogram's own `close` sleeps a quarter of a second, for nothing here."""
    await (await session.create_session()).close()


@cache
def _certificates() -> ssl.SSLContext:
    """Read once, shared by every client: each reading takes 20 ms and a megabyte."""
    return httpx.create_ssl_context()
