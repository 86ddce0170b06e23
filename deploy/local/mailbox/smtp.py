"""The SMTP side: takes every mail, and says yes only when it is on the disk."""

import asyncio
from datetime import UTC, datetime

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.mailbox.store import Store

MAX_BYTES = 20 * 1024 * 1024


class Catcher:
    """Told by aiosmtpd about each mail."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The reply of the server, as aiosmtpd wants it."""
        content = envelope.original_content or b""
        kept = await asyncio.to_thread(
            self.store.keep,
            content,
            sender=envelope.mail_from or "",
            recipients=envelope.rcpt_tos,
            received_at=datetime.now(UTC),
        )
        self.store.add(kept)
        return f"250 kept as {kept[0].id}"


async def listen(store: Store, *, host: str, port: int) -> asyncio.Server:
    """A server that runs until it is closed."""

    def conversation() -> SMTP:
        return SMTP(Catcher(store), data_size_limit=MAX_BYTES, enable_SMTPUTF8=True, hostname="mailbox.localhost")

    return await asyncio.get_running_loop().create_server(conversation, host, port)
