"""An HTTP server in the program's own event loop, without signals of its own."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

BACKLOG = 2048


class CannotListen(Exception):
    """Another program listens at LISTEN already, or it is no address of this machine."""


@asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int, *, within: float) -> AsyncIterator[None]:
    """Listen until the context is left; answers under way then have `within` seconds to end.

    Raises CannotListen.
    """
    listening = _listen(host, port)
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=int(within),
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listening])
    try:
        yield
    finally:
        await server.shutdown(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, for only then does asyncio switch Nagle off, which costs 40 ms an answer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise CannotListen(f"LISTEN={host}:{port}: {error.strerror or error}") from error
    return listening
