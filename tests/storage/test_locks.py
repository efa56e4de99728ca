"""Nothing of one person happens in two places at once."""

import threading
from concurrent.futures import Future

from sqlmodel import Session

from storage.database import Database
from storage.locks import one_at_a_time

SITI, BUDI = "ff" * 32, "01" * 32


def test_a_second_unit_of_the_same_person_waits_for_the_first_to_end(database_url: str) -> None:
    here, there = Database(database_url), Database(database_url)
    try:
        if here.sqlite:  # one process, one writer: nothing to wait for
            here.submit(lambda session: one_at_a_time(session, SITI)).result(5)
            return
        holds, goes = threading.Event(), threading.Event()
        order: list[str] = []

        def first(session: Session) -> None:
            one_at_a_time(session, SITI)
            holds.set()
            assert goes.wait(20)
            order.append("first")

        def second(session: Session) -> None:
            one_at_a_time(session, SITI)
            order.append("second")

        doing = here.submit(first)
        assert holds.wait(20)
        waiting = there.submit(second)
        other: Future[None] = there.submit(lambda session: one_at_a_time(session, BUDI))
        other.result(20)  # another person is not held up
        assert not waiting.done()
        goes.set()
        doing.result(20), waiting.result(20)
        assert order == ["first", "second"]
    finally:
        here.close()
        there.close()
