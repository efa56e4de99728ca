"""What may have arrived already says so, however long it takes to say it again."""

from tests.world import World


async def test_a_repetition_that_has_to_wait_is_marked_all_the_same(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    public = office.public
    await office.sandbox.fail_next("sendMessage", bot=public, code=502)
    await office.sandbox.fail_next(
        "sendMessage",
        bot=public,
        code=429,
        description="Too Many Requests: retry after 30",
        parameters={"retry_after": 30},
    )
    await citizen.taps("form.send")
    for _ in range(2):
        office.clock.passes(seconds=31)
        await office.settled()
    [receipt] = await citizen.seen("citizen.receipt")
    assert "dikirim ulang" in receipt.text
