"""What a person reads of a report before it is sent."""

from cards.question import question
from desk.stands import Stand
from forms.steps import Review
from offices.load import load
from words import Library


def test_a_heading_stands_above_the_first_answer_under_it_whichever_that_is() -> None:
    office = load("indragiri-hilir")
    form = office.forms()["info"]
    answers = {"what": "Air naik", "prediction": "Besok lebih tinggi", "steps": "Perahu disiapkan"}
    review = Review(form, answers, frozenset(), urgent=False, changeable=())
    words = Library(office.zone, office.zone_label).in_("en")
    page = question(Stand(form, 1, 1, review), office, words)
    told = [line for line in page.text.splitlines() if line.startswith(("<i>", "<b>"))][1:]
    assert told == [
        "<i>— Facts —</i>",
        "<b>What happened:</b> Air naik",
        "<i>— The reporter&#39;s opinion —</i>",
        f"<b>{form.by_key['prediction'].label.in_('en')}:</b> Besok lebih tinggi",
        f"<b>{form.by_key['steps'].label.in_('en')}:</b> Perahu disiapkan",
    ]
