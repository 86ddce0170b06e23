"""A process that is told to stop ends the mail it is in the middle of: cut off, it would be sent a second time."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from deploy.local.ports import free_ports
from services.notify.settings import Settings
from shared.database import Pool
from tests.notify.given import a_login, hear
from tests.notify.postmaster import Postmaster

ROOT = Path(__file__).parents[2]
ENOUGH_SECONDS = 30


@pytest.mark.parametrize("what", ["worker", "all"])
async def test_the_mail_in_hand_is_sent_and_recorded(
    environment: dict[str, str], settings: Settings, pool: Pool, postmaster: Postmaster, what: str
) -> None:
    postmaster.seconds_to_answer = 1
    [port] = free_ports(1)
    own = {"SMTP_URL": settings.smtp_url, "NOTIFY_PORT": str(port)}
    async with pool.acquire() as db:
        await hear(db, settings, a_login())

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.notify", what, cwd=ROOT, env=os.environ | environment | own
    )
    try:
        async with asyncio.timeout(ENOUGH_SECONDS):
            await postmaster.asked.wait()
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()

    assert [row["state"] for row in await pool.fetch("SELECT state FROM mails")] == ["sent"]
    assert len(postmaster.mails) == 1
