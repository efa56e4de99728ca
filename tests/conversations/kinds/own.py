"""A form that the profile of a test adds, and somebody who fills it in."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from forms.draft import Draft as FormDraft
from forms.steps import WrongKey
from storage.tables import Draft, Report
from tests.world import Phone, World

HEAD = """
key = "damage"
version = 1
audience = "AUDIENCE"
title = { id = "Laporan kerusakan", en = "Damage report" }
"""
FIELD = """
[[fields]]
key = "KEY"
kind = "KIND"
required = REQUIRED
question = { id = "Tanya KEY?", en = "Ask KEY?" }
label = { id = "Label KEY", en = "Label KEY" }
example = { id = "Misal KEY", en = "Such as KEY" }
MORE
"""
OPTION = """
[[fields.options]]
value = "KEY"
label = { id = "LABEL", en = "LABEL" }
"""
TITLE = "Laporan kerusakan"
WHAT = "Jembatan kayu patah di tengah"


def field(key: str, kind: str, more: str = "", *, required: bool = True) -> str:
    """One `[[fields]]` section."""
    text = FIELD.replace("KEY", key).replace("KIND", kind).replace("MORE", more)
    return text.replace("REQUIRED", str(required).lower())


def options(**labels: str) -> str:
    """The `[[fields.options]]` sections of a choice."""
    return "".join(
        OPTION.replace("KEY", key).replace("LABEL", label) for key, label in labels.items()
    )


def own_form(*fields: str, audience: str = "citizen") -> Mapping[str, str]:
    """The file of a form that asks what and where, and then these fields."""
    usual = (field("what", "text", "min_length = 5"), field("where", "region"))
    when = field("when", "moment", 'default = "now"')
    head = HEAD.replace("AUDIENCE", audience)
    return {"damage.toml": "".join((head, *usual, *fields, when))}


@dataclass
class Filling:
    """Somebody in the middle of a form, and what the draft holds meanwhile."""

    office: World
    phone: Phone

    async def draft(self) -> FormDraft:
        """The only draft there is, opened."""
        [row] = await self.office.rows(Draft)
        house = self.office.product.house
        content = house.vault.open(row.sealed, f"draft|{row.owner}|{row.form}")
        return FormDraft.from_json(content["draft"], house.forms[row.form])

    async def refused(self, act: Awaitable[object], wrong: WrongKey, **values: object) -> None:
        """What is done gets the sentence of `wrong` above the same question, and changes nothing.

        `values` are those the sentence names.
        """
        before = await self.draft()
        await act
        shown, after = await self.phone.last(), await self.draft()
        words = self.office.product.library.in_("id")
        sentence = words.html("form.wrong", key=wrong.value, values=values)
        assert sentence in shown.raw, f"not {wrong}: {shown.raw}"
        assert shown.buttons
        assert (after.answers, after.at) == (before.answers, before.at)

    async def unread(self) -> None:
        """A sticker is said to be unreadable, and the same question comes again."""
        before = await self.draft()
        await self.phone.sends_sticker()
        said, again = await self.phone.tail(2)
        assert "citizen.cannot_read" in self.office.trace.keys(said.raw)
        assert {"form.question", "form.review"} & set(self.office.trace.keys(again.raw))
        assert await self.draft() == before

    async def at(self) -> str | None:
        """The field that is asked now; None on the review."""
        return (await self.draft()).at

    async def changes(self, label: str) -> None:
        """Ask a field again from the review."""
        await self.phone.taps("form.change", field=label)

    async def sends(self) -> Report:
        """Send from the review; the report it became."""
        assert "form.review" in await self.phone.keys()
        await self.phone.taps("form.send")
        return (await self.office.reports())[-1]


async def tip_at_review(office: World) -> Filling:
    """A citizen with a tip that only needs to be sent."""
    filling = Filling(office, await office.citizen())
    await filling.phone.says(WHAT)
    await filling.phone.says(office.place)
    return filling


async def own_begun(office: World) -> Filling:
    """A citizen who chose the profile's own form and told what and where."""
    filling = Filling(office, await office.citizen())
    await filling.phone.says(office.label("id", "citizen.menu_report", {}))
    await filling.phone.taps(TITLE)
    await filling.phone.says(WHAT)
    await filling.phone.says(office.place)
    return filling
