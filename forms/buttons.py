"""The engine's own buttons: their values and labels."""

from __future__ import annotations

from forms.form import Option, Said

PER_PAGE = 8

KEEP = Option("keep", Said({"id": "Biarkan seperti ini", "en": "Keep as it is"}))
CLEAR = Option("clear", Said({"id": "Kosongkan", "en": "Remove"}))
SKIP = Option("skip", Said({"id": "Lewati", "en": "Skip"}))
DONE = Option("done", Said({"id": "Selesai", "en": "Done"}))
YES = Option("yes", Said({"id": "Ya", "en": "Yes"}))
NO = Option("no", Said({"id": "Tidak", "en": "No"}))
RIGHT_PLACE = Option("yes", Said({"id": "Ya, di sini", "en": "Yes, here"}))
OTHER_PLACE = Option("other", Said({"id": "Bukan, di tempat lain", "en": "No, somewhere else"}))
LIST = Option("list", Said({"id": "Pilih dari daftar", "en": "Choose from a list"}))
NOT_THESE = Option("list", Said({"id": "Bukan semua ini", "en": "None of these"}))

WHOLE = Said({"id": "Seluruh {}", "en": "All of {}"})

NOW = Option("now", Said({"id": "Sekarang", "en": "Now"}))
THIS_MORNING = Said({"id": "Tadi pagi", "en": "This morning"})
LAST_NIGHT = Said({"id": "Tadi malam", "en": "Last night"})
YESTERDAY = Said({"id": "Kemarin", "en": "Yesterday"})

TODAY = Said({"id": "Hari ini", "en": "Today"})
