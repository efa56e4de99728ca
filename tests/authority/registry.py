"""Every action there is, as the program's own tables of buttons and words name them."""

from collections.abc import Callable, Iterable

from cards.staff import FORM
from cards.taps import (
    CHANGE,
    OTHER,
    SAME,
    AnswerTap,
    DeskTap,
    FormChoiceTap,
    FormTap,
    GroupTap,
    LanguageTap,
    MendTap,
    OpeningTap,
    OwnTap,
    PeopleTap,
    PrivacyTap,
    PullTap,
    SanctionTap,
    StaffTap,
    Tap,
)
from desk import panels
from handlers import (
    answering,
    formtaps,
    group,
    openings,
    own_reports,
    people,
    privacy,
    private,
    public,
    sanctions,
    staff,
    verification,
)

PRESSED, SAID = "pressed", "said"
OF_CARD = "Buttons of a card"
KEYBOARDS = "Keyboards of a card"
REPLIES = "Replies to a card while a keyboard is open"
GROUP = "In the verification group"

BUTTONS: dict[type[Tap], tuple[str, Callable[[], Iterable[str]]]] = {
    DeskTap: (OF_CARD, lambda: verification.ACTIONS),
    PullTap: ("The next report", lambda: [PRESSED]),
    StaffTap: (
        "The menu",
        lambda: [*staff.SCREENS, "menu", *staff.BEGUN, *staff.DIGESTS, FORM],
    ),
    OpeningTap: ("Identities", lambda: openings.ACTIONS),
    PeopleTap: ("People of the office", lambda: people.ACTIONS),
    SanctionTap: ("The list of sanctions", lambda: sanctions.LISTED),
    GroupTap: ("A group that took the bot in", lambda: group.ACTIONS),
    LanguageTap: ("The language", lambda: [PRESSED]),
    FormTap: ("Filling in a form", lambda: [*formtaps.ACTIONS, *formtaps.MOVES, CHANGE, "option"]),
    FormChoiceTap: ("Which form", lambda: [PRESSED]),
    OwnTap: ("Own reports", lambda: own_reports.ACTIONS),
    AnswerTap: ("Questions of officers", lambda: answering.ACTIONS),
    MendTap: ("A rejected report", lambda: [PRESSED]),
    PrivacyTap: ("Own data", lambda: privacy.SCREENS),
}
"""Each kind of button, the heading it stands under, and what its buttons say."""


class Unlisted(Exception):
    """A kind of button that the table knows nothing of."""


def _pressed(table: Iterable[tuple[type[Tap], object]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, _ in table:
        if kind not in BUTTONS:
            raise Unlisted(f"{kind.__name__}: say in tests/authority what its buttons are")
        heading, actions = BUTTONS[kind]
        found[heading] = list(actions())
    return found


def of_private() -> dict[str, list[str]]:
    """What may be done at the private bot, by heading."""
    pressed = _pressed(private.TAPS)
    pressed[BUTTONS[FormTap][0]] += [SAME, OTHER]
    return {
        OF_CARD: [],  # the order of the headings
        KEYBOARDS: list(panels.OPENABLE),
        REPLIES: [*panels.ASKING, *panels.REPLIES],
        GROUP: [f"/{word}" for word in private.GROUP_COMMANDS],
        **pressed,
        "Words in the own chat": [
            *(f"/{word}" for word in private.COMMANDS),
            "/start",
            "an invitation",
            "why an identity matters",
            "anything else",
        ],
    }


def of_public() -> dict[str, list[str]]:
    """What may be done at the public bot, by heading."""
    return {
        **_pressed(public.TAPS),
        "Words": [
            *(f"/{word}" for word in public.COMMANDS),
            *public.KEYS,
            "a code",
            "anything else",
        ],
    }
