"""What an administrator sees of the office's people: the list, one person, invitations."""

from cards import labels
from cards.screen import Button, Screen, in_rows
from cards.taps import PeopleTap
from desk.enrolment import Enrolled
from desk.invites import Offered
from desk.rights import Role
from forms.buttons import PER_PAGE
from offices.office import Office
from words import Plain, Words

INVITED = (Role.AGENT, Role.VERIFIER, Role.LEADER, Role.ADMIN)
NOWHERE = "-"


def listing(everybody: list[Enrolled], page: int, words: Words) -> Screen:
    """Everybody enrolled, a button each, a page at a time."""
    pages = max(1, -(-len(everybody) // PER_PAGE))
    page = min(page, pages - 1)
    here = everybody[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows: list[tuple[Button, ...]] = [(_person(one, words),) for one in here]
    rows += _leafing("list", "", page, pages, words)
    rows.append((Button(words.text("people.invite"), _tap("invite")),))
    waiting = sum(not one.reachable for one in everybody)
    text = words.html(
        "people.listing", total=len(everybody), waiting=waiting, page=page + 1, pages=pages
    )
    return Screen(text, tuple(rows))


def person(one: Enrolled, office: Office, words: Words) -> Screen:
    """One person, with what can be done about them."""
    text = words.html(
        "people.person",
        name=one.name,
        roles=[labels.role(role, words) for role in one.roles],
        area=labels.place(office, one.area, words) if one.area else "",
        reachable=one.reachable,
        paused=one.paused,
    )
    pausing = Button(words.text("people.pause"), _tap("pause", one.account))
    resuming = Button(words.text("people.resume"), _tap("resume", one.account))
    return Screen(
        text,
        (
            (
                resuming if one.paused else pausing,
                Button(words.text("people.remove"), _tap("ask", one.account)),
            ),
            (Button(words.text("people.back"), _tap("list")),),
        ),
    )


def confirm_removal(one: Enrolled, words: Words) -> Screen:
    """Whether to really take every role away: one thumb slips easily."""
    row = (
        Button(words.text("people.yes_remove"), _tap("remove", one.account)),
        Button(words.text("people.keep"), _tap("show", one.account)),
    )
    return Screen(words.html("people.confirm_removal", name=one.name), (row,))


def which_role(words: Words) -> Screen:
    """Whom the new link is for."""
    buttons = tuple(
        Button(labels.role(role, words), _tap("role", 0, role.value)) for role in INVITED
    )
    back = (Button(words.text("people.back"), _tap("list")),)
    return Screen(words.html("people.which_role"), (*in_rows(buttons, 2), back))


def which_area(role: Role, page: int, office: Office, words: Words) -> Screen:
    """The kecamatan an agent is to report from, or none."""
    districts = office.regions.kecamatan()
    pages = max(1, -(-len(districts) // PER_PAGE))
    page = min(page, pages - 1)
    here = districts[page * PER_PAGE : (page + 1) * PER_PAGE]
    buttons = tuple(
        Button(Plain(labels.place(office, one.code, words)), _tap("area", 0, f"{role}:{one.code}"))
        for one in here
    )
    rows: list[tuple[Button, ...]] = [*in_rows(buttons, 2)]
    rows += _leafing("areas", role.value, page, pages, words)
    rows.append(
        (
            Button(words.text("people.no_area"), _tap("area", 0, f"{role}:{NOWHERE}")),
            Button(words.text("people.back"), _tap("invite")),
        )
    )
    return Screen(words.html("people.which_area"), tuple(rows))


def invitation(offered: Offered, bot: str, office: Office, words: Words) -> Screen:
    """The link, shown once: whoever has it first comes in."""
    text = words.html(
        "people.invitation",
        role=labels.role(offered.role, words),
        area=labels.place(office, offered.region, words) if offered.region else "",
        link=start_link(bot, offered.payload),
        until=offered.expires_at,
    )
    withdraw = Button(words.text("people.withdraw"), _tap("withdraw", offered.invite))
    more = Button(words.text("people.invite"), _tap("invite"))
    return Screen(text, ((withdraw, more),))


def start_link(bot: str, payload: str) -> str:
    """The address that opens the bot's chat with a payload of at most 64 letters."""
    return f"https://t.me/{bot}?start={payload}"


def _person(one: Enrolled, words: Words) -> Button:
    label = words.text(
        "people.line",
        name=one.name,
        roles=[labels.role(role, words) for role in one.roles],
        reachable=one.reachable,
        paused=one.paused,
    )
    return Button(label, _tap("show", one.account))


def _leafing(
    action: str, value: str, page: int, pages: int, words: Words
) -> list[tuple[Button, ...]]:
    """Buttons to the pages before and after; the page's number travels as the tap's number."""
    row = []
    if page > 0:
        row.append(Button(words.text("form.previous_page"), _tap(action, page - 1, value)))
    if page < pages - 1:
        row.append(Button(words.text("form.next_page"), _tap(action, page + 1, value)))
    return [tuple(row)] if row else []


def _tap(action: str, number: int = 0, value: str = "") -> str:
    return PeopleTap(action, number, value).pack()
