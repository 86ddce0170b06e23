"""Sends what is due: several senders side by side, each with a conversation of its own with the mail server.

Nobody holds a database connection while talking to the mail server, so one that hangs keeps nothing but a socket.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import ExitStack, suppress
from typing import Any, TypeVar

import structlog
from prometheus_client import Counter

from services.notify.commands.prepare_mail import Prepared, prepare_mail
from services.notify.commands.record_answer import record_answer
from services.notify.domain.answer import Answer, Verdict
from services.notify.domain.letter import Letter
from services.notify.domain.mail import DueMail
from services.notify.domain.priority import Priority
from services.notify.emails import Emails
from services.notify.presence import Presence
from services.notify.settings import Settings
from services.notify.smtp import Conversation
from services.notify.tables import claims
from shared import secret
from shared.cancellation import stop_if_cancelled
from shared.database import CONNECTION_ERRORS, Connection, Pool
from shared.messages.notify import MailState

T = TypeVar("T")

# As many mails are under way at once; the last place is for what somebody waits for.
QUICK_SENDERS = 8
# With those whose server lets them wait, who do not count as quick. Many mail servers bear 50 of one client.
ALL_SENDERS = 40
# Whose server lets it wait for longer is not quick any more.
PATIENCE_SECONDS = 1
BATCH_SIZE = 25
# What a sender does not come to so soon is given back, to be looked at anew: all of it is read when it is claimed.
BATCH_SECONDS = 1
# NOTIFY wakes us at once; the poll is for mails to be tried again, and for a notification that was lost.
POLL_SECONDS = 1
RETRY_SECONDS = 1
# A mail in the middle of its conversation at a stop gets this long to end it: cut off, it would be sent again.
STOP_SECONDS = 8

mails_handled = Counter("mails_handled", "Mails whose turn came, by what became of them.", ["state"])
log = structlog.get_logger()


class Sender:
    """A number that claims mails, those it has not come to yet, and a kept conversation."""

    def __init__(self, number: int, settings: Settings) -> None:
        self.number = number
        self.ahead: list[DueMail] = []
        self.conversation = Conversation(settings)


class Sending:
    """Sends what is due for as long as it runs; any number of replicas may do so at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.emails = Emails(settings)
        self.presence = Presence(ALL_SENDERS)
        self.secret = ""
        self.idle: list[Sender] = []
        self.quick: set[Sender] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.is_stopping = False
        # From a mail's last byte to our commit nobody could tell after a crash whether it is sent. One mail of this
        # process at a time is there, so that a crash brings no more than one a second time.
        self.last_word = asyncio.Lock()

    async def run(self, pool: Pool) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.presence.hold(pool))
            try:
                await self.dispatch(pool)
            finally:
                # Before the presence ends, and others take what is in hand here.
                await self.stop()

    async def dispatch(self, pool: Pool) -> None:
        """Bring mails and senders together, through any outage of PostgreSQL or the mail server."""
        self.secret = await surely(pool, secret.get_or_make)
        while True:
            stop_if_cancelled()
            await self.presence.secured.wait()
            self.presence.woken.clear()
            try:
                if await self.begin(pool):
                    continue
            except Exception as error:  # noqa: BLE001 - what was not claimed is still queued
                log.warning("the senders will try again", error=repr(error))
                await asyncio.sleep(RETRY_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.presence.woken.wait(), POLL_SECONDS)
            await asyncio.gather(*(sender.conversation.close_if_idle() for sender in self.idle))

    async def begin(self, pool: Pool) -> bool:
        """Whether there were both mails that are due and a sender for them."""
        if not self.idle and not self.quick and not self.tasks:
            self.idle = [Sender(number, self.settings) for number in self.presence.numbers]
        if not self.idle or len(self.quick) >= QUICK_SENDERS:
            return False
        # The one that spoke last, whose connection is open still.
        sender = self.idle.pop()
        is_last_place = len(self.quick) == QUICK_SENDERS - 1
        try:
            async with pool.acquire() as db, db.transaction():
                sender.ahead = await claims.take(
                    db,
                    sender.number,
                    count=BATCH_SIZE,
                    per_domain=self.settings.per_domain,
                    priority=Priority.AWAITED if is_last_place else Priority.TO_MANY,
                )
        finally:
            if not sender.ahead:
                self.idle.append(sender)
        if sender.ahead:
            self.quick.add(sender)
            self.start(self.work_off(pool, sender))
        return bool(sender.ahead)

    def start(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def work_off(self, pool: Pool, sender: Sender) -> None:
        """Send what the sender has in hand, and give back what it does not come to."""
        claimed = [mail.id for mail in sender.ahead]
        until = time.monotonic() + BATCH_SECONDS
        try:
            while sender.ahead and sender in self.quick and not self.is_stopping:
                await self.send(pool, sender, sender.ahead.pop(0))
                if time.monotonic() > until:
                    break
        except Exception as error:  # noqa: BLE001 - what was not recorded is still queued
            log.warning("the sender will try again", error=repr(error))
            await asyncio.sleep(RETRY_SECONDS)
        finally:
            sender.ahead = []
            await surely(pool, lambda db: claims.release(db, sender.number, claimed))
            self.quick.discard(sender)
            self.idle.append(sender)
            self.presence.wake()

    async def send(self, pool: Pool, sender: Sender, mail: DueMail) -> None:
        async with pool.acquire() as db:
            prepared = await prepare_mail(db, mail, emails=self.emails, settings=self.settings, secret=self.secret)
        if prepared is None:
            return
        if isinstance(prepared, Answer):
            await self.record(pool, sender, mail, prepared)
        elif refused := await self.announce(pool, sender, prepared):
            await self.record(pool, sender, mail, refused)
        else:
            await self.hand_over(pool, sender, mail, prepared)

    async def announce(self, pool: Pool, sender: Sender, prepared: Prepared) -> Answer | None:
        patience = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self.lose_patience, pool, sender)
        try:
            return await sender.conversation.announce(prepared.outgoing)
        finally:
            patience.cancel()

    async def hand_over(self, pool: Pool, sender: Sender, mail: DueMail, prepared: Prepared) -> None:
        """One after the other; but while a server lets us wait for its last word, others may have theirs."""

        def let_others() -> None:
            turn.close()
            self.lose_patience(pool, sender)

        sender.conversation.transfer(prepared.outgoing)
        await self.last_word.acquire()
        with ExitStack() as turn:
            turn.callback(self.last_word.release)
            patience = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, let_others)
            turn.callback(patience.cancel)
            answer = await sender.conversation.hand_over()
            patience.cancel()
            await self.record(pool, sender, mail, answer, prepared.letter, afterwards=turn.close)

    def lose_patience(self, pool: Pool, sender: Sender) -> None:
        """Another one begins, and what else this one has in hand is given back."""
        ahead = [mail.id for mail in sender.ahead]
        sender.ahead = []
        self.quick.discard(sender)
        self.start(surely(pool, lambda db: claims.release(db, sender.number, ahead)))
        self.presence.wake()

    async def record(
        self,
        pool: Pool,
        sender: Sender,
        mail: DueMail,
        answer: Answer,
        letter: Letter | None = None,
        *,
        afterwards: Callable[[], None] = lambda: None,
    ) -> None:
        async def deed(db: Connection) -> MailState:
            state = await record_answer(db, mail, answer, letter)
            # Not only when the connection is back in the pool, which takes as long as a mail is written.
            afterwards()
            return state

        state = await surely(pool, deed)
        mails_handled.labels(state if state is not MailState.QUEUED else "retried").inc()
        is_open = answer.verdict not in (Verdict.BUSY, Verdict.UNREACHABLE)
        # They are claimed again: what is true of the same reader may be different now, and of the domain.
        sender.ahead = [
            other
            for other in sender.ahead
            if other.address_key != mail.address_key and (is_open or other.domain != mail.domain)
        ]

    async def stop(self) -> None:
        """End the mails in hand, and begin no others."""
        self.is_stopping = True
        if self.tasks:
            _, unfinished = await asyncio.wait(self.tasks, timeout=STOP_SECONDS)
            for task in unfinished:
                task.cancel()
            if unfinished:
                await asyncio.wait(unfinished, timeout=RETRY_SECONDS)
        await asyncio.gather(*(sender.conversation.close() for sender in self.idle))


async def surely(pool: Pool, deed: Callable[[Connection], Awaitable[T]]) -> T:
    """Do it as soon as PostgreSQL is there. What must be whole begins a transaction itself."""
    while True:
        stop_if_cancelled()
        try:
            async with pool.acquire() as db:
                return await deed(db)
        except CONNECTION_ERRORS as error:
            log.warning("what a sender did is recorded later", error=repr(error))
            await asyncio.sleep(RETRY_SECONDS)
