"""What a reporter does with what is their own, at either bot."""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session

from cards.taps import AnswerTap, MendTap, OwnTap, PrivacyTap, Tap
from desk.rights import PRIVATE
from sandbox.client import Press
from storage.tables import Exchange, Report, Source
from tests.authority.deed import Before, Deed
from tests.authority.people import Row, Who
from tests.authority.stage import Stage


def reported(stage: Stage, who: Who, own: bool, kind: str = "waiting") -> Report:
    """A report of the doer's, or of somebody else's."""
    row = who.row or Row.CITIZEN
    if own and (row, kind) in stage.reports:
        return stage.report(row, kind)
    return stage.report(Row.OWN if row is Row.CITIZEN else Row.CITIZEN, kind)


def deeds_of(bot: str) -> dict[type[Tap], tuple[Deed, ...]]:
    """The buttons below own reports, questions and data."""

    def line(
        action: str,
        tap: Callable[[Stage, Who, bool], Tap],
        *shows: str,
        changes: str = "",
        before: Before | None = None,
        own: bool = True,
    ) -> Deed:
        async def act(stage: Stage, who: Who, own: bool) -> Press:
            return await who.presses(bot, tap(stage, who, own))

        return Deed(action, act, shows, tuple(changes.split()), before, own=own)

    def of_own(action: str) -> Callable[[Stage, Who, bool], Tap]:
        return lambda stage, who, own: OwnTap(reported(stage, who, own).id or 0, action)

    def asked(stage: Stage, session: Session, who: Who, own: bool) -> None:
        """Everybody's report that waits is being asked about."""
        now = stage.office.clock()
        for (row, kind), report in stage.reports.items():
            if kind != "waiting":
                continue
            question = Exchange(
                report_id=report.id or 0,
                source_id=report.source_id,
                kind="question",
                key="where",
                account=stage.helper.account,
                at=now,
                due_at=now + timedelta(days=3),
            )
            session.add(question)
            session.get_one(Source, report.source_id).asked = 1
            session.flush()
            stage.questions[row] = question.id or 0

    def of_question(action: str) -> Callable[[Stage, Who, bool], Tap]:
        def tap(stage: Stage, who: Who, own: bool) -> Tap:
            mine = own and who.row in stage.questions
            row = who.row if mine else Row.OWN if who.row is Row.CITIZEN else Row.CITIZEN
            return AnswerTap(stage.questions[row or Row.CITIZEN], action)

        return tap

    def of_data(action: str) -> Callable[[Stage, Who, bool], Tap]:
        return lambda stage, who, own: PrivacyTap(action, int(stage.office.clock().timestamp()))

    erased = "source vault" if bot == PRIVATE else "source vault report"
    return {
        OwnTap: (
            line("show", of_own("show"), "citizen.status"),
            line("ask", of_own("ask"), "citizen.confirm_withdraw"),
            line("withdraw", of_own("withdraw"), "citizen.status", changes="report"),
        ),
        AnswerTap: (
            line(
                "begin", of_question("begin"), "asking.ready_for", changes="exchange", before=asked
            ),
            line(
                "answer", of_question("answer"), "asking.meant", changes="exchange", before=asked
            ),
            line("other", of_question("other"), "asking.meant", changes="draft", before=asked),
        ),
        MendTap: (
            line(
                "pressed",
                lambda stage, who, own: MendTap(reported(stage, who, own, "rejected").id or 0),
                "mending.intro",
                changes="draft",
            ),
        ),
        PrivacyTap: (
            line("data", of_data("data"), "privacy.data", own=False),
            line("erase", of_data("erase"), "privacy.ask", own=False),
            line("keep", of_data("keep"), "privacy.kept", own=False),
            line("sure", of_data("sure"), "privacy.sure", own=False),
            line("do", of_data("do"), "privacy.done", changes=erased, own=False),
        ),
    }
