"""Every line of the table as it is played, by heading."""

from cards.taps import FormChoiceTap, FormTap, LanguageTap
from desk.rights import PRIVATE, PUBLIC
from sandbox.client import Press
from tests.authority import registry
from tests.authority.deed import Deed
from tests.authority.deeds import cards, forms, lists, menu, own, replies, words
from tests.authority.people import Who
from tests.authority.registry import BUTTONS
from tests.authority.stage import Stage


def of_private() -> dict[str, tuple[Deed, ...]]:
    """At the private bot and in its group."""
    return {
        registry.OF_CARD: cards.BUTTONS,
        registry.KEYBOARDS: cards.keyboards(),
        registry.REPLIES: replies.REPLIES,
        registry.GROUP: menu.GROUP,
        "The next report": menu.PULL,
        "The menu": menu.MENU,
        "People of the office": lists.PEOPLE,
        "The list of sanctions": lists.SANCTIONS,
        "Identities": lists.OPENINGS,
        "A group that took the bot in": menu.OFFERS,
        "The language": menu.LANGUAGE,
        **_own(PRIVATE),
        "Words in the own chat": words.of_private(),
    }


def _own(bot: str) -> dict[str, tuple[Deed, ...]]:
    lines = {BUTTONS[kind][0]: deeds for kind, deeds in own.deeds_of(bot).items()}
    return {BUTTONS[FormTap][0]: forms.deeds_of(bot), **lines}


async def _form(stage: Stage, who: Who, mine: bool) -> Press:
    return await who.presses(PUBLIC, FormChoiceTap("tip"))


async def _language(stage: Stage, who: Who, mine: bool) -> Press:
    return await who.presses(PUBLIC, LanguageTap("en"))


def of_public() -> dict[str, tuple[Deed, ...]]:
    """At the public bot."""
    return {
        **_own(PUBLIC),
        "Which form": (Deed("pressed", _form, ("form.question",), ("draft",)),),
        "The language": (Deed("pressed", _language, ("citizen.language_set",), ("source",)),),
        "Words": words.of_public(),
    }
