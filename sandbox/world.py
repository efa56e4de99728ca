"""Everything there is in a sandbox, and the few ways it comes into being."""

from __future__ import annotations

import random
from typing import Any

from sandbox.accounts import Account, Bot, BotSpec, ghosts
from sandbox.chats import Chat, Json, Message, Press, group_key, private_key
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.files import FileStore
from sandbox.journal import Journal
from sandbox.limits import Limits
from sandbox.mailbox import Mailbox

SUPERGROUP = -1_000_000_000_000
GROUP_KINDS = ("supergroup", "group")


class World:
    """Accounts, chats, files and queues. `dirty` names what keeping has to write next."""

    def __init__(self, files: FileStore, *, seed: int | None = None) -> None:
        self.luck = random.Random(seed)
        self.clock = Clock()
        self.journal = Journal()
        self.faults = Faults()
        self.limits = Limits()
        self.files = files
        self.accounts: dict[int, Account] = {}
        self.bots: dict[int, Bot] = {}
        self.by_token: dict[str, Bot] = {}
        self.mailboxes: dict[int, Mailbox] = {}
        self.chats: dict[str, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.late: dict[int, list[tuple[str, int]]] = {}
        self.born = 0
        self.dirty: set[tuple[str, str]] = set()
        self.accounts.update({ghost.id: ghost for ghost in ghosts()})

    # -- accounts ----------------------------------------------------------------------------

    def add_bot(self, spec: BotSpec) -> Bot:
        """A bot new to the sandbox, or a known one under its present name and token."""
        known = self.bots.get(spec.id)
        bot = known or Bot(spec.id, spec.token, spec.username, spec.privacy)
        bot.token, bot.username, bot.privacy = spec.token, spec.username, spec.privacy
        title = spec.title or spec.username
        self.accounts[bot.id] = Account(bot.id, title, username=bot.username, is_bot=True)
        self.install(bot)
        self.touch("account", bot.id)
        return bot

    def install(self, bot: Bot) -> None:
        """Make a bot reachable by its token and give it a queue."""
        self.by_token = {token: b for token, b in self.by_token.items() if b.id != bot.id}
        self.bots[bot.id] = bot
        self.by_token[bot.token] = bot
        if bot.id not in self.mailboxes:
            self.mailboxes[bot.id] = Mailbox(bot, self.clock, self.luck)
        self.touch("bot", bot.id)

    def add_person(self, id: int | None, **about: Any) -> Account:
        """A new account, or the one with this number."""
        if id is not None and id in self.accounts:
            return self.accounts[id]
        self.born += 1
        number = id if id is not None else self._new_person_id()
        account = self.accounts[number] = Account(number, **about)
        self.touch("account", number)
        return account

    def _new_person_id(self) -> int:
        """Every second one needs more than 32 bits, as in life."""
        low = 700_000_000 if self.born % 2 else 6_000_000_000
        while True:
            number = low + self.luck.randrange(900_000_000)
            if number not in self.accounts:
                return number

    # -- chats -------------------------------------------------------------------------------

    def private(self, bot: int, person: int) -> Chat:
        """The chat of these two; it exists as soon as somebody looks at it."""
        key = private_key(bot, person)
        if key not in self.chats:
            self.chats[key] = Chat(key, "private", self._instance(), bot=bot, person=person)
            self.touch("chat", key)
        return self.chats[key]

    def add_group(self, title: str, kind: str, members: dict[int, str]) -> Chat:
        """A new group with its members' standings."""
        if kind not in GROUP_KINDS:
            raise ValueError(f"a group is one of {GROUP_KINDS}, not {kind!r}")
        number = self.luck.randrange(1_000_000_000, 4_000_000_000)
        id = SUPERGROUP - number if kind == "supergroup" else -number
        chat = Chat(group_key(id), kind, self._instance(), id=id, title=title)
        chat.members = {str(account): status for account, status in members.items()}
        self.chats[chat.key] = chat
        self.touch("chat", chat.key)
        return chat

    def group(self, id: int) -> Chat | None:
        """A group by its number."""
        return self.chats.get(group_key(id))

    def groups(self) -> list[Chat]:
        """Every group."""
        return [chat for chat in self.chats.values() if not chat.private]

    def on_phone(self, number: int, person: int) -> Chat | None:
        """The chat that goes by this number on somebody's phone: a bot's number or a group's."""
        return self.private(number, person) if number in self.bots else self.group(number)

    def _instance(self) -> str:
        return str(self.luck.randrange(-(2**62), 2**62))

    # -- messages ----------------------------------------------------------------------------

    def add_message(self, chat: Chat, sender: int, content: Json, **about: Any) -> Message:
        """Write a message into a chat under the chat's next number."""
        message = Message(chat.key, chat.next_id, sender, self.clock.date(), content, **about)
        chat.next_id += 1
        chat.messages[message.id] = message
        if sender in self.bots:
            chat.last_bot = sender
        self.touch("chat", chat.key)
        self.touch_message(message)
        return message

    def add_press(self, bot: int, person: int, data: str, **about: Any) -> Press:
        """A press under a number no other has."""
        number = str(self.luck.randrange(10**17, 10**18))
        press = self.presses[number] = Press(number, bot, person, data, self.clock.now(), **about)
        self.touch("press", number)
        self.journal.note("press", query_id=number, person=person, chat=press.chat)
        return press

    def new_album(self) -> str:
        """A number for the parts of one album."""
        return str(self.luck.randrange(10**16, 10**17))

    # -- changes -----------------------------------------------------------------------------

    def touch(self, kind: str, key: object) -> None:
        """This changed and has to be kept."""
        self.dirty.add((kind, str(key)))

    def touch_message(self, message: Message) -> None:
        """This message changed."""
        self.touch("message", f"{message.chat}/{message.id}")

    def close(self) -> None:
        """End every wait; nothing waits afterwards."""
        self.journal.close()
        for mailbox in self.mailboxes.values():
            mailbox.end()
