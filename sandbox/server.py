"""The Bot API over HTTP: paths, tokens, envelopes and faults."""

from __future__ import annotations

import asyncio
from email.utils import formatdate

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from sandbox.accounts import Bot
from sandbox.control.paths import routes as control_routes
from sandbox.execution import execute, keep
from sandbox.faults import Fault
from sandbox.fieldlist import official
from sandbox.front import Page
from sandbox.methods import media
from sandbox.parameters import Parameters, read
from sandbox.refusal import Refusal
from sandbox.stage import Stage
from sandbox.world import World

TOKEN_MAX = 80
FRONT_PAGE = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"  # noqa: E501
FRONT_TITLES = {
    500: "500 Internal Server Error",
    502: "502 Bad Gateway",
    503: "503 Service Temporarily Unavailable",
    504: "504 Gateway Time-out",
}


def application(world: World, stage: Stage | None = None) -> Starlette:
    """The whole sandbox as one ASGI application."""
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", bot_api, methods=["GET", "POST"]),
            Route("/bot{token}/test/{method}", bot_api, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download, methods=["GET", "HEAD"]),
            *control_routes(),
            Mount("/", Page()),
        ],
        exception_handlers={404: not_found},
    )
    app.state.world = world
    app.state.stage = stage or Stage()
    return app


async def not_found(request: Request, error: Exception) -> Response:
    """Any other path, answered as the Bot API does."""
    return _refused(Refusal(404, "Not Found"))


async def bot_api(request: Request) -> Response:
    """One call, dated by the sandbox's clock as every answer of Telegram's server is."""
    world: World = request.app.state.world
    response = await _called(world, request)
    response.headers["Date"] = formatdate(world.clock.now(), usegmt=True)
    return response


async def _called(world: World, request: Request) -> Response:
    """From the path to the envelope."""
    if world.faults.down or world.journal.closed:
        return _front(502)
    try:
        bot = _bot(world, request.path_params["token"])
        parameters = await read(request)
    except Refusal as refusal:
        return _refused(refusal)
    except ClientDisconnect:  # a program killed in the middle of its call: nobody reads this
        return _front(502)
    named = request.path_params["method"]
    name = official().spelling.get(named.lower(), named)
    fault = world.faults.take(bot.username, name)
    if fault is not None:
        return await _faulty(world, bot, name, parameters, fault)
    return await _answered(world, bot, name, parameters)


async def _answered(world: World, bot: Bot, name: str, parameters: Parameters) -> Response:
    """Do what the call asks; a server that went down meanwhile says nothing of it."""
    try:
        result = await execute(world, bot, name, parameters)
    except Refusal as refusal:
        return _refused(refusal)
    return _front(502) if world.faults.down else JSONResponse({"ok": True, "result": result})


async def _faulty(
    world: World, bot: Bot, name: str, parameters: Parameters, fault: Fault
) -> Response:
    """The trouble asked for, after the work when it was asked for so."""
    if fault.delay:
        loop = asyncio.get_running_loop()
        until = loop.time() + fault.delay
        if not fault.after_effect:
            while await world.journal.rung(until):
                pass
    if fault.code == 200 or fault.after_effect:
        done = await _answered(world, bot, name, parameters)
        if fault.delay and fault.after_effect:
            while await world.journal.rung(until):
                pass
        if fault.code == 200:
            return done
    else:
        refusal = fault.refusal() or Refusal(fault.code, FRONT_TITLES.get(fault.code, "Error"))
        keep(world, bot, name, parameters, refusal=refusal)
    answer = fault.refusal()
    return _front(fault.code) if answer is None else _refused(answer)


def _bot(world: World, token: str) -> Bot:
    if ":" not in token or token.startswith("0") or len(token) > TOKEN_MAX:
        raise Refusal(401, "Unauthorized: invalid token specified")
    if token not in world.by_token:
        raise Refusal(401, "Unauthorized")
    return world.by_token[token]


def _refused(refusal: Refusal) -> Response:
    headers = {}
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return JSONResponse(refusal.envelope(), status_code=refusal.code, headers=headers)


def _front(code: int) -> Response:
    title = FRONT_TITLES.get(code, f"{code} Error")
    return HTMLResponse(FRONT_PAGE.format(title), status_code=code)


async def download(request: Request) -> Response:
    """A file by the path getFile gave to this very bot."""
    world: World = request.app.state.world
    if world.faults.down or world.journal.closed:
        return _front(502)
    try:
        _bot(world, request.path_params["token"])
    except Refusal as refusal:
        return _refused(refusal)
    path = request.path_params["path"]
    key = path.rpartition("/")[2].partition(".")[0]
    stored = world.files.known.get(key)
    if stored is None or stored.vanished or media.path_of(stored) != path:
        return _refused(Refusal(404, "Not Found"))
    return Response(world.files.content(stored), media_type="application/octet-stream")
