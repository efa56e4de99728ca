"""`python -m tests.bench.agreeing`: a Bot API that says yes to every call at once."""

import asyncio
import json
import signal
from typing import Any

import uvicorn

from web.serving import _Server, listen

ME = {"id": 700000001, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
SAID = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}


async def application(scope: Any, receive: Any, send: Any) -> None:
    """A message for what sends one, the bot for getMe, true for everything else."""
    while (await receive()).get("more_body"):
        pass
    body = json.dumps({"ok": True, "result": _result(scope["path"].rpartition("/")[2])}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _result(method: str) -> object:
    if method == "getMe":
        return ME
    return SAID if method.startswith(("send", "edit")) else True


async def main() -> None:
    """Print the address, then answer until told to stop."""
    listening = listen("127.0.0.1:0")
    config = uvicorn.Config(
        application, lifespan="off", ws="none", log_config=None, access_log=False
    )
    server = _Server(config)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(
            number, lambda: setattr(server, "should_exit", True)
        )
    print(f"Listening on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    await server.serve(sockets=[listening])


if __name__ == "__main__":
    asyncio.run(main())
