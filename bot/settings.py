"""What the office sets, read from the environment and `.env`; each mistake is one clear line."""

import os
import re
from pathlib import Path
from typing import Annotated, Any

from dotenv import dotenv_values
from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from storage.vault import BadKey, Vault

TOKEN = re.compile(r"[1-9]\d{3,}:[A-Za-z0-9_-]{8,}")
SANDBOX = Path("data/sandbox/settings.env")
TELEGRAM = "https://api.telegram.org"
LISTEN = "127.0.0.1:8080"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(Exception):
    """A setting is missing or malformed: the message names it and says what to do."""


class Settings(BaseSettings):
    """The checked settings. Build with `load`, which words mistakes for a person."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    public_bot_token: str
    private_bot_token: str
    verification_chat_id: int
    verification_topic_id: int | None = None
    admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    office: str = "indragiri-hilir"
    database_url: str = "sqlite:///data/cakra.db"
    data_dir: Path = Path("data")
    vault_key: str
    telegram_api_url: str = TELEGRAM
    webhook_url: str = ""
    webhook_secret: str = ""
    listen: str = LISTEN
    log_level: str = "INFO"

    @field_validator("public_bot_token", "private_bot_token")
    @classmethod
    def _token(cls, value: str) -> str:
        if not TOKEN.fullmatch(value):
            raise ValueError("is no bot token; copy it whole from @BotFather, such as 12345:AA…")
        return value

    @field_validator("verification_topic_id", mode="before")
    @classmethod
    def _topic(cls, value: Any) -> Any:
        return None if value in ("", "1", 1) else value  # 1 is General, which has no number

    @field_validator("verification_chat_id")
    @classmethod
    def _group(cls, value: int) -> int:
        if value >= 0:
            raise ValueError(
                "must be the number of a group, which begins with a minus, such as -1001234567890"
            )
        return value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdigit() and int(part) > 0 for part in parts):
            raise ValueError("must be Telegram ids separated by commas, such as 12345,67890")
        return tuple(dict.fromkeys(int(part) for part in parts))

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        try:
            name = make_url(value).drivername
        except ArgumentError:
            name = ""
        if name not in ("sqlite", "postgresql+psycopg"):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("vault_key")
    @classmethod
    def _key(cls, value: str) -> str:
        try:
            Vault(value)
        except BadKey as error:
            raise ValueError("must be 32 bytes in base64; `cakra init` makes one") from error
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _api(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", value):
            raise ValueError(f"must be an address such as {TELEGRAM}")
        return value.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
            raise ValueError("must be the address Telegram reaches, such as https://cakra.go.id")
        return value.rstrip("/")

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value):
            raise ValueError("has 16 to 256 of the signs A-Z a-z 0-9 _ -")
        return value

    @field_validator("listen")
    @classmethod
    def _listen(cls, value: str) -> str:
        if not re.fullmatch(r"(\d+\.\d+\.\d+\.\d+|\[[0-9a-fA-F:]+\]):\d{1,5}", value):
            raise ValueError(f"must be an address and a port such as {LISTEN}")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in LEVELS:
            raise ValueError(f"must be one of {', '.join(LEVELS)}")
        return value.upper()


HINTS = {
    "PUBLIC_BOT_TOKEN": "get one from @BotFather and put it into .env",
    "PRIVATE_BOT_TOKEN": "get one from @BotFather and put it into .env",
    "VERIFICATION_CHAT_ID": "add the private bot to the verification group and put the group's "
    "number, such as -1001234567890, into .env",
    "VAULT_KEY": "put the key back that stands on paper; for a new office run `cakra init`, which "
    "makes one",
}


def environment(folder: Path | None = None) -> dict[str, str]:
    """What is set: `.env` in `folder` (here), over it the environment.

    Without any token, the settings of a running sandbox, if there is one, come on top.
    """
    folder = folder or Path()
    values = {key: value for key, value in dotenv_values(folder / ".env").items() if value}
    values |= {key: value for key, value in os.environ.items() if value}
    if not has_tokens(values):
        values |= sandbox_settings(folder)
    return values


def has_tokens(values: dict[str, str]) -> bool:
    """Whether either token is set."""
    return bool(values.get("PUBLIC_BOT_TOKEN") or values.get("PRIVATE_BOT_TOKEN"))


def sandbox_settings(folder: Path) -> dict[str, str]:
    """The settings of a sandbox that runs now; empty when none does."""
    path = folder / SANDBOX
    if not path.is_file():
        return {}
    values = {key: value for key, value in dotenv_values(path).items() if value}
    try:
        os.kill(int(values.get("SANDBOX_PID", "0")) or -1, 0)
    except (ValueError, OSError):
        return {}
    return values


def load(values: dict[str, str] | None = None) -> Settings:
    """The settings. Raises SettingsError whose message names the setting and the mend."""
    found = environment() if values is None else values
    given = {key.lower(): value for key, value in found.items() if value}
    if ("public_bot_token" in given) != ("private_bot_token" in given):
        missing = "PRIVATE" if "public_bot_token" in given else "PUBLIC"
        name = f"{missing}_BOT_TOKEN"
        raise SettingsError(f"{name} is missing: two bots are needed; {HINTS[name]}")
    wanted = {key: value for key, value in given.items() if key in Settings.model_fields}
    try:
        settings = Settings.model_validate(wanted)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from error
    if settings.public_bot_token == settings.private_bot_token:
        raise SettingsError(
            "PRIVATE_BOT_TOKEN is the same as PUBLIC_BOT_TOKEN: two different bots are needed; "
            "make a second one with @BotFather"
        )
    return settings


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0]).upper()
    if first["type"] == "missing":
        return f"{name} is missing: {HINTS.get(name, 'put it into .env')}"
    if first["type"] == "value_error":
        return f"{name} {first['ctx']['error']}"
    hint = HINTS.get(name)
    return f"{name} is malformed ({first['msg'].lower()})" + (f": {hint}" if hint else "")
