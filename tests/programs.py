"""The product as a program of its own, for tests that start it as a stranger does."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
HIDDEN = ("PUBLIC_BOT_TOKEN", "PRIVATE_BOT_TOKEN", "VERIFICATION_CHAT_ID", "VAULT_KEY")


@contextmanager
def started(folder: Path, *words: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A command of the product in a folder of its own; told to stop at the end."""
    environment = {key: value for key, value in os.environ.items() if key not in HIDDEN}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def line_with(process: subprocess.Popen[str], words: str) -> str:
    """The first line of the process that contains `words`."""
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    assert process.stderr is not None
    raise AssertionError(process.stderr.read())


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
