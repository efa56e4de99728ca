"""Where a test plays: an office's own names for what every office has."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Home:
    """The places, times and names of one office, as its people write them."""

    key: str
    """The profile's."""
    brand: str
    zone_label: str
    noon: datetime
    """Saturday 21 November 2026, twelve o'clock there."""
    place: str
    """A village with its kecamatan, not spaced as in the official list."""
    place_code: str
    other: str
    """Another village, of which there are two."""
    other_code: str
    twice: str
    """What both are called, without a kecamatan."""
    twice_names: tuple[str, str]
    kecamatan: str
    kecamatan_code: str
    one_word: str
    """A place of seven letters, each of which a tracking code may have."""
    point: tuple[float, float]
    point_code: str
    """The kecamatan of the point."""
    outside: tuple[float, float]
    """In the neighbouring regency."""

    @property
    def place_kecamatan(self) -> str:
        """By which a place would be known if it were told to a stranger."""
        return self.place.rpartition(", ")[2]


INDRAGIRI_HILIR = Home(
    key="indragiri-hilir",
    brand="CAKRA",
    zone_label="WIB",
    noon=datetime(2026, 11, 21, 5, 0, tzinfo=UTC),
    place="Kotabaru Reteh, Keritang",
    place_code="14.04.09.1003",
    other="Desa Pengalihan, Keritang",
    other_code="14.04.09.2011",
    twice="pengalihan",
    twice_names=("Desa Pengalihan, Kec. Enok", "Desa Pengalihan, Kec. Keritang"),
    kecamatan="Kec. Enok",
    kecamatan_code="14.04.02",
    one_word="KATEMAN",
    point=(-0.3196, 103.1615),
    point_code="14.04.04",
    outside=(-0.3700, 102.5400),
)

BALANGAN = Home(
    key="balangan",
    brand="SIKANDA",
    zone_label="WITA",
    noon=datetime(2026, 11, 21, 4, 0, tzinfo=UTC),
    place="Batupiring, Paringin Selatan",
    place_code="63.11.07.1001",
    other="Desa Galumbang, Juai",
    other_code="63.11.01.2006",
    twice="galumbang",
    twice_names=("Desa Galumbang, Kec. Juai", "Desa Galumbang, Kec. Paringin Selatan"),
    kecamatan="Kec. Lampihong",
    kecamatan_code="63.11.05",
    one_word="MARADAP",
    point=(-2.3310, 115.4650),
    point_code="63.11.06",
    outside=(-2.4200, 115.2500),
)

HOMES = (INDRAGIRI_HILIR, BALANGAN)
