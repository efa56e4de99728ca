"""Every button of a card in the unfriendly cases, from the register of actions itself."""

from collections import Counter
from datetime import timedelta

from desk.lifecycle import Status
from desk.panels import OPENABLE
from desk.rights import Role
from handlers.verification import ACTIONS
from sandbox.client import Shown
from storage.pacer import Limits, Window
from tests.conversations.desks import THREE_WEEKS, officer, removed
from tests.conversations.every_tap import Both, Trail, buttons, placed, trails
from tests.world import Phone, World


async def desk_with(office: World, *names: str) -> list[Phone]:
    """Officers who may do everything, and one report with a file."""
    officers = [await officer(office, name, Role.VERIFIER, Role.ADMIN) for name in names]
    citizen = await office.citizen()
    await citizen.sends_photo(caption="Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    await _quietly(office)
    return officers


async def _quietly(office: World) -> None:
    """The program starts anew, and hundreds of cards wait for their place in the group: what
    they would show is looked at where one button is tried at a time."""
    office.limits = Limits(overall=None, person=(), group=(Window(1, timedelta(days=1)),))
    await office.stops()
    await office.starts()


async def press_together(phones: list[Phone], card: Shown, data: str) -> list[str]:
    """Everybody presses in the same moment; what each toast says."""
    pressing = [await phone.person.forges(card, data) for phone in phones]
    return [(await one).text for one in pressing]


async def press_each(phone: Phone, card: Shown, taps: list[str]) -> list[str]:
    """One after the other, as fast as it goes; what each toast says."""
    pressing = [await phone.person.forges(card, data) for data in taps]
    return [(await one).text for one in pressing]


async def test_no_action_and_no_panel_is_left_out(office: World) -> None:
    listed = buttons(office)
    assert {one.action for one in listed} == set(ACTIONS)
    assert {one.value for one in listed if one.action == "panel"} == set(OPENABLE)


async def test_two_officers_at_once_on_every_button_do_it_once(office: World) -> None:
    hasan, rina, _ = await desk_with(office, "Hasan", "Rina", "Dewi")
    cells = await placed(office, times=2)
    card, before = await hasan.sees("desk.card"), await trails(office)
    assert all(await press_each(hasan, card, [alone.data() for alone, _ in cells]))
    toasts = [await press_together([hasan, rina], card, both.data()) for _, both in cells]
    after, wrong = await trails(office), []
    for (alone, both), said in zip(cells, toasts, strict=True):
        one = after[alone.report].since(before[alone.report])
        two = after[both.report].since(before[both.report])
        if not all(said) or not _fits(both.button.both, one, two):
            wrong.append((str(both), said, one, two))
    assert wrong == []
    assert "poison" not in office.log.getvalue()


def _fits(both: Both, one: Trail, two: Trail) -> bool:
    if both is Both.CONFIRMS:
        return two.events == Counter(emergency_proposed=1, rated=1)
    times = 2 if both is Both.EACH else 1
    return two == one.times(times)


async def test_every_button_three_weeks_old_works_where_nothing_moved_on(office: World) -> None:
    hasan, _ = await desk_with(office, "Hasan", "Dewi")
    cells = [one for [one] in await placed(office)]
    card = await hasan.sees("desk.card")
    await _weeks_later(office)
    toasts = await press_each(hasan, card, [one.data() for one in cells])
    refusals = ("desk.unknown_button", "desk.not_allowed", "desk.done_already", "desk.moved_on")
    refused = [
        (str(one), said)
        for one, said in zip(cells, toasts, strict=True)
        if not said or any(office.trace.shows(said, key) for key in refusals)
    ]
    assert refused == []
    assert "poison" not in office.log.getvalue()


async def test_every_button_three_weeks_old_changes_nothing_once_the_report_moved_on(
    office: World,
) -> None:
    hasan, dewi = await desk_with(office, "Hasan", "Dewi")
    cells = [one for [one] in await placed(office) if not one.button.reads]
    card = await hasan.sees("desk.card")
    states = {one.id: one.status for one in await office.reports()}
    for one in cells:
        if states[one.report] == Status.WAITING:
            await press_each(dewi, card, [one.forged("take_over"), one.forged("approve", "F6")])
        else:
            await press_each(hasan, card, [one.forged("undo")])
    await _weeks_later(office)
    said = await _changes_nothing(office, hasan, card, [one.data() for one in cells])
    assert [one for one in said if not office.trace.shows(one, "desk.moved_on")] == []


async def test_every_button_forged_with_another_reports_number_changes_nothing(
    office: World,
) -> None:
    hasan, _ = await desk_with(office, "Hasan", "Dewi")
    cells = [one for [one] in await placed(office)]
    card, other = await hasan.sees("desk.card"), (await office.reports())[0].id or 0
    await press_each(hasan, card, [f"d|{other}|1|approve|F6"])
    versioned = [one for one in cells if not one.button.reads]
    await _changes_nothing(
        office,
        hasan,
        card,
        [one.data(report=9_999_999) for one in cells]
        + [one.data(report=other, version=1) for one in versioned]
        + [one.data(version=one.version + 1) for one in versioned]
        + [one.data()[:-1] + "\x00" for one in cells],
    )


async def test_a_removed_officer_changes_nothing_by_any_button(office: World) -> None:
    *_, rina = await desk_with(office, "Hasan", "Dewi", "Rina")
    cells = [one for [one] in await placed(office)]
    card = await rina.sees("desk.card")
    await removed(office, rina)
    said = await _changes_nothing(office, rina, card, [one.data() for one in cells])
    assert set(said) == {office.label("id", "desk.not_allowed", {})}


async def _weeks_later(office: World) -> None:
    """The program was stopped and started, and much time passed."""
    office.clock.passes(days=THREE_WEEKS)
    await office.stops()
    await office.starts()


async def _changes_nothing(office: World, phone: Phone, card: Shown, taps: list[str]) -> list[str]:
    """Each is answered with a toast, and every report stays as it was, in every table."""
    before = await trails(office)
    toasts = await press_each(phone, card, taps)
    after = await trails(office)
    unanswered = [data for data, said in zip(taps, toasts, strict=True) if not said]
    changed = {one: (before[one], after[one]) for one in before if before[one] != after[one]}
    assert (unanswered, changed) == ([], {})
    assert "poison" not in office.log.getvalue()
    return toasts
