"""What reporters do in a busy hour, with pauses in seconds between one deed and the next."""

from collections.abc import Callable

from tests.journeys.hour import Story
from tests.storage.files.made_recordings import voice
from tests.world import World

STORY = "Air sungai naik cepat, jalan ke sekolah sudah terendam"


async def plain(office: World, name: str) -> Story:
    citizen = await office.citizen(name)
    yield 20
    await citizen.says(STORY)
    yield 15
    await citizen.says(office.place)
    yield 5
    await citizen.taps("form.send")


async def with_an_album(office: World, name: str) -> Story:
    citizen = await office.citizen(name)
    yield 10
    await citizen.sends_album(4, STORY, late=(3,))
    yield 5
    await citizen.delivers_late()
    await citizen.says(office.place)
    yield 4
    await citizen.taps("form.danger")
    yield 4
    await citizen.taps("form.send")


async def from_a_point(office: World, name: str) -> Story:
    citizen = await office.citizen(name)
    yield 12
    await citizen.sends_location(*office.home.point)
    yield 3
    await citizen.says("ya")
    yield 30
    await citizen.sends_photo(len(name), STORY)
    yield 6
    await citizen.taps("form.send")
    yield 40
    await citizen.says("📋 Laporan saya")
    yield 5
    await citizen.taps((await citizen.last()).buttons[0][0].text)


async def with_every_mistake(office: World, name: str) -> Story:
    """Wrong inputs, one after the other, then the longest text there is."""
    citizen = await office.citizen(name)
    await citizen.says("Assalamualaikum")
    yield 8
    await citizen.sends_sticker()
    yield 8
    await citizen.says("air")
    yield 5
    await citizen.says("🌊&<" * 700)
    for wrong in ("Atlantis", "7", "x" * 4000):
        yield 6
        await citizen.says(wrong)
    yield 6
    await citizen.sends_location(*office.home.outside)
    yield 6
    await citizen.says(office.home.twice)
    yield 6
    await citizen.says("1")
    yield 3
    await citizen.sends_document(b"MZ\x90\x00 a program", "foto.jpg", mime="image/jpeg")
    yield 6
    await citizen.taps("form.send")


async def withdrawn(office: World, name: str) -> Story:
    citizen = await office.citizen(name)
    await citizen.says(STORY)
    yield 4
    await citizen.sends_voice(voice())
    await citizen.says(office.home.other)
    yield 3
    await citizen.taps("form.send")
    yield 9
    await citizen.says("/laporan")
    yield 4
    await citizen.taps((await citizen.last()).buttons[0][0].text)
    for key in ("citizen.withdraw", "citizen.yes_withdraw"):
        yield 2
        label = office.label("id", key, {})
        if label in (await citizen.last()).labels:  # else an officer was quicker
            await citizen.taps(key)


async def blocked(office: World, name: str) -> Story:
    """Who blocks the bot after sending, and comes back when the decision has fallen."""
    citizen = await office.citizen(name)
    await citizen.says(STORY)
    yield 4
    await citizen.says(office.place)
    yield 3
    await citizen.taps("form.send")
    yield 5
    await citizen.blocks()
    yield 900
    await citizen.unblocks()
    await citizen.starts()


async def agent(office: World, name: str) -> Story:
    """A quick report, a nihil, the whole form, the own reports."""
    phone = await office.agent(name)
    yield 60
    await phone.says(f"#banjir {office.place}: tanggul jebol")
    yield 4
    await phone.taps("form.send")
    yield 300
    await phone.says("🟢 Nihil hari ini")
    yield 4
    await phone.taps("form.send")
    yield 300
    await phone.says("📝 Laporan informasi")
    for text in ("Warga menuntut kejelasan batas lahan", office.place, "Sekitar 50 warga" * 60):
        yield 20
        await phone.says(text)
    for _ in range(12):
        yield 4
        if "form.review" in await phone.keys():
            break
        await phone.taps("Lewati")
    await phone.sends_album(2)
    yield 5
    await phone.taps("form.send")
    yield 60
    await phone.says("📋 Laporan saya")


CITIZENS: tuple[Callable[[World, str], Story], ...] = (
    *(plain, with_an_album, from_a_point, plain),
    *(with_every_mistake, withdrawn, blocked, with_an_album),
)
"""What citizens do, in turn."""
