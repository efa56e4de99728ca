"""The three forms of the library from beginning to end, with a wrong answer to every question."""

from datetime import date, datetime, timedelta

from forms.steps import WrongKey
from storage.tables import Daily, Evidence
from tests.conversations.kinds.own import WHAT, Filling, tip_at_review
from tests.world import World


async def test_a_tip_with_a_wrong_answer_to_every_question_is_sent_as_given(
    office: World,
) -> None:
    filling = await tip_at_review(office)
    says, changes, refused = filling.phone.says, filling.changes, filling.refused
    ahead = datetime(2027, 1, 1, 10, tzinfo=office.product.house.office.zone)
    await refused(says("tolong ya"), WrongKey.BUTTON_EXPECTED)
    await changes("Kejadian")
    await says("a" * 8001)
    assert "form.wrong" in await filling.phone.keys() and await filling.at() == "what"
    await office.sandbox.advance(10)  # nobody answers a long text within three seconds
    await says("Tanggul jebol di dua tempat")
    await changes("Tempat")
    await refused(says("Atlantis"), WrongKey.PLACE_UNKNOWN, text="Atlantis")
    await says(office.home.other)
    await changes("Waktu")
    await refused(says("1/1/2027 10.00"), WrongKey.MOMENT_IN_FUTURE, moment=ahead)
    await says("kemarin 14.30")
    await changes("Jenis")
    await refused(says("entahlah"), WrongKey.NOT_AN_OPTION)
    await says("banjir")
    await changes("Nomor telepon")
    await refused(says("nanti"), WrongKey.CONTACT_UNCLEAR)
    await filling.phone.taps("form.to_review")
    await changes("Boleh dihubungi")
    await refused(says("mungkin"), WrongKey.YES_OR_NO)
    await says("tidak")
    report = await filling.sends()
    assert (report.text, report.region) == ("Tanggul jebol di dua tempat", office.home.other_code)
    assert (report.category, report.contact) == ("flood", False)
    assert report.happened_at == office.noon - timedelta(hours=21, minutes=30)


async def test_an_information_report_with_wrong_answers_is_sent_as_given(office: World) -> None:
    filling = Filling(office, await office.agent())
    says, taps, refused = filling.phone.says, filling.phone.taps, filling.refused
    await says(office.label("id", "agent.menu_report", {}))
    await refused(says("ah"), WrongKey.TOO_SHORT, min=5, length=2)
    await says(WHAT)
    await refused(says("Atlantis"), WrongKey.PLACE_UNKNOWN, text="Atlantis")
    await says(office.place)
    await refused(says("a" * 1001), WrongKey.TOO_LONG, max=1000, length=1001)
    await says("Dua puluh warga")
    await refused(says("a" * 2001), WrongKey.TOO_LONG, max=2000, length=2001)
    await taps("Lewati")
    await refused(says("entahlah"), WrongKey.NOT_AN_OPTION)
    await taps("Dari saksi")
    await refused(says("9"), WrongKey.NOT_AN_OPTION)
    await says("warga setempat")
    await filling.unread()
    await says("Kayunya lapuk")
    await says("lewati")
    await refused(says("a" * 1501), WrongKey.TOO_LONG, max=1500, length=1501)
    await says("Ganti dengan beton")
    await filling.changes("Diketahui pada")
    await refused(says("entah"), WrongKey.MOMENT_UNCLEAR)
    await taps("Sekarang")
    await filling.phone.sends_photo()
    report = await filling.sends()
    answers = dict(report.answers)
    assert datetime.fromisoformat(answers.pop("obtained_when")["moment"]) == office.noon
    assert answers == {
        "who": "Dua puluh warga",
        "obtained": "witness",
        "relation": "resident",
        "analysis": "Kayunya lapuk",
        "recommendation": "Ganti dengan beton",
    }
    assert [row.report_id for row in await office.rows(Evidence)] == [report.id]


async def test_who_saw_it_is_not_asked_about_a_source(office: World) -> None:
    filling = Filling(office, await office.agent())
    await filling.phone.says(office.label("id", "agent.menu_report", {}))
    await filling.phone.says(WHAT)
    await filling.phone.says(office.place)
    for label in ("Lewati", "Lewati", "Saya lihat sendiri"):
        await filling.phone.taps(label)
    assert await filling.at() == "analysis"


async def test_a_daily_report_with_wrong_answers_is_sent_as_given(office: World) -> None:
    filling = Filling(office, await office.agent())
    says, refused = filling.phone.says, filling.refused
    await says("/harian")
    await refused(says("mungkin"), WrongKey.YES_OR_NO)
    await says("ya, ada kejadian")
    await refused(says("ah"), WrongKey.TOO_SHORT, min=5, length=2)
    await says(WHAT)
    await refused(filling.phone.sends_location(*office.home.outside), WrongKey.PLACE_OUTSIDE)
    await says(office.place)
    await filling.changes("Hari")
    await refused(says("besok"), WrongKey.DAY_IN_FUTURE, day=date(2026, 11, 22))
    await filling.phone.taps("Kemarin")
    await filling.changes("Wilayah")
    await refused(says("Atlantis"), WrongKey.PLACE_UNKNOWN, text="Atlantis")
    await says(office.home.kecamatan)
    report = await filling.sends()
    [row] = await office.rows(Daily)
    assert (row.region, row.day) == (office.home.kecamatan_code, date(2026, 11, 20))
    assert (row.nihil, row.report_id) == (False, report.id)
    assert (report.text, report.region) == (WHAT, office.home.place_code)
