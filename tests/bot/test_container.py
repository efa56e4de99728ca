"""The image and the compose file name only what there is."""

import re
import tomllib
from pathlib import Path

from bot.settings import Settings, load
from tests.bot.test_settings import GOOD
from tests.programs import ROOT

DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text()
NAMES = {name.upper() for name in Settings.model_fields}


def copied() -> set[str]:
    """What the image takes from this folder."""
    lines = re.findall(r"^COPY (?!--from)(\S+) \S+$", DOCKERFILE, re.MULTILINE)
    return {line.strip() for line in lines}


def block(service: str, key: str) -> list[str]:
    """The lines below `key` of a service, bare."""
    body = COMPOSE.split(f"\n  {service}:\n", 1)[1]
    body = re.split(r"^(?:  )?\w+:$", body, maxsplit=1, flags=re.MULTILINE)[0]
    below = re.split(rf"^    {key}:\n", body, maxsplit=1, flags=re.MULTILINE)[1]
    found = re.match(r"(?:      .*\n)+", below)
    assert found is not None
    return [line.strip() for line in found[0].splitlines()]


def environment(service: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in block(service, "environment"))


def test_the_image_holds_every_room_and_nothing_of_ours_that_is_secret() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    rooms = set(project["tool"]["importlinter"]["root_packages"])
    assert copied() == rooms | {"requirements/run.txt"}
    assert all((ROOT / one).exists() for one in copied())
    sent = (ROOT / ".dockerignore").read_text().splitlines()
    assert sent[1] == "*"
    assert {line[1:] for line in sent if line.startswith("!")} == rooms | {"requirements"}


def test_the_image_installs_by_hash_and_runs_as_nobody_in_particular() -> None:
    assert "--require-hashes -r /tmp/run.txt" in DOCKERFILE
    last = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    assert re.findall(r"^USER (\S+)$", last, re.MULTILINE) == ["cakra"]
    assert "VOLUME /opt/cakra/data" in last and '"run"' in last
    assert "/healthz" in last
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    [version] = set(re.findall(r"FROM python:(\d+\.\d+)-slim", DOCKERFILE))
    assert f">={version}" == wanted


def test_compose_sets_what_the_program_knows_and_it_starts_with_that() -> None:
    given = environment("cakra")
    assert set(given) <= NAMES
    secret = "0f" * 16
    values = {name: value.replace("${POSTGRES_PASSWORD}", secret) for name, value in given.items()}
    settings = load({**GOOD, **values})
    assert settings.database_url == f"postgresql+psycopg://cakra:{secret}@database:5432/cakra"
    assert f"data:{settings.data_dir}" in " ".join(block("cakra", "volumes"))
    port = settings.listen.rpartition(":")[2]
    assert block("cakra", "ports") == [f'- "127.0.0.1:{port}:{port}"']
    assert f"127.0.0.1:{port}/healthz" in DOCKERFILE
    database = environment("database")
    assert (database["POSTGRES_USER"], database["POSTGRES_DB"]) == ("cakra", "cakra")
    assert "image: postgres:16\n" in COMPOSE


def test_every_path_of_the_compose_file_is_there() -> None:
    folder = ROOT / "deploy"
    build = dict(line.split(": ", 1) for line in block("cakra", "build"))
    context = (folder / build["context"]).resolve()
    assert context == ROOT and (context / build["dockerfile"]).is_file()
    [env] = re.findall(r"env_file: (\S+)", COMPOSE)
    assert (folder / env).resolve() == ROOT / ".env"


def test_the_readmes_give_the_commands_of_the_files() -> None:
    command = "docker compose --env-file .env -f deploy/compose.yaml"
    for name in ("README.md", "README.id.md"):
        text = Path(ROOT / name).read_text()
        assert (
            f"{command} up -d" in text and "docker build -t cakra -f deploy/Dockerfile ." in text
        )
        assert "POSTGRES_PASSWORD" in text and "init --key-only" in text
