"""The main path: a citizen reports, an officer decides, the citizen hears, the Bupati reads."""

from desk.rights import Role
from tests.world import World


async def test_a_tip_with_two_photos_goes_all_the_way(office: World) -> None:
    citizen = await office.citizen()
    verifier = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(verifier)
    await citizen.sends_album(2, "Banjir setinggi lutut di depan pasar")
    await citizen.says(office.place)
    await citizen.sees("form.review")
    await citizen.taps("form.send")
    await citizen.sees("citizen.receipt")
    [report] = await office.reports()
    card = await desk.sees("desk.card")
    assert report.status == "waiting"
    assert len(await desk.seen("desk.card")) == 1
    await desk.taps("desk.approve_graded")
    await desk.taps("desk.source_key", letter="B")
    await desk.taps("desk.grade", grade="B2")
    [report] = await office.reports()
    assert (report.status, report.grade_source, report.grade_information) == ("approved", "B", "2")
    await citizen.sees("citizen.outcome_approved")
    assert (await desk.sees("desk.card")).message_id == card.message_id
