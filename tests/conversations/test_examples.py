"""The places in examples are the office's own, and lead to one place when they are sent."""

from offices.load import load
from sandbox.client import Shown
from tests.homes import HOMES
from tests.world import Phone, World


def names_own_places(office: World, text: str) -> bool:
    """Whether a text names a place of this office's examples and none of another's."""
    own = office.product.house.office.examples
    others = [load(home.key).examples for home in HOMES if home is not office.home]
    strange = [name for other in others for name in (other.village, other.district)]
    return (own.village in text or own.district in text) and not any(
        name in text for name in strange
    )


async def answers_as_the_example(phone: Phone, asked: Shown) -> None:
    """Send what stands behind the word for an example."""
    await phone.says(asked.text.partition("Contoh: ")[2].splitlines()[0])


async def test_a_citizen_may_answer_with_the_example_as_it_stands(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    asked = await citizen.last()
    assert names_own_places(office, asked.text)
    await answers_as_the_example(citizen, asked)
    assert "form.review" in await citizen.keys()


async def test_an_agent_is_greeted_with_a_report_from_the_own_office(office: World) -> None:
    agent = await office.agent()
    greeting = await agent.sees("agent.greeting")
    assert names_own_places(office, greeting.text)
    under_the_line = (await agent.person.keys(office.private))["placeholder"]
    assert names_own_places(office, under_the_line)
    await answers_as_the_example(agent, greeting)
    assert "form.review" in await agent.keys()


async def test_an_agents_forms_ask_with_the_offices_examples(office: World) -> None:
    agent = await office.agent()
    await agent.says("/lapor")
    await agent.says("Warga berkumpul di dermaga")
    asked = await agent.last()
    assert names_own_places(office, asked.text)
    await answers_as_the_example(agent, asked)
    await agent.says("/harian")
    await agent.taps("Ya, ada kejadian")
    await agent.says("Warga berkumpul di dermaga")
    assert names_own_places(office, (await agent.last()).text)
