"""The senders: a few at a time, each with a conversation of its own with the mail server, mail by mail."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

import structlog
from prometheus_client import Counter

from services.notify.commands.send_next import send_next
from services.notify.emails import Emails
from services.notify.settings import Settings
from services.notify.smtp import Conversation
from shared.cancellation import stop_if_cancelled
from shared.database import Connection, Pool
from shared.messages.notify import MailState

# Each holds a database connection while it talks to the mail server.
SENDERS = 4
# NOTIFY wakes the senders at once; the poll is for mails to be tried again, and for a notification that was lost.
POLL_SECONDS = 1
RETRY_SECONDS = 1
# A mail in the middle of its conversation at a stop gets this long to end it: cut off, it would be sent again.
STOP_SECONDS = 8

mails_handled = Counter("mails_handled", "Mails whose turn came, by what became of them.", ["state"])
log = structlog.get_logger()


class Sending:
    """Sends what is due for as long as it runs; any number of replicas may do so at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.emails = Emails(settings)
        self.woken = asyncio.Event()

    async def run(self, pool: Pool) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.listen(pool))
            for _ in range(SENDERS):
                tasks.create_task(self.send(pool))

    async def listen(self, pool: Pool) -> None:
        """Be woken when mails are queued, through any outage of PostgreSQL."""
        while True:
            stop_if_cancelled()
            try:
                async with pool.acquire() as db:
                    await self.listen_on(db)
            except Exception as error:  # noqa: BLE001 - the senders poll meanwhile
                log.warning("the senders will listen again", error=repr(error))
            await asyncio.sleep(RETRY_SECONDS)

    async def listen_on(self, db: Connection) -> None:
        lost = asyncio.Event()
        db.add_termination_listener(lambda _: lost.set())
        await db.add_listener("mails", self.wake)
        try:
            await lost.wait()
        finally:
            # The connection goes back to the pool, where nobody listens.
            if not lost.is_set():
                await db.remove_listener("mails", self.wake)

    def wake(self, *_: object) -> None:
        self.woken.set()

    async def send(self, pool: Pool) -> None:
        """Send one mail after another, through any outage of PostgreSQL or the mail server."""
        conversation = Conversation(
            self.settings.smtp, own_name=urlsplit(self.settings.base_url).hostname or "localhost"
        )
        try:
            while True:
                stop_if_cancelled()
                self.woken.clear()
                try:
                    while await self.send_undisturbed(pool, conversation):
                        pass
                except Exception as error:  # noqa: BLE001 - what was not recorded is still queued
                    log.warning("the sender will try again", error=repr(error))
                    await asyncio.sleep(RETRY_SECONDS)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.woken.wait(), POLL_SECONDS)
                await conversation.close_if_idle()
        finally:
            await conversation.close()

    async def send_undisturbed(self, pool: Pool, conversation: Conversation) -> bool:
        """Send one mail to the end, even when told to stop in the middle of it."""
        sending = asyncio.ensure_future(self.send_one(pool, conversation))
        try:
            return await asyncio.shield(sending)
        except asyncio.CancelledError:
            await asyncio.wait([sending], timeout=STOP_SECONDS)
            sending.cancel()
            raise

    async def send_one(self, pool: Pool, conversation: Conversation) -> bool:
        """Whether there was a mail to send."""
        async with pool.acquire() as db, db.transaction():
            state = await send_next(db, conversation, emails=self.emails, settings=self.settings)
        if state is not None:
            mails_handled.labels(state if state is not MailState.QUEUED else "retried").inc()
        return state is not None
