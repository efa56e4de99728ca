"""Looks at what the program stands on: profile, disk, and whether it runs."""

import shutil
from pathlib import Path

from bot.doctor.finding import Finding, good, note, wrong
from bot.guard import runs_now
from bot.settings import Settings
from forms.load import FormError
from offices.load import OfficeError
from offices.load import load as load_office
from storage.files.store import SCARCE


def profile(settings: Settings) -> Finding:
    """The office's letterhead, regions, categories and forms."""
    try:
        office = load_office(settings.office)
        office.forms()
    except (OfficeError, FormError) as error:
        return wrong("office", "doctor.office_wrong", complaint=" ".join(str(error).split())[:240])
    return good("office", "doctor.office_good", office=office.name)


def disk(settings: Settings) -> Finding:
    """Room where evidence is kept."""
    free = shutil.disk_usage(_standing(settings.data_dir)).free
    megabytes = free // 1_000_000
    if free < SCARCE:
        return wrong(
            "disk", "doctor.disk_full", megabytes=megabytes, folder=str(settings.data_dir)
        )
    return good("disk", "doctor.disk_good", gigabytes=f"{megabytes / 1000:.1f}")


def program(settings: Settings) -> Finding:
    """Whether it runs now."""
    if runs_now(settings):
        return good("program", "doctor.program_runs")
    return note("program", "doctor.program_stands")


def _standing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    folder = folder.absolute()
    return next(one for one in (folder, *folder.parents) if one.is_dir())
