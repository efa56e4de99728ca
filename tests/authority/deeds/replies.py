"""What officers write in reply to a card."""

from sqlmodel import Session

from storage.tables import Card
from tests.authority.deed import Deed
from tests.authority.people import Row, Who
from tests.authority.stage import Stage

WORDS = {
    "main": "Sejak kapan airnya naik?",
    "ask": "Sejak kapan airnya naik?",
    "reject": "Sungai itu di kabupaten tetangga",
    "undo": "Diputuskan terlalu cepat, belum diperiksa",
    "place": "",
    "time": "kemarin pukul 10.00",
    "summary": "Jalan di dekat jembatan ditutup",
}
CHANGES = {
    "main": "exchange log",
    "ask": "exchange log",
    "undo": "report undone log",
}


def _reply(panel: str) -> Deed:
    kind = "approved" if panel == "undo" else "waiting"

    def opened(stage: Stage, session: Session, who: Who, own: bool) -> None:
        """The doer has this keyboard open, from before their right went if it did."""
        number = stage.target(who, kind).id
        places = ["desk", f"account:{who.account}"] if who.row is Row.AWAY else ["desk"]
        for place in places:
            card = session.get(Card, (number, place))
            if card is not None:
                card.panel, card.panel_by = panel, who.account

    async def act(stage: Stage, who: Who, own: bool) -> None:
        text = WORDS.get(panel) or stage.office.home.other
        if who.inside:
            card = stage.at(stage.target(who, kind), who)
            await who.says(stage.office.group, text, card)
        else:
            card = stage.own_card if who.row is Row.AWAY else who.anchors["private"]
            await who.says(stage.office.private, text, card)

    changes = tuple(CHANGES.get(panel, "report log").split())
    return Deed(panel, act, changes=changes, before=opened, each=True, aloud=True)


REPLIES = tuple(map(_reply, WORDS))
