"""Updates brought to the bots that set a webhook: in which order, and again after a failure."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

import httpx

from sandbox.accounts import Bot
from sandbox.chats import Json
from sandbox.execution import execute
from sandbox.fieldlist import official
from sandbox.parameters import Parameters
from sandbox.refusal import Refusal
from sandbox.updates import queue_of
from sandbox.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
READ_SECONDS = 60
# Pauses before another try, in seconds: none, then doubling up to a limit drawn each time.
FIRST_PAUSE, PAUSE_MAX = 2, (60, 120)
# Who answers "gone" for longer than this, in seconds, is believed.
GONE_SECONDS = 23 * 3600
RETRY_AFTER_MAX = 3600
# A call in the webhook's answer can not ask, and not change how updates come.
UNANSWERED = {"setwebhook", "deletewebhook", "close", "logout"}


@dataclass(slots=True)
class Pause:
    """A queue that waits for its next try: until when (sandbox clock), and how long it was."""

    until: float
    seconds: float


@dataclass(slots=True)
class Hook:
    """The deliveries to one webhook: per queue the one under way, or the pause before one."""

    bot: Bot
    webhook: Json
    under_way: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    pauses: dict[str, Pause] = field(default_factory=dict)
    gone_since: float | None = None


class Deliveries:
    """Brings updates, each queue one at a time and the queues side by side."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._hooks: dict[int, Hook] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Deliver until the sandbox stops; whatever happens in it rings the journal's bell."""
        loop = asyncio.get_running_loop()
        # Nothing of the environment may lead a delivery past this machine.
        async with httpx.AsyncClient(trust_env=False, timeout=READ_SECONDS) as line:
            try:
                while not self.world.journal.closed:
                    pause = self._look(line)
                    await self.world.journal.rung(loop.time() + pause)
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    def _look(self, line: httpx.AsyncClient) -> float:
        """Start every delivery that may start; in how many seconds the next one may."""
        now, soonest = self.world.clock.now(), float(READ_SECONDS)
        for bot in self.world.bots.values():
            if bot.webhook and not self.world.faults.down:
                hook = self._hook(bot)
                self._start_due(hook, line, now)
                waits = [pause.until - now for pause in hook.pauses.values()]
                soonest = min([soonest, *(left for left in waits if left > 0)])
        return soonest

    def _hook(self, bot: Bot) -> Hook:
        """The deliveries to the present webhook; a new one starts without pauses."""
        hook = self._hooks.get(bot.id)
        if hook is None or hook.webhook is not bot.webhook:
            hook = self._hooks[bot.id] = Hook(bot, bot.webhook)
        return hook

    def _start_due(self, hook: Hook, line: httpx.AsyncClient, now: float) -> None:
        mailbox = self.world.mailboxes[hook.bot.id]
        mailbox.expire()
        heads: dict[str, Json] = {}
        for update, _ in mailbox.waiting.values():
            heads.setdefault(queue_of(update), update)
        # What expired takes its pause with it.
        hook.pauses = {queue: pause for queue, pause in hook.pauses.items() if queue in heads}
        for queue, update in heads.items():
            if len(hook.under_way) >= hook.webhook["max_connections"]:
                return
            pause = hook.pauses.get(queue)
            if queue not in hook.under_way and (pause is None or pause.until <= now):
                self._start(hook, line, queue, update)

    def _start(self, hook: Hook, line: httpx.AsyncClient, queue: str, update: Json) -> None:
        task = asyncio.create_task(self._deliver(hook, line, queue, update))
        hook.under_way[queue] = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(
        self, hook: Hook, line: httpx.AsyncClient, queue: str, update: Json
    ) -> None:
        try:
            answer, why = await posted(line, hook.webhook, update)
        finally:
            del hook.under_way[queue]
        if answer is not None and answer.is_success:
            self._confirmed(hook, queue, update["update_id"])
            await self._obey(hook.bot, answer)
        else:
            self._failed(hook, queue, why, answer)

    def _confirmed(self, hook: Hook, queue: str, number: int) -> None:
        hook.pauses.pop(queue, None)
        hook.gone_since = None
        if self.world.mailboxes[hook.bot.id].accepted(number):
            about = {"bot": hook.bot.username, "update_id": number}
            self.world.journal.note("confirmed", count=1, **about)
        self.world.journal.ring()

    def _failed(self, hook: Hook, queue: str, why: str, answer: httpx.Response | None) -> None:
        before = hook.pauses.get(queue)
        seconds = _next_pause(before, self.world.luck) if before else _asked_pause(answer)
        hook.pauses[queue] = Pause(self.world.clock.now() + seconds, seconds)
        self._believe(hook, answer)
        hook.webhook["last_error_date"] = self.world.clock.date()
        hook.webhook["last_error_message"] = why
        self.world.touch("bot", hook.bot.id)
        self.world.journal.note("undelivered", bot=hook.bot.username, why=why, pause=seconds)

    def _believe(self, hook: Hook, answer: httpx.Response | None) -> None:
        """A receiver that has been gone for long loses its webhook; what waits is kept."""
        now = self.world.clock.now()
        if answer is None or answer.status_code != httpx.codes.GONE:
            hook.gone_since = None
        elif hook.gone_since is None:
            hook.gone_since = now
        elif now - hook.gone_since > GONE_SECONDS and hook.bot.webhook is hook.webhook:
            hook.bot.webhook = {}

    async def _obey(self, bot: Bot, answer: httpx.Response) -> None:
        """Do the call that came in the answer; its result is told to nobody."""
        try:
            call = answer.json()
        except ValueError:
            return
        if not isinstance(call, dict) or not isinstance(call.get("method"), str):
            return
        named = str(call.pop("method")).lower()
        if named.startswith("get") or named in UNANSWERED:
            return
        fields = {name: value for name, value in call.items() if value is not None}
        try:
            name = official().spelling.get(named, named)
            await execute(self.world, bot, name, Parameters(fields))
        except Refusal:
            pass  # the list of calls has it


async def posted(
    line: httpx.AsyncClient, webhook: Json, update: Json
) -> tuple[httpx.Response | None, str]:
    """One try: the answer, if any came, and what there is to say against it."""
    secret = webhook["secret_token"]
    headers = {SECRET_HEADER: secret} if secret else {}
    try:
        answer = await line.post(webhook["url"], json=update, headers=headers)
    except httpx.TimeoutException:
        return None, "Read timeout expired"
    except httpx.ConnectError:
        return None, "Connection refused"
    except httpx.HTTPError as error:
        return None, str(error) or "Connection closed"
    code = f"{answer.status_code} {answer.reason_phrase}".strip()
    return answer, f"Wrong response from the webhook: {code}"


def _asked_pause(answer: httpx.Response | None) -> float:
    asked = answer.headers.get("retry-after", "") if answer is not None else ""
    return min(RETRY_AFTER_MAX, int(asked)) if asked.isdigit() else 0


def _next_pause(before: Pause, luck: random.Random) -> float:
    return min(max(FIRST_PAUSE, before.seconds * 2), luck.uniform(*PAUSE_MAX))
