"""Who may ask for an identity, and who may be the second person."""

from sqlmodel import Session

from desk.enrolment import holders
from desk.house import House
from desk.people import account_of, roles_of
from desk.rights import PRIVATE, Person, Right, Role
from storage.tables import Account, AccountRole, Report, Source


def may_ask(session: Session, by: Person, house: House, report: Report) -> bool:
    """A leader of any report not their own, a handler of the agents they look after."""
    if Right.OPEN_IDENTITY not in by.rights or report.source_id in by.sources:
        return False
    return Role.LEADER in by.roles or by.account == guide_of(session, house, report)


def may_still_ask(session: Session, house: House, account_id: int, report: Report) -> bool:
    """The same of an account, long after it asked."""
    account = session.get(Account, account_id)
    if account is None or account.removed_at is not None or account.paused_at is not None:
        return False
    roles = roles_of(session, account_id)
    handles = Role.HANDLER in roles and guide_of(session, house, report) == account_id
    return Role.LEADER in roles or handles


def judges(session: Session, house: House, report: Report, asker: int) -> list[int]:
    """The accounts that may agree: leaders, administrators, and the handler of an agent.

    Neither whoever asks nor the person it is about, who learns nothing of it.
    """
    guide = guide_of(session, house, report)
    guides = [one for one in holders(session, Role.HANDLER) if one == guide]
    everybody = {*holders(session, Role.LEADER), *holders(session, Role.ADMIN), *guides}
    itself = _behind(session, house, report)
    return sorted(everybody - {asker, itself.id or 0 if itself else 0})


def guide_of(session: Session, house: House, report: Report) -> int | None:
    """The account of the handler who looks after the agent that reported; None for a citizen."""
    source = session.get(Source, report.source_id)
    account = _behind(session, house, report) if source and source.bot == PRIVATE else None
    held = session.get(AccountRole, (account.id, Role.AGENT)) if account else None
    return held.handler if held else None


def _behind(session: Session, house: House, report: Report) -> Account | None:
    """The account of whoever reported, if they have one: only the vault joins the two."""
    identity = house.vault.identity(session, f"source:{report.source_id}")
    return account_of(session, house.vault, identity.telegram_id) if identity else None
