"""Asks for what the settings still miss, checks each answer, and keeps what is there."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.asking import BotApi, NoAnswer, Objection
from bot.finding import Place, wait_for
from bot.settings import TELEGRAM, TOKEN
from offices.load import OfficeError, available
from offices.load import load as load_office
from words import Words

TRIES = 3  # wrong answers to one question, then it is left
PATIENCE = 300.0  # seconds to write into the group


class Unanswered(Exception):
    """A question got no answer that fits."""


class NobodyThere(Exception):
    """The input ended before the questions did."""


@dataclass
class Interview:
    """`given` are answers given beforehand; `present` is what is set already.

    `changes` is what has to be written. An existing value is replaced after a yes only.
    """

    words: Words
    present: dict[str, str]
    given: dict[str, str]
    yes: bool = False
    patience: float = PATIENCE
    changes: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """All questions in order. Raises Unanswered with a sentence."""
        self._one("OFFICE", "init.ask_office", self._office, offered=" / ".join(available()))
        public = self._one("PUBLIC_BOT_TOKEN", "init.ask_public", self._token)
        private = self._one("PRIVATE_BOT_TOKEN", "init.ask_private", self._token)
        if _number(public) == _number(private):
            raise Unanswered(self.words.text("init.one_bot"))
        self._one("VERIFICATION_CHAT_ID", "init.ask_group", self._group)
        self._one("ADMIN_IDS", "init.ask_admin", self._admin)

    def value(self, name: str) -> str:
        """What a setting will be."""
        return self.changes.get(name) or self.present.get(name, "")

    def _one(
        self, name: str, question: str, check: Callable[[str], str], offered: str | None = None
    ) -> str:
        wanted, present = self.given.get(name), self.present.get(name)
        if wanted is not None:
            self._take(name, check(wanted))
        elif present is None:
            more = {} if offered is None else {"offered": offered}
            self._take(name, self._answered(self.words.text(question, **more), check))
        return self.value(name)

    def _take(self, name: str, value: str) -> None:
        present = self.present.get(name)
        if present == value:
            return
        if present is not None and not self._agreed("init.replace", name=name):
            self._say("init.kept", name=name)
            return
        self.changes[name] = value

    def _answered(self, question: str, check: Callable[[str], str]) -> str:
        complaint = ""
        for _ in range(TRIES):
            try:
                return check(self._ask(question))
            except Unanswered as error:
                complaint = str(error)
                print(complaint)
        raise Unanswered(complaint)

    # answers --------------------------------------------------------------------------------

    def _office(self, answer: str) -> str:
        try:
            load_office(answer)
        except OfficeError as error:
            raise Unanswered(str(error)) from error
        return answer

    def _token(self, answer: str) -> str:
        if not TOKEN.fullmatch(answer):
            raise Unanswered(self.words.text("init.no_token"))
        try:
            with self._bot(answer) as bot:
                me = bot.ask("getMe")
        except Objection:
            raise Unanswered(self.words.text("init.unknown_token")) from None
        except NoAnswer:
            self._say("init.unchecked")
            return answer
        self._say("init.bot_found", bot=me["username"])
        return answer

    def _group(self, answer: str) -> str:
        if answer not in ("", "find"):
            if answer.startswith("-") and answer[1:].isdigit():
                return answer
            raise Unanswered(self.words.text("init.no_group"))
        found = self._found("init.write_in_group", private=False, sure=answer == "find")
        if found.topic and "VERIFICATION_TOPIC_ID" not in self.present:
            self.changes["VERIFICATION_TOPIC_ID"] = str(found.topic)
        return str(found.chat)

    def _admin(self, answer: str) -> str:
        if answer not in ("", "find"):
            if all(part.strip().isdigit() for part in answer.split(",")):
                return answer.replace(" ", "")
            raise Unanswered(self.words.text("init.no_id"))
        return str(self._found("init.write_privately", private=True, sure=answer == "find").chat)

    def _found(self, question: str, *, private: bool, sure: bool) -> Place:
        try:
            with self._bot(self.value("PRIVATE_BOT_TOKEN")) as bot:
                self._say(question, bot=bot.ask("getMe")["username"])
                place = wait_for(bot, private=private, patience=self.patience)
        except (NoAnswer, Objection) as error:
            raise Unanswered(self.words.text("init.not_found")) from error
        if place is None:
            raise Unanswered(self.words.text("init.not_found"))
        if not sure and not self._agreed("init.is_it", title=place.title, number=str(place.chat)):
            raise Unanswered(self.words.text("init.not_found"))
        return place

    # asking ---------------------------------------------------------------------------------

    def _bot(self, token: str) -> BotApi:
        return BotApi(self.value("TELEGRAM_API_URL").rstrip("/") or TELEGRAM, token)

    def _agreed(self, question: str, **values: str) -> bool:
        if self.yes:
            return True
        answer = self._ask(self.words.text(question, **values)).lower()
        return answer in ("y", "ya", "yes")

    def _ask(self, question: str) -> str:
        print(question, end=" ", flush=True)
        line = sys.stdin.readline()
        if not line:
            print()
            raise NobodyThere(self.words.text("init.nobody_answers"))
        return line.strip()

    def _say(self, key: str, **values: str) -> None:
        print(self.words.text(key, **values), flush=True)


def _number(token: str) -> str:
    return token.partition(":")[0]
