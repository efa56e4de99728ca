"""What a text tells, as words that can be compared: typos, affixes and synonyms aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

ALIKE = 0.82  # one wrong letter of six; "pasar" and "kasar" stay two words
SHORTEST = 3
JOINED = 8  # letters from which a word may be two that were run together

EVENTS = """
banjir bandang terendam merendam rendam tergenang genangan meluap luapan rob flood
kebakaran terbakar membakar api hangus karhutla asap fire burning
longsor abrasi amblas ambles landslide
ambruk roboh rubuh runtuh tumbang rusak jebol putus terputus berlubang
pencurian mencuri dicuri maling rampok perampokan begal jambret kemalingan hilang theft stolen
perkelahian berkelahi tawuran keributan ribut bentrok pengeroyokan dikeroyok dipukul dianiaya fight
pembunuhan dibunuh mayat tewas
tenggelam hanyut karam terbalik
kecelakaan tabrakan ditabrak menabrak laka accident
demonstrasi demo unjuk berunjuk mogok
narkoba sabu ganja pengedar
judi sabung togel
kelangkaan langka antrean antre mengantre
kenaikan harga mahal melonjak
padam
wabah sakit demam penyakit diare dbd keracunan
buaya harimau monyet gajah
sengketa patok serobot menyerobot penyerobotan
pungli pungutan korupsi
intoleran sesat radikal teroris
limbah pencemaran tercemar mencemari
puting beliung angin badai
kekeringan kemarau
"""
"""One kind of event a line, its name first: its other words mean it too."""

IN_SIGHT = frozenset(
    """
    banjir kebakaran longsor ambruk tenggelam kecelakaan kelangkaan kenaikan padam buaya puting
    kekeringan
    """.split()
)
"""Kinds of events that everybody there sees, so that it betrays nobody to say that they were
reported; of every other kind a report may be the secret of whoever wrote it."""

THINGS = """
jalan jembatan pasar rumah sekolah sungai parit tanggul dermaga pelabuhan perahu pompong kapal
masjid kantor puskesmas kebun sawit kelapa sawah ladang lahan hutan gambut motor mobil truk listrik
kabel pohon warung toko kios gudang pabrik perusahaan balai kapling kandang sapi kambing ayam beras
cabai minyak solar pertalite gas bensin pupuk obat warga anak pemuda siswa nelayan petani pedagang
"""

_SMALL = """
sana sini situ
yang yg dan dgn dengan dari dr pada ada adalah akan telah sudah sdh lagi lg sedang sejak saat
ini itu tadi tdi pagi siang sore malam kemarin hari jam pukul tanggal tgl kami kita saya aku
mereka untuk utk karena krn krna sebab oleh juga jg tidak tdk tak belum blm masih msh sangat
sekali hingga sampai smpai agar supaya mohon tolong segera bapak ibu pak atau para oleh dalam
luar atas bawah dekat depan belakang samping sekitar setelah sebelum kembali terjadi kejadian
lokasi laporan lapor desa kelurahan kecamatan kec kel kabupaten the and was were has have with
from that this there our near
"""
SMALL = frozenset(_SMALL.split())
PHRASES = {
    "air naik": "banjir",
    "air pasang": "banjir",
    "harga naik": "kenaikan",
    "mati lampu": "padam",
    "lampu mati": "padam",
    "jago merah": "kebakaran",
}
SHORT = {"jl": "jalan", "jln": "jalan", "rmh": "rumah", "bnjr": "banjir", "jmbtn": "jembatan"}

_WORD = re.compile(r"[^\W\d_]+")
_ENDS = ("nya", "lah", "kan", "an", "i")
_BEGINS = (
    *("meng", "peng", "mem", "men", "pem", "pen", "ber", "ter", "per"),
    "ke",
    "di",
    "me",
    "pe",
)
_ROOT = 4  # letters that must be left


def root(word: str) -> str:
    """A word without the usual affixes: "kebakaran" and "terbakar" are both "bakar"."""
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= _ROOT:
            word = word.removesuffix(end)
            break
    for begin in _BEGINS:
        if word.startswith(begin) and len(word) - len(begin) >= _ROOT:
            return word.removeprefix(begin)
    return word


EVENT_OF = {root(word): line.split()[0] for line in EVENTS.split("\n") for word in line.split()}
THING_OF = {root(word): word for word in THINGS.split()}
KNOWN = [*EVENT_OF, *THING_OF]


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of one text that may tell what happened, in their order, and what they mean.

    `roots` has each word's root, or the name of what it means; `events` are the kinds of events
    among these; `joined` has two neighbours written as one, and which they are.
    """

    words: tuple[str, ...]
    roots: dict[str, str]
    events: frozenset[str]
    joined: dict[str, tuple[str, str]]


_NAMES = frozenset(EVENT_OF.values())


def telling(text: str) -> Telling:
    """The telling words of a text; each counts once."""
    words = tuple(dict.fromkeys(_words(text)))
    roots = {word: _meaning(root(word)) for word in words}
    pairs = pairwise(words)
    joined = {one + other: (one, other) for one, other in pairs if len(one + other) >= JOINED}
    return Telling(words, roots, frozenset(roots.values()) & _NAMES, joined)


def shared(one: Telling, other: Telling) -> tuple[frozenset[str], frozenset[str]]:
    """The words of each that the other one has as well, misspelt, run together or by a synonym."""
    ours = {word for word in one.words if _has(other, one.roots[word], word)}
    theirs = {word for word in other.words if _has(one, other.roots[word], word)}
    for here, there, mine, yours in ((one, other, ours, theirs), (other, one, theirs, ours)):
        for word, pair in here.joined.items():
            if found := _alike(word, [long for long in there.words if len(long) >= JOINED]):
                mine.update(pair)
                yours.add(found)
    return frozenset(ours), frozenset(theirs)


def named(words: Iterable[str], of: Telling) -> tuple[str, ...]:
    """Those that name an event or a thing, by its own name: nobody is called so."""
    known = _NAMES | set(THING_OF.values())
    return tuple(sorted({of.roots[word] for word in words} & known))


def _words(text: str) -> Iterator[str]:
    text = " ".join(_WORD.findall(text.casefold()))
    for phrase, word in PHRASES.items():
        text = text.replace(phrase, word)
    for word in text.split():
        word = SHORT.get(word, word)
        if len(word) >= SHORTEST and word not in SMALL:
            yield word


def _meaning(stem: str) -> str:
    if stem not in EVENT_OF and stem not in THING_OF:
        stem = _alike(stem, KNOWN) or stem
    return EVENT_OF.get(stem) or THING_OF.get(stem) or stem


def _has(telling: Telling, meaning: str, word: str) -> bool:
    roots = telling.roots
    return word in roots or meaning in roots.values() or bool(_alike(word, list(telling.words)))


def _alike(word: str, choices: list[str]) -> str | None:
    found = process.extractOne(word, choices, scorer=OSA.normalized_similarity, score_cutoff=ALIKE)
    return found[0] if found else None
