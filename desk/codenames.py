"""Codenames of sources: drawn by lot, so that they say nothing about the person."""

import secrets

WORDS = (
    "Akasia Anggrek Angsana Bakau Bambu Bangau Belibis Beringin Cemara Cendana Damar Dahlia Elang "
    "Enau Flamboyan Gaharu Gelatik Gurami Jati Jalak Kamboja Kapuk Kasturi Kecapi Kelapa Kemuning "
    "Kenanga Kenari Keranji Ketapang Kutilang Lontar Mahoni Mawar Melati Meranti Merpati Murai "
    "Nibung Nipah Nilam Nuri Padma Pandan Pinus Pipit Punai Rambai Ramin Rotan Rusa Sagu Saga "
    "Sengon Seroja Srikaya Sungkai Tembesu Teratai Terubuk Trembesi Ulin Waru Wijaya"
).split()


def codename() -> str:
    """Such as `Nipah-4821`. May be taken already; about 640,000 exist."""
    return f"{secrets.choice(WORDS)}-{secrets.randbelow(10_000):04d}"
