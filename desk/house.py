"""What rules need besides a session: the office's profile, its forms and the vault."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.form import Form
from offices.office import Office
from storage.vault import Vault


@dataclass(frozen=True)
class House:
    """One office, running."""

    office: Office
    vault: Vault
    forms: Mapping[str, Form]
