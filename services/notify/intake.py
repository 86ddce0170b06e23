"""The intake: takes what comes back by mail from the network's mail server, and says yes once it is in the database."""

import asyncio
import logging
from datetime import UTC, datetime
from functools import partial

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from prometheus_client import Counter

from services.notify.commands.take_in import take_in
from services.notify.domain.incoming import read_incoming
from services.notify.domain.own_addresses import BounceAddress, OrganiserAddress, read_own_address
from services.notify.intake_talk import Talks
from services.notify.settings import Settings
from shared import secret
from shared.cancellation import stop_if_cancelled
from shared.database import Pool
from shared.problems import NotFound, TooMany

RETRY_SECONDS = 1

TAKEN = "250 2.0.0 Taken in"
ONE_AT_A_TIME = "452 4.5.3 One recipient at a time, please"
NOT_OURS = "550 5.1.1 This is none of our addresses, and we relay for nobody"
GONE = "550 5.1.1 Nobody is known here any more whom this is about"
ENOUGH = "552 5.2.2 Too much is here about this already"
LATER = "451 4.3.0 Please try again later"

mails_taken_in = Counter("mails_taken_in", "Mails that came back to us, by what we said to them.", ["answer"])
log = structlog.get_logger()


class Intake:
    """Listens for as long as it runs, through any outage of PostgreSQL; each replica on a port of its own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def run(self, pool: Pool) -> None:
        # It would write each line of each conversation, with everybody's address.
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        while self.settings.intake_port:
            stop_if_cancelled()
            try:
                await self.listen(pool)
            except Exception as error:  # noqa: BLE001 - PostgreSQL may be away, or the port another's for a moment
                log.warning("the intake will open again", error=repr(error))
            await asyncio.sleep(RETRY_SECONDS)

    async def listen(self, pool: Pool) -> None:
        async with pool.acquire() as db:
            clerk = Clerk(pool, self.settings, own_secret=await secret.get_or_make(db))
        talks = Talks(clerk, self.settings)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(talks.begin, self.settings.intake_host, self.settings.intake_port)
        try:
            await loop.create_future()
        finally:
            server.close()
            talks.cut_off()
            await server.wait_closed()


class Clerk:
    """Told by aiosmtpd what is said to us, and says what is answered."""

    def __init__(self, pool: Pool, settings: Settings, *, own_secret: str) -> None:
        self.pool = pool
        self.read_address = partial(read_own_address, secret=own_secret, mail_from=settings.notify_from)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.read_address(address) is None:
            return NOT_OURS
        # So that what we say to a mail is what becomes of it for its recipient.
        if envelope.rcpt_tos:
            return ONE_AT_A_TIME
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        [address] = envelope.rcpt_tos
        to = self.read_address(address)
        try:
            answer = await self.take_in(envelope, to) if to else NOT_OURS
        except NotFound:
            answer = GONE
        except TooMany:
            answer = ENOUGH
        except Exception as error:  # noqa: BLE001 - whatever it is, the mail must not be lost
            log.warning("a mail could not be taken in", error=repr(error))
            answer = LATER
        mails_taken_in.labels(answer[:3]).inc()
        return answer

    async def take_in(self, envelope: Envelope, to: BounceAddress | OrganiserAddress) -> str:
        content = envelope.original_content or b""
        returns_to = (envelope.mail_from or "").strip("<>")
        # In a thread, since a mail may take long to be read.
        incoming = await asyncio.to_thread(read_incoming, content, returns_to=returns_to)
        async with self.pool.acquire() as db, db.transaction():
            await take_in(db, incoming, to, now=datetime.now(UTC))
        return TAKEN

    async def handle_exception(self, error: Exception) -> str:
        log.warning("something odd was said to the intake", error=repr(error))
        return LATER
