"""Codes with which one organisation enters a campaign although its call is not open."""

import secrets
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from services.events.domain.campaign import TooManyTries
from services.events.tables import campaigns, late_codes, organisations
from shared.database import Connection
from shared.problems import NotFound, invalid
from shared.sessions import digest_of
from shared.translations import N_

# Without letters and digits that look alike; ten of them are 50 bits, more than five tries an hour can find.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS = 2
GROUP_LENGTH = 5
MOST_TRIES = 5
TRIES_COUNT_FOR = timedelta(hours=1)


async def make_late_code(db: Connection, slug: str, *, organisation: str, expires_on: date) -> str:
    """A new code for this organisation, good until the end of that day; nobody sees it again. Raises `Invalid`.

    The code that the organisation had before holds no more.
    """
    now = datetime.now(UTC)
    campaign = await campaigns.lock(db, slug)
    if not campaign.today(now) <= expires_on <= campaign.ends_on:
        text = N_("Please choose a day from today to the last day of the campaign, %(last)s.")
        raise invalid("expires_on", text, last=campaign.ends_on.isoformat())
    try:
        found = await organisations.get_by_slug(db, organisation)
    except NotFound as error:
        raise invalid("organisation", N_("There is no such organisation.")) from error

    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    await late_codes.insert(
        db,
        code_id=uuid4(),
        campaign_id=campaign.id,
        organisation_id=found.id,
        digest=digest_of(spelt(code)),
        expires_on=expires_on,
        made_at=now,
    )
    return code


async def redeem_late_code(db: Connection, slug: str, code: str, *, organisation_id: UUID) -> bool:
    """Whether the code lets this organisation enter. A wrong one is counted, so do not roll it back.

    Raises `TooManyTries`.
    """
    now = datetime.now(UTC)
    campaign = await campaigns.get_by_slug(db, slug)
    if await late_codes.count_tries(db, organisation_id, since=now - TRIES_COUNT_FOR) >= MOST_TRIES:
        raise TooManyTries
    is_right = await late_codes.redeem(
        db,
        digest_of(spelt(code)),
        campaign_id=campaign.id,
        organisation_id=organisation_id,
        today=campaign.today(now),
        redeemed_at=now,
    )
    if not is_right:
        await late_codes.insert_try(db, organisation_id, tried_at=now)
    return is_right


async def revoke_late_code(db: Connection, slug: str, code_id: UUID) -> None:
    """Let a code, and what it opened, hold no more. Raises `NotFound`."""
    campaign = await campaigns.get_by_slug(db, slug)
    await late_codes.mark_revoked(db, code_id, campaign_id=campaign.id, revoked_at=datetime.now(UTC))


def spelt(code: str) -> str:
    """The code as it counts, however somebody typed it."""
    return "".join(each for each in code.upper() if each.isalnum())
