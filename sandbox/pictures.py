"""Small photographs for people to send."""

from __future__ import annotations

import io
from functools import lru_cache

TEMBILAHAN = (-0.3230, 103.1540)


@lru_cache(maxsize=64)
def picture(number: int, *, place: tuple[float, float] | None = TEMBILAHAN) -> bytes:
    """A valid JPEG that differs from number to number, with the place in its EXIF.

    The place is latitude and longitude in degrees; without one there is no EXIF at all.
    """
    from PIL import Image  # takes longer to load than the whole sandbox

    colour = (number * 47 % 256, number * 91 % 256, number * 13 % 256)
    image = Image.new("RGB", (64, 48), colour)
    image.putpixel((number % 64, number // 64 % 48), (255, 255, 255))
    exif = Image.Exif()
    if place is not None:
        exif[0x010F] = "Sandbox"
        exif[0x9003] = "2026:01:02 03:04:05"
        exif.get_ifd(0x8825).update(_gps(*place))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, exif=exif)
    return out.getvalue()


def _gps(latitude: float, longitude: float) -> dict[int, object]:
    return {
        1: "N" if latitude >= 0 else "S",
        2: _sexagesimal(abs(latitude)),
        3: "E" if longitude >= 0 else "W",
        4: _sexagesimal(abs(longitude)),
    }


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    minutes = (degrees - whole) * 60
    return (float(whole), float(int(minutes)), round((minutes - int(minutes)) * 60, 2))
