"""One unit inside an open transaction: its session, its savepoint, what it announced."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

T = TypeVar("T")
Unit = Callable[[Session], T]
TOPICS = "topics"  # under which a session keeps what its unit announced


def joined(connection: Connection, info: dict[str, object]) -> Session:
    """A session inside the connection's open transaction, which it neither commits nor ends.

    `info` is what every session of the database knows, such as the chain of the log.
    """
    return Session(
        bind=connection,
        join_transaction_mode="rollback_only",
        expire_on_commit=False,
        info=info,
    )


def announced(session: Session) -> set[str]:
    """What the unit announced; said once."""
    topics: set[str] = session.info.pop(TOPICS, set())
    return topics


def in_savepoint(driver: Any, session: Session, unit: Unit[T]) -> T:
    """Run `unit` inside a savepoint of the transaction that is open on the driver's connection;
    raises what the unit raises.

    The session serves one unit after another and forgets each unit's rows. Should one of its own
    flushes fail, it ends the whole transaction.
    """
    driver.execute("SAVEPOINT unit")
    try:
        result = unit(session)
        session.flush()
    except Exception:
        announced(session)
        session.expunge_all()
        if transaction_alive(driver):
            driver.execute("ROLLBACK TO unit")
            driver.execute("RELEASE unit")
        raise
    if session.identity_map:
        session.expunge_all()
    driver.execute("RELEASE unit")
    return result


def transaction_alive(driver: Any) -> bool:
    """Whether the transaction is still open: a full disk ends it, savepoints included."""
    return bool(getattr(driver, "in_transaction", True))
