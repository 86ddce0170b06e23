"""Forget who signed up, once their date has been over for as long as its organiser wanted; the counts stay."""

from datetime import UTC, datetime

from services.registration.commands.erase_registrations import erase_registrations
from services.registration.domain.sign_up_settings import USUAL_KEEP_DAYS
from services.registration.tables import registrations
from shared.database import Connection

# As many as one transaction writes without keeping others waiting; what is left comes with the next run.
MOST_AT_ONCE = 1_000


async def forget_people(db: Connection) -> int:
    """How many registrations were forgotten."""
    now = datetime.now(UTC)
    outlived = await registrations.list_outlived(db, now=now, usual_keep_days=USUAL_KEEP_DAYS, limit=MOST_AT_ONCE)
    return (await erase_registrations(db, outlived, now=now))["registrations"] if outlived else 0
