"""What comes back by mail, handed over to a running intake as a mail server does it."""

import asyncio
from pathlib import Path
from uuid import UUID

from aiosmtplib import SMTP, SMTPResponseException

from services.notify.domain.own_addresses import bounce_address, organiser_address
from services.notify.settings import Settings
from shared import secret
from shared.database import Pool
from tests.notify.given import a_registration, an_event, hear

RECEIVED = Path(__file__).parent / "received"
GRACE = "grace@people.example"


def stored(name: str, *, address: str = "", uid: object = "") -> bytes:
    """The mail of this name in `received/`, to this address of ours and about this entry."""
    text = (RECEIVED / f"{name}.eml").read_text()
    return text.replace("OUR-ADDRESS", address).replace("ENTRY-UID", str(uid)).replace("\n", "\r\n").encode()


class Handing:
    """Hands mails over to the intake, about a registration of Grace's and the mail that confirmed it."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self.settings = settings
        self.pool = pool

    async def prepare(self) -> None:
        event = an_event()
        self.registration = a_registration(event_id=event.id)
        self.uid = self.registration.registration_id
        async with self.pool.acquire() as db:
            await hear(db, self.settings, event, self.registration)
            self.secret = await secret.get_or_make(db)
        self.mail_id: UUID = await self.pool.fetchval("SELECT id FROM mails")

    @property
    def bounces_to(self) -> str:
        return bounce_address(self.mail_id, secret=self.secret, mail_from=self.settings.notify_from)

    @property
    def organiser(self) -> str:
        about = self.registration.registration_id
        return organiser_address(about, secret=self.secret, mail_from=self.settings.notify_from)

    async def is_open(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.settings.intake_port)
        except OSError:
            return False
        writer.close()
        await writer.wait_closed()
        return True

    async def hand_over(self, content: bytes, *, to: str, sender: str = GRACE) -> int:
        """The code of what the intake says to it in the end."""
        try:
            async with SMTP(hostname="127.0.0.1", port=self.settings.intake_port, start_tls=False) as smtp:
                await smtp.mail(sender)
                await smtp.rcpt(to)
                return (await smtp.data(content)).code
        except SMTPResponseException as refused:
            return refused.code

    async def bounce(self, name: str) -> int:
        return await self.hand_over(stored(name, address=self.bounces_to), to=self.bounces_to, sender="")

    async def answer(self, name: str, *, changes: dict[str, str] | None = None, sender: str = GRACE) -> int:
        content = stored(name, address=self.organiser, uid=self.uid).decode()
        for before, after in (changes or {}).items():
            assert before in content
            content = content.replace(before, after)
        return await self.hand_over(content.encode(), to=self.organiser, sender=sender)

    async def reasons(self) -> list[str]:
        """Why each mail that is kept was kept."""
        return [row["reason"] for row in await self.pool.fetch("SELECT reason FROM received_mails ORDER BY id")]

    async def staged(self, topic: str) -> list[UUID]:
        """What facts of this kind are about."""
        rows = await self.pool.fetch("SELECT subject FROM outbox WHERE subject LIKE $1", f"notify.{topic}.%")
        return [UUID(row["subject"].rpartition(".")[2]) for row in rows]
