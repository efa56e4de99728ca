"""The control API: JSON over HTTP by which people, groups and faults are driven."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.chats import Json
from sandbox.control import files, groups, people, record, stage, trouble
from sandbox.membership import Impossible
from sandbox.refusal import Refusal
from sandbox.world import World

LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1", "[::1]"}

Handler: TypeAlias = Callable[[World, Request, Json], Any]


def routes() -> list[Route]:
    """Every path under /sandbox. The fixed ones stand before those with a deed in them."""
    table: list[tuple[str, str, Handler]] = [
        ("GET", "/bots", people.bots),
        ("GET", "/people", people.people),
        ("POST", "/people", people.new_person),
        ("GET", "/people/{id:int}/chat", people.chat),
        ("GET", "/people/{id:int}/chats", stage.chats),
        ("GET", "/people/{id:int}/screen", stage.screen),
        ("GET", "/people/{id:int}/keyboard", people.keyboard),
        ("GET", "/people/{id:int}/keys", people.keys),
        ("GET", "/people/{id:int}/toasts", people.toasts),
        ("GET", "/people/{id:int}/unanswered", people.unanswered),
        ("POST", "/people/{id:int}/delivers_late", people.delivers_late),
        ("POST", "/people/{id:int}/deactivates", people.deactivates),
        ("POST", "/people/{id:int}/renames", people.renames),
        ("POST", "/people/{id:int}/{deed}", people.deed),
        ("GET", "/groups", groups.groups),
        ("POST", "/groups", groups.new_group),
        ("GET", "/groups/{id}/chat", groups.group_chat),
        ("GET", "/groups/{id}/members", groups.group_members),
        ("GET", "/groups/{id}/topics", groups.group_topics),
        ("POST", "/groups/{id}/{deed}", groups.group_deed),
        ("GET", "/stage", stage.stage),
        ("POST", "/errands/{name}", stage.errand),
        ("GET", "/files/{key}", files.stored),
        ("GET", "/presses/{id}", record.press),
        ("GET", "/calls", record.calls),
        ("GET", "/breaches", record.breaches),
        ("GET", "/waiting", record.waiting),
        ("GET", "/wait", record.wait),
        ("GET", "/faults", trouble.faults),
        ("POST", "/faults", trouble.fault),
        ("POST", "/heal", trouble.heal),
        ("POST", "/down", trouble.down),
        ("POST", "/limits", trouble.limits),
        ("POST", "/hold", trouble.hold),
        ("POST", "/duplicate", trouble.duplicate),
        ("POST", "/swap", trouble.swap),
        ("POST", "/second_poller", trouble.second_poller),
        ("POST", "/cut", trouble.cut),
        ("POST", "/forge", trouble.forge),
        ("POST", "/lose", trouble.lose),
        ("POST", "/raw", trouble.raw),
        ("POST", "/clock", trouble.clock),
    ]
    return [
        Route(f"/sandbox{path}", _guarded(handler), methods=[method])
        for method, path, handler in table
    ]


def _guarded(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Read the JSON body, answer JSON, and turn what can not be done into 409."""

    async def endpoint(request: Request) -> Response:
        # A page from elsewhere must not reach in, be it by a name that points to this machine.
        origin = urlsplit(request.headers.get("origin", "http://localhost")).hostname
        if not {request.url.hostname, origin} <= LOCAL_HOSTS:
            return JSONResponse({"error": "only from this machine"}, status_code=403)
        world: World = request.app.state.world
        body: Json = {}
        if request.method == "POST" and await request.body():
            body = await request.json()
        try:
            result = handler(world, request, body)
            if isinstance(result, Awaitable):
                result = await result
        except (Impossible, Refusal, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=409)
        except KeyError as error:
            return JSONResponse({"error": f"there is no {error}"}, status_code=404)
        return result if isinstance(result, Response) else JSONResponse(result)

    return endpoint
