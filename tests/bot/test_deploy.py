"""The systemd unit starts what there is, where the README puts it."""

import configparser

from tests.programs import ROOT


def test_the_unit_runs_the_program_and_may_write_only_its_data() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(ROOT / "deploy" / "cakra.service")
    service = unit["Service"]
    home = service["WorkingDirectory"]
    assert service["ExecStart"] == f"{home}/.venv/bin/python -m bot run"
    assert service["ReadWritePaths"] == f"{home}/data"
    assert service["Restart"] == "always"
    readme = (ROOT / "README.md").read_text()
    assert f"mkdir -p {home}/data" in readme and "deploy/cakra.service" in readme
