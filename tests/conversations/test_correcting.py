"""Officers set right category, place and time, and write a summary; the words stay."""

from datetime import UTC, datetime, timedelta

import pytest

from cards.taps import DeskTap
from desk.rights import Role
from storage.tables import LogEntry
from tests.conversations.desks import (
    THREE_WEEKS,
    both_press,
    events,
    in_own_chat,
    officer,
    removed,
    report_of,
    reported,
)
from tests.world import Phone, World

WORDS = "Air sungai naik cepat"
SUMMARY = "Sungai meluap; sekitar 20 rumah terendam sejak pagi."


async def opens(phone: Phone, field: str) -> None:
    await phone.taps("desk.more")
    await phone.taps("correcting.open")
    await phone.taps("correcting.field", field=field)


async def replies(phone: Phone, text: str) -> None:
    await phone.says(text, reply_to=await phone.sees("desk.card"))


async def details(office: World) -> list[dict[str, object]]:
    rows = sorted(await office.rows(LogEntry), key=lambda row: row.id or 0)
    return [row.details for row in rows if row.event == "corrected"]


async def chooses(office: World, phone: Phone, key: str) -> None:
    """Walk to a category through its group, over the pages of it."""
    home = office.product.house.office
    group = home.category(key).group
    await phone.taps(home.group(group).label.in_("id"))
    while True:
        card = await phone.sees("correcting.panel_category")
        labels = [one.text for row in card.buttons for one in row]
        if home.category(key).label.in_("id") in labels:
            await phone.taps(home.category(key).label.in_("id"))
            return
        await phone.taps("form.next_page")


async def test_every_category_of_the_office_can_be_chosen_and_shows_what_it_was(
    office: World,
) -> None:
    desk = await officer(office)
    await reported(office)
    categories = office.product.house.office.categories
    for category in (categories[0], categories[len(categories) // 2], categories[-1]):
        await opens(desk, "category")
        await chooses(office, desk, category.key)
        report = await report_of(office)
        assert report.category == category.key
        assert report.reported == {"category": "open"}
    card = await desk.sees("correcting.mark")
    assert categories[-1].label.in_("id") in card.text and "Jenis belum dipilih" in card.text
    assert report.text == WORDS and WORDS in card.text
    assert [one["field"] for one in await details(office)] == ["category"] * 3


async def test_the_groups_can_be_reached_again_from_inside_one(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    first, *_, last = office.product.house.office.groups
    await opens(desk, "category")
    await desk.taps(first.label.in_("id"))
    await desk.taps("correcting.all_groups")
    assert (await desk.sees("correcting.panel_category")).button(last.label.in_("id"))


async def test_a_place_is_named_in_a_reply_and_the_card_says_what_it_was(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    await opens(desk, "place")
    assert await desk.sees("correcting.panel_place")
    await replies(desk, office.home.other)
    report = await report_of(office)
    assert report.region == office.home.other_code
    assert report.reported == {"region": office.home.place_code}
    assert await desk.sees("correcting.mark")
    assert await details(office) == [
        {"field": "region", "before": office.home.place_code, "after": office.home.other_code}
    ]


async def test_a_place_of_which_there_are_two_is_chosen_by_a_button(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    await opens(desk, "place")
    await replies(desk, office.home.twice)
    assert (await report_of(office)).region == office.home.place_code
    card = await desk.sees("correcting.panel_place")
    labels = [one.text for row in card.buttons for one in row]
    assert set(office.home.twice_names) <= set(labels)
    regions = office.product.house.office.regions
    await desk.taps(regions.full_name(office.home.other_code, "id"))
    assert (await report_of(office)).region == office.home.other_code


async def test_in_the_own_chat_it_goes_the_same_way(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    own = await in_own_chat(office, "Hasan")
    await opens(own, "place")
    assert not await desk.seen("correcting.panel_place")
    await replies(own, office.home.twice)
    regions = office.product.house.office.regions
    await own.taps(regions.full_name(office.home.other_code, "id"))
    await opens(own, "category")
    await chooses(office, own, office.product.house.office.categories[-1].key)
    report = await report_of(office)
    assert report.region == office.home.other_code
    assert report.category == office.product.house.office.categories[-1].key
    assert (await own.sees("correcting.mark")).text == (await desk.sees("correcting.mark")).text


async def test_a_place_nobody_knows_is_asked_again(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    await opens(desk, "place")
    await replies(desk, "Atlantis")
    assert await desk.seen("correcting.unfit")
    assert (await report_of(office)).region == office.home.place_code
    await replies(desk, office.home.other)
    assert (await report_of(office)).region == office.home.other_code


async def test_the_reporters_pin_leaves_with_a_place_it_is_not_in_and_comes_back(
    office: World,
) -> None:
    desk = await officer(office)
    citizen = await office.citizen()
    await citizen.says(WORDS)
    await citizen.sends_location(*office.home.point)
    await citizen.taps("Ya, di sini")
    await citizen.taps("form.send")
    before = await report_of(office)
    assert before.lat is not None
    for code, pinned in (
        (office.home.point_code, True),
        (office.home.other_code, False),
        (before.region, True),
    ):
        tap = DeskTap(before.id or 0, 1, "place", code)
        await desk.presses(await desk.sees("desk.card"), tap.pack())
        report = await report_of(office)
        assert (report.region, report.lat is not None) == (code, pinned)
    assert report.reported == {} and (report.lat, report.lon) == (before.lat, before.lon)
    assert not await desk.seen("correcting.mark")


async def test_a_time_is_written_in_everyday_words(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    before = await report_of(office)
    await opens(desk, "time")
    await replies(desk, "kemarin jam 2 siang")
    report = await report_of(office)
    assert report.happened_at == office.noon - timedelta(hours=22)
    assert report.reported == {"happened_at": before.happened_at.astimezone(UTC).isoformat()}
    kept = datetime.fromisoformat(report.reported["happened_at"])
    assert kept == before.happened_at
    assert await desk.sees("correcting.mark")


@pytest.mark.parametrize("text", ["entah kapan ya", "besok jam 9", "1 januari 2020"])
async def test_a_time_that_is_unclear_to_come_or_long_ago_is_asked_again(
    office: World, text: str
) -> None:
    desk = await officer(office)
    await reported(office)
    before = await report_of(office)
    await opens(desk, "time")
    await replies(desk, text)
    assert await desk.seen("correcting.unfit")
    report = await report_of(office)
    assert report.happened_at == before.happened_at and report.reported == {}


async def test_leaders_read_the_summary_and_the_reporter_the_own_words(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    desk = await officer(office)
    citizen = await reported(office)
    await opens(desk, "summary")
    await replies(desk, SUMMARY)
    report = await report_of(office)
    assert (report.summary, report.text) == (SUMMARY, WORDS)
    assert SUMMARY in (await desk.sees("correcting.summary")).text
    await desk.taps("desk.approve_default")
    office.clock.passes(minutes=1)
    await leader.taps("staff.key_today")
    digest = (await leader.sees("digest.title")).text
    assert SUMMARY in digest and WORDS not in digest
    await citizen.says("📋 Laporan saya")
    await citizen.taps((await citizen.last()).buttons[0][0].text)
    status = (await citizen.last()).text
    assert WORDS in status and SUMMARY not in status
    assert await details(office) == [{"field": "summary", "set": True}]


async def test_a_summary_can_be_replaced_and_removed(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    for text in (SUMMARY, "Ringkasan yang lebih baik lagi"):
        await opens(desk, "summary")
        await replies(desk, text)
        assert (await report_of(office)).summary == text
    await opens(desk, "summary")
    await desk.taps("correcting.drop_summary")
    assert (await report_of(office)).summary is None
    assert not await desk.seen("correcting.summary")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("singkat", id="too short"),
        pytest.param("panjang " * 80, id="too long"),
        pytest.param("Korban dapat dihubungi di 0812-3456-7890", id="a telephone number"),
        pytest.param("Pelaku ber-NIK 1404 0912 3456 7890 sudah pergi", id="an identity card"),
    ],
)
async def test_a_summary_that_can_not_be_shown_is_asked_again(office: World, text: str) -> None:
    desk = await officer(office)
    await reported(office)
    await opens(desk, "summary")
    await replies(desk, text)
    assert await desk.seen("correcting.unfit")
    assert (await report_of(office)).summary is None


async def test_dates_hours_and_sums_are_no_numbers_of_a_person(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    text = "Pada 21-11-2026 pukul 14.30-16.00 rugi Rp100.000.000 dan 1.234.567 bibit"
    await opens(desk, "summary")
    await replies(desk, text)
    assert (await report_of(office)).summary == text


async def test_an_approved_report_is_corrected_too_and_no_other(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    await desk.taps("desk.approve_default")
    await opens(desk, "place")
    await replies(desk, office.home.other)
    report = await report_of(office)
    assert (report.status, report.region) == ("approved", office.home.other_code)
    await desk.taps("undoing.open")
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key="unclear")
    card = await desk.sees("desk.card")
    report = await report_of(office)
    for action, value in (
        ("place", office.home.place_code),
        ("category", office.product.house.office.categories[0].key),
        ("summary", "drop"),
        ("panel", "correct"),
    ):
        tap = DeskTap(report.id or 0, report.version, action, value)
        assert (await desk.presses(card, tap.pack())).alert
    assert (await report_of(office)).region == office.home.other_code


async def test_what_stands_so_already_is_said_and_not_logged(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    card = await desk.sees("desk.card")
    for value in (f"place|{office.home.place_code}", "summary|drop"):
        toast = await desk.presses(card, f"d|1|1|{value}")
        assert toast.text and not toast.alert
    assert await events(office) == ["submitted"]


async def test_a_reply_belongs_to_who_opened_the_question(office: World) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await opens(hasan, "summary")
    await replies(rina, SUMMARY)
    assert (await report_of(office)).summary is None
    await rina.presses(await rina.sees("desk.card"), "d|1|1|panel|time")
    await replies(hasan, SUMMARY)
    assert (await report_of(office)).summary is None


async def test_two_officers_in_the_same_second_both_are_kept_in_the_log(office: World) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    codes = (office.home.other_code, office.home.point_code)
    first, second = (DeskTap(1, 1, "place", code).pack() for code in codes)
    assert all(await both_press(office, (hasan, first), (rina, second)))
    report = await report_of(office)
    assert report.region in codes and report.reported["region"] == office.home.place_code
    log = await details(office)
    assert len(log) == 2 and log[0]["after"] == log[1]["before"]
    assert log[1]["after"] == report.region


async def test_a_correction_in_the_same_second_as_the_decision_is_kept_or_refused(
    office: World,
) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    correct = DeskTap(1, 1, "place", office.home.other_code).pack()
    _, said = await both_press(office, (rina, "d|1|1|approve|F6"), (hasan, correct))
    report = await report_of(office)
    refused = "Rina" in said
    assert report.status == "approved"
    assert (report.region == office.home.other_code) != refused
    assert len(await details(office)) == (0 if refused else 1)


@pytest.mark.parametrize(
    "value",
    [
        "category|apocalypse",
        "category|open",
        "category|politics:x",
        "place|99.99.99.9999",
        "place|",
        "summary|",
        "summary|Ringkasan",
        "panel|summaries",
    ],
)
async def test_a_forged_button_corrects_nothing(office: World, value: str) -> None:
    desk = await officer(office)
    await reported(office)
    toast = await desk.presses(await desk.sees("desk.card"), f"d|1|1|{value}")
    assert toast.alert and toast.text
    assert await events(office) == ["submitted"]
    assert "poison" not in office.log.getvalue()


async def test_an_old_or_foreign_button_a_removed_officer_and_a_stranger_correct_nothing(
    office: World,
) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    leader = await officer(office, "Bupati", Role.LEADER)
    stranger = office.at_desk(await office.officer("Orang lain", opens=False))
    await reported(office)
    card = await hasan.sees("desk.card")
    await removed(office, rina)
    await hasan.taps("desk.approve_default")
    office.clock.passes(days=THREE_WEEKS)
    here, other = office.home.other_code, DeskTap(999, 2, "place", office.home.other_code)
    for phone, tap in (
        (hasan, DeskTap(1, 1, "place", here)),
        (hasan, other),
        (rina, DeskTap(1, 2, "place", here)),
        (leader, DeskTap(1, 2, "place", here)),
        (stranger, DeskTap(1, 2, "place", here)),
    ):
        assert (await phone.presses(card, tap.pack())).alert
    assert (await report_of(office)).region == office.home.place_code


async def test_the_longest_report_with_every_line_still_fits_a_card(office: World) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office, "kata " * 400)
    card = await hasan.sees("desk.card")
    await opens(hasan, "summary")
    await replies(hasan, "ringkas " * 62)
    for phone in (hasan, rina):
        await phone.presses(card, "d|1|1|urgency|important")
    await hasan.presses(card, f"d|1|1|place|{office.home.other_code}")
    category = office.product.house.office.categories[0].key
    await hasan.presses(card, f"d|1|1|category|{category}")
    await rina.presses(card, "d|1|1|urgency|emergency")
    await opens(hasan, "time")
    await replies(hasan, "kemarin jam 2 siang")
    card = await hasan.sees("urgency.proposed")
    assert await hasan.sees("correcting.mark") == card
    assert card.button("📄 Kirim selengkapnya ke saya")
    assert "drawing_failed" not in office.log.getvalue()
