"""What rules need besides a session: the office's profile, its forms and the vault."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from desk.rights import PRIVATE, PUBLIC, Person
from desk.whereabouts import Desk
from forms.form import Form
from forms.steps import Context
from offices.office import Office
from storage.vault import Vault

FIRST = {PUBLIC: "tip", PRIVATE: "info"}
"""The form that whatever is said to a bot begins."""
DAILY = "daily"
"""The form of an agent's day; only its nihil has buttons of its own."""


@dataclass(frozen=True)
class House:
    """One office, running."""

    office: Office
    vault: Vault
    forms: Mapping[str, Form]
    seed: Desk
    """Where the settings say the verification group is."""

    @cached_property
    def context(self) -> Context:
        """What the office lends to every form."""
        return self.office.context()

    def context_for(self, by: Person) -> Context:
        """The same for a person with an area of their own."""
        return self._context_in(by.area) if by.area else self.context

    def _context_in(self, area: str) -> Context:
        context = self._contexts.get(area)
        if context is None:
            context = self._contexts[area] = replace(self.context, area=area)
        return context

    @cached_property
    def _contexts(self) -> dict[str, Context]:
        """By area, of which an office has a few hundred at most."""
        return {}

    def forms_for(self, by: Person) -> tuple[Form, ...]:
        """The forms this person may fill in at the bot spoken to, the usual one first."""
        return self._forms_by_bot[by.bot]

    @cached_property
    def _forms_by_bot(self) -> Mapping[str, tuple[Form, ...]]:
        return {bot: self._forms_at(bot, first) for bot, first in FIRST.items()}

    def _forms_at(self, bot: str, first: str) -> tuple[Form, ...]:
        audience = "citizen" if bot == PUBLIC else "agent"
        fitting = [form for form in self.forms.values() if form.audience == audience]
        return tuple(sorted(fitting, key=lambda form: (form.key != first, form.key)))
