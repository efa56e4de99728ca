"""Filling in a form, at either bot: each button of one's own draft, and of somebody else's."""

from sqlmodel import Session

from cards.taps import (
    BACK,
    CALM,
    CANCEL,
    CHANGE,
    CONTINUE,
    DANGER,
    DROP,
    OTHER,
    SAME,
    SEND,
    FormTap,
)
from desk import conversation
from desk.conversation import Message
from desk.rights import PRIVATE, NotAllowed
from forms.given import Danger, Typed
from sandbox.client import Press
from tests.authority.deed import Deed
from tests.authority.people import Row, Who, known
from tests.authority.stage import SECRET, Stage

POINTING = (SAME, OTHER)  # with the number of another report
WHOLE = (SEND, *POINTING)
ASKED = ("form.question", "form.review")


def deeds_of(bot: str) -> tuple[Deed, ...]:
    """The buttons of a form."""

    def line(action: str, value: str, *shows: str, changes: str = "") -> Deed:
        def begun(stage: Stage, session: Session, who: Who, own: bool) -> None:
            """Everybody who may report is filling in a form; one word is missing."""
            stage.drafts = {}
            for row, one in stage.people.items():
                drafted = _draft(stage, session, one, bot, whole=value in WHOLE)
                if drafted is not None:
                    stage.drafts[row] = drafted

        async def act(stage: Stage, who: Who, own: bool) -> Press:
            another = Row.AGENT if who.row is None else None
            number, revision = stage.drafts[
                who.row if own and who.row in stage.drafts else another
            ]
            other = stage.report(Row.AGENT).id if value in POINTING else ""
            return await who.presses(bot, FormTap(number, revision, f"{value}{other}"))

        return Deed(action, act, shows, tuple(changes.split()), begun, own=True)

    pointing = (
        line(SAME, SAME, "linking.pointed", changes="draft"),
        line(OTHER, OTHER, "linking.pointed", changes="draft"),
    )
    return (
        *(pointing if bot == PRIVATE else ()),
        line(CONTINUE, CONTINUE, *ASKED, changes="draft"),
        line(CANCEL, CANCEL, "citizen.confirm_drop"),
        line(DROP, DROP, "citizen.dropped", changes="draft"),
        line(BACK, BACK, *ASKED, changes="draft"),
        line(SEND, SEND, "form.sent_toast", changes="draft report log"),
        line(DANGER, DANGER, "form.danger_noted", changes="draft"),
        line(CALM, CALM, "form.calm_noted", changes="draft"),
        line(CHANGE, f"{CHANGE}what", *ASKED, changes="draft"),
        line("option", "!none", *ASKED),
    )


def _draft(
    stage: Stage, session: Session, who: Who, bot: str, whole: bool
) -> tuple[int, int] | None:
    """A draft of this person, and the revision its buttons carry."""
    by, house, now = known(stage.office, session, who, bot), stage.office.product.house, None
    now = stage.office.clock()
    try:
        stand = conversation.answer(session, by, house, Typed(SECRET), Message(), now=now)
    except NotAllowed:
        return None
    if whole:
        given = Typed(stage.office.place)
        stand = conversation.answer(session, by, house, given, Message(), now=now)
    stand = conversation.tap(session, by, house, stand.draft_id, stand.revision, Danger(), now=now)
    return stand.draft_id, stand.revision
