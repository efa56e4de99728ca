"""A desk at work: officers in the group, a report that came in, and what the log says."""

from desk import enrolment, postings
from desk.rights import Role
from sandbox.client import Shown
from storage.tables import LogEntry, Report
from tests.world import Phone, World

THREE_WEEKS = 21  # days after which a button is old by anybody's measure


async def reported(office: World, text: str = "Air sungai naik cepat") -> Phone:
    """A citizen who has just sent this."""
    citizen = await office.citizen()
    await citizen.says(text)
    await citizen.says(office.place)
    await citizen.taps("form.send")
    return citizen


async def officer(office: World, name: str = "Hasan", *roles: Role) -> Phone:
    """An officer looking at the group; a verifier unless said otherwise."""
    return office.at_desk(await office.officer(name, *(roles or (Role.VERIFIER,))))


async def report_of(office: World) -> Report:
    """The only report."""
    [report] = await office.reports()
    return report


async def events(office: World) -> list[str]:
    """What the log says happened, oldest first."""
    rows = await office.rows(LogEntry)
    return [row.event for row in sorted(rows, key=lambda row: row.id or 0)]


async def data_of(phone: Phone, key: str, **values: object) -> tuple[Shown, str]:
    """The newest card, and what its button worded by `key` says when it is pressed."""
    card = await phone.sees("desk.card")
    label = phone.world.label("id", key, dict(values))
    return card, card.button(label).data or ""


async def removed(office: World, phone: Phone) -> None:
    """Take somebody's account away."""
    vault, number, now = office.product.house.vault, phone.person.id, office.clock()
    await office.product.database.run(
        lambda session: enrolment.remove(session, vault, number, now)
    )


async def both_press(
    office: World, first: tuple[Phone, str], second: tuple[Phone, str]
) -> list[str]:
    """Two officers press in the same second; what each toast says."""
    presses = []
    for phone, data in (first, second):
        presses.append(await phone.person.forges(await phone.sees("desk.card"), data))
    toasts = [await press for press in presses]
    await office.settled()
    return [toast.text for toast in toasts]


async def in_own_chat(office: World, name: str) -> Phone:
    """The own chat of somebody of the office, with the card of the only report in it."""
    account, report = await office.account(name), await report_of(office)
    await office.product.database.run(
        lambda session: postings.post_card(
            session, report, f"account:{account.id}", now=office.clock()
        )
    )
    await office.settled()
    return Phone(office, office.people[name], office.private)
