"""How place names are written: folded spelling, prefixes, abbreviations, ordinary words."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

VILLAGE_MARKS = frozenset({"desa", "ds", "kelurahan", "kel", "lurah", "kades"})
DISTRICT_MARKS = frozenset({"kecamatan", "kec", "camat"})
REGENCY_MARKS = frozenset({"kabupaten", "kab"})
MARKS = {
    **dict.fromkeys(VILLAGE_MARKS, "village"),
    **dict.fromkeys(DISTRICT_MARKS, "district"),
    **dict.fromkeys(REGENCY_MARKS, "regency"),
}
MARKS_AFTER = {"village": "village", "district": "district", "regency": "regency"}
"""English puts the kind behind the name."""

_NOISE = (
    "di ke dari dan dekat daerah wilayah lokasi lokasinya tempat tempatnya kejadian kejadiannya "
    "adalah yaitu itu ini sini sana situ ya iya bukan tidak pak bu saya kami ada nya urban at in "
    "the near"
)
NOISE = frozenset(_NOISE.split())

ABBREVIATIONS = {
    "sei": "sungai",
    "sui": "sungai",
    "sungei": "sungai",
    "sunge": "sungai",
    "tlk": "teluk",
    "tl": "teluk",
    "telok": "teluk",
    "tj": "tanjung",
    "tjg": "tanjung",
    "tg": "tanjung",
    "tanjong": "tanjung",
    "pl": "pulau",
    "pulo": "pulau",
    "kp": "kampung",
    "kpg": "kampung",
    "sp": "simpang",
    "spg": "simpang",
    "simp": "simpang",
    "sbr": "seberang",
    "sbrg": "seberang",
    "sebrang": "seberang",
    "kl": "kuala",
    "tbh": "tembilahan",
    "inhil": "indragirihilir",
    "3": "tiga",
    "4": "empat",
    "7": "tujuh",
}

TELLING = frozenset((*MARKS, *MARKS_AFTER, *ABBREVIATIONS, "rt", "rw"))
"""Words that are no part of a name, or are written in another way there."""

_ORDINARY = """
    abadi air amal ampar asam asri atas awang bagan bakti bakung balui bandar bangun barat baru
    baruh batang batu bawah bayur benteng beringin bersama besar bhakti bina binagun binjai
    bukit bulu bungur bunian burung cahaya catur dalam damai danau daratan datuk desa dua dusun
    emas empat gaung gembaran gembira gemilang guha gunung hampa harapan hibrida hidayah hilir
    hujan hulu idaman indah indra intan jaya jira kamis kampung kanan kandang karya kasai kayu
    kecil kedondong kelapa kemang kemas kembang kemuning keramat kerta kiri kota kuala kuning
    kupang laut lembah lima limau lintas lok luar lubuk lurus madani maju makmur mandi mandiri
    manis manunggal mas mawar mayang mekar melayu merah mesjid metro muara muda mukti mulia
    mulya mulyo murung naga nibung nusantara nyiur padang palas pandan panggung panglima
    panjang pantai pasar pasir patah pekan pematang pengalihan penjuru perigi permai pinang
    pintasan piring pulai pulau pusaran putih raja rambai rantau raya rejeki rejo rotan rukam
    rumbai sakti salak sapat sapta sari sawah sebelah seberang selat selatan sentosa sepakat
    simpang subur suhada suka sumber sungai tabuk talang tama tanah tangkap tani tanjung tasik
    tawar tebing telaga teluk tengah terap terusan tiga timur tinggi tua tujuh tulang tumu
    tunas tunggal utama utara wonosari
"""
ORDINARY = frozenset(_ORDINARY.split())
"""Words that mean something without being a place; a name made of these alone proves nothing."""
LONGEST_ORDINARY = max(map(len, ORDINARY))


NUMBERED = re.compile(r"r[tw]\d+")
ACCENTS = re.compile(r"[\u0300-\u036f'’`ʻ]")
WORD = re.compile(r"[a-z0-9]+")


class Token(Struct, frozen=True):
    """One word of a message. `mark` is the kind said before or after it; `part` counts stretches
    between marks, which no name spans."""

    word: str
    part: int
    mark: str | None = None
    mark_after: str | None = None


def tokens(text: str) -> list[Token]:
    """The words of a text, without prefixes, RT and RW."""
    found: list[Token] = []
    mark: str | None = None
    part = 0
    words = iter(_fold(text))
    for word in words:
        if word not in TELLING and word[0] != "r":  # as most are
            found.append(Token(word, part, mark))
            mark = None
            continue
        kind = MARKS.get(word)
        if kind:
            mark, part = kind, part + 1
        elif word in MARKS_AFTER and found:
            last = found[-1]
            found[-1] = Token(last.word, last.part, last.mark, MARKS_AFTER[word])
            part += 1
        elif word in ("rt", "rw"):
            next(words, None)
            part += 1
        elif word[0] != "r" or not NUMBERED.fullmatch(word):
            found.append(Token(ABBREVIATIONS.get(word, word), part, mark))
            mark = None
    return found


def key(name: str) -> str:
    """A name as one run of letters and digits, the same for every way of spacing it."""
    return "".join(ABBREVIATIONS.get(word, word) for word in _fold(name))


def spellings(name: str) -> tuple[str, ...]:
    """Every key an official name answers to: "Sei Pumpung" in full and as it is written."""
    return tuple(dict.fromkeys((key(name), "".join(_fold(name)))))


def is_ordinary(name_key: str) -> bool:
    """Whether the whole name can be read as ordinary words, of three letters at least."""
    ends = {0}
    for start in range(len(name_key)):
        if start in ends:
            last = min(start + LONGEST_ORDINARY, len(name_key))
            ends.update(
                end for end in range(start + 3, last + 1) if name_key[start:end] in ORDINARY
            )
    return len(name_key) in ends


def has_several_words(name: str) -> bool:
    """Whether a name is more than one word, written apart or run together ("Pulaukijang")."""
    folded = _fold(name)
    return len(folded) > 1 or any(
        folded[0].startswith(head) and len(folded[0]) > len(head) + 2
        for head in ("sungai", "teluk", "tanjung", "pulau", "pantai", "danau")
    )


def _fold(text: str) -> list[str]:
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return WORD.findall(ACCENTS.sub("", plain.casefold()))
