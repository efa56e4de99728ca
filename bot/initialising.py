"""The vault's key, made once and written where only its owner reads it."""

import base64
import os
import secrets
from pathlib import Path

from dotenv import dotenv_values


def ensure_key(path: Path) -> tuple[bool, Path]:
    """Append a VAULT_KEY to `path` unless it has one; returns whether one was made."""
    if path.is_file() and dotenv_values(path).get("VAULT_KEY"):
        return False, path
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    lines = path.read_text().splitlines() if path.is_file() else []
    kept = [line for line in lines if not line.startswith("VAULT_KEY=")]
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join([*kept, f"VAULT_KEY={key}"]) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return True, path
