"""Start and stop a sandbox: inside another program's event loop, or as a program of its own."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette

from sandbox.accounts import BotSpec
from sandbox.client import Sandbox
from sandbox.files import FileStore
from sandbox.keeping import Keeping
from sandbox.server import application
from sandbox.stage import Stage
from sandbox.webhook import Deliveries
from sandbox.world import World

PUBLIC = BotSpec("700000001:sandbox-public", "sandbox_public_bot", "Sandbox Public")
PRIVATE = BotSpec("700000002:sandbox-private", "sandbox_private_bot", "Sandbox Private")
# How often a stopping server looks whether its connections are gone, and for how long, seconds.
LOOK, LOOKS = 0.002, 500


class NotLocal(ValueError):
    """The sandbox has no locks on its doors: it listens on this machine only."""


@asynccontextmanager
async def serve(
    bots: Iterable[BotSpec | str] = (PUBLIC, PRIVATE),
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    state: Path | None = None,
    seed: int | None = None,
    stage: Stage | None = None,
    limits: bool = False,
) -> AsyncIterator[Sandbox]:
    """A sandbox in this event loop, and a client connected to it; port 0 takes a free one.

    Without `state` nothing outlives the context. No signal handler is installed. Raises NotLocal
    for an address others could reach. `limits` switches the flood limits on.
    """
    specs = [bot if isinstance(bot, BotSpec) else BotSpec.parse(bot) for bot in bots]
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(listen(host, port))
        world = World(FileStore(state / "files" if state else None), seed=seed)
        if state:
            await stack.enter_async_context(_kept(world, state))
        world.limits.on = limits
        for spec in specs:
            world.add_bot(spec)
        app = application(world, stage)
        server = await _started(app, listening)
        stack.push_async_callback(_stopped, server)
        delivering = asyncio.create_task(Deliveries(world).run())
        stack.push_async_callback(_ended, delivering)
        stack.callback(world.close)
        client = Sandbox(address(listening), transport=httpx.ASGITransport(app))
        yield await stack.enter_async_context(client)


@asynccontextmanager
async def _kept(world: World, state: Path) -> AsyncIterator[None]:
    """Put a world back as it was, write its changes while it runs, and once more at the end."""
    keeping = Keeping(state)
    try:
        keeping.load(world)
        writing = asyncio.create_task(keeping.run(world))
        try:
            yield
        finally:
            await _ended(writing)
            keeping.write(world)
    finally:
        keeping.close()


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on this machine. Raises NotLocal, or OSError when the port is taken."""
    local = "127.0.0.1" if host == "localhost" else host
    try:
        if not ipaddress.ip_address(local).is_loopback:
            raise NotLocal(f"{host} can be reached from outside; the sandbox takes 127.0.0.1")
    except ValueError as error:
        raise NotLocal(str(error)) from None
    family = socket.AF_INET6 if ":" in local else socket.AF_INET
    # Named TCP, for only then does asyncio switch Nagle off, which costs 40 ms an answer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((local, port))
    except OSError:
        listening.close()
        raise
    return listening


def address(listening: socket.socket) -> str:
    """Where a socket can be reached."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def _started(app: Starlette, listening: socket.socket) -> uvicorn.Server:
    """Uvicorn's own `serve` ticks ten times a second and takes the signals; this does neither."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        http="h11",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listening])
    return server


async def _stopped(server: uvicorn.Server) -> None:
    """Let answers under way go out, then close; uvicorn's own way sleeps a tenth of a second."""
    for listener in server.servers:
        listener.close()
    for _ in range(LOOKS):
        for connection in list(server.server_state.connections):
            connection.shutdown()
        if not server.server_state.connections and not server.server_state.tasks:
            break
        await asyncio.sleep(LOOK)
