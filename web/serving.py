"""Listens, and serves an application inside the program's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette

from web.trouble import PortTaken

BACKLOG = 2048  # connections that may wait to be taken up


class _Server(uvicorn.Server):
    """Leaves the signals to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(address: str) -> socket.socket:
    """A listening socket at `host:port`. Raises PortTaken with a sentence."""
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    listening = socket.socket(
        socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, int(port)))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise PortTaken(
            f"LISTEN={address} can not be used ({error.strerror}): is another program there?"
        ) from error
    return listening


@asynccontextmanager
async def serving(
    app: Starlette, listening: socket.socket, *, within: float = 1.0
) -> AsyncIterator[None]:
    """Serve until the context is left; answers under way then have `within` seconds to go out."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=max(1, int(within)),
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await running
        listening.close()
