"""A mail that lets people sleep waits for the morning, by the clocks where its date is."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from services.notify.commands.subject_of import subject_about
from services.notify.domain.facts import EventFacts
from services.notify.domain.letter import NoLongerTrue
from services.notify.domain.mail import DueMail
from services.notify.domain.quiet_hours import WHOLE, held_until, is_awaited
from services.notify.settings import Settings
from services.notify.tables import mails
from shared.database import Connection
from shared.translations import N_


async def wait_for_morning(db: Connection, mail: DueMail, settings: Settings, *, now: datetime) -> bool:
    """Whether the mail waits. Those to partners and coordinators do so by the clocks of the network.

    Raises `NoLongerTrue` when another one waits already that will say all of it.
    """
    if settings.quiet_from == settings.quiet_until or is_awaited(mail):
        return False
    dates = await dates_of(db, mail)
    zone = ZoneInfo(dates[-1].time_zone) if dates else settings.zone
    answer_until = msgspec.convert(mail.variables.get("held_until"), datetime | None)
    until = held_until(now, settings.quiet_hours, zone, dates=dates, answer_until=answer_until)
    if until is None:
        return False
    if mail.kind in WHOLE and await mails.waits_already(db, mail):
        raise NoLongerTrue(N_("The mail before, which waits for the morning, will say so."))
    await mails.mark_waiting(db, mail.id, until=until)
    return True


async def dates_of(db: Connection, mail: DueMail) -> list[EventFacts]:
    """The date that the reader signed up for: as they know it, and as it is."""
    if mail.participant is None:
        return []
    subject = await subject_about(db, mail.participant)
    return [mail.participant.told, subject.date]
