"""A tip, sent in three messages."""

from tests.world import Phone


async def tip(citizen: Phone, text: str = "Air sungai naik cepat") -> None:
    """Report what happened at the office's home place."""
    await citizen.says(text)
    await citizen.says(citizen.world.place)
    await citizen.taps("form.send")
