"""Write a mail when its turn comes: from what is true now, not from what was true when it was queued."""

from collections.abc import Awaitable, Callable

from services.notify.commands import (
    write_to_coordinator,
    write_to_organiser,
    write_to_participant,
    write_to_partner,
    write_to_subscriber,
)
from services.notify.commands.write_about_edition import write_call
from services.notify.commands.write_announcement import write_announcement
from services.notify.commands.write_booking import write_booking
from services.notify.commands.write_edition import write_edition
from services.notify.commands.write_question import write_question
from services.notify.commands.write_reminder import write_reminder
from services.notify.commands.write_weekly_digest import write_weekly_digest
from services.notify.domain.letter import Letter
from services.notify.domain.mail import DueMail, MailKind
from shared.database import Connection


async def write_letter(db: Connection, mail: DueMail) -> Letter:
    """What the mail has to say. Raises `NoLongerTrue` when that is nothing any more."""
    return await WRITERS[mail.kind](db, mail)


WRITERS: dict[MailKind, Callable[[Connection, DueMail], Awaitable[Letter]]] = {
    MailKind.LOGIN: write_to_partner.write_login,
    MailKind.EVENT_SUBMITTED: write_to_partner.write_news,
    MailKind.EVENT_PUBLISHED: write_to_partner.write_news,
    MailKind.EVENT_RETURNED: write_to_partner.write_news,
    MailKind.MEMBER_INVITED: write_to_partner.write_invitation,
    MailKind.ORGANISATION_APPLIED: write_to_partner.write_application,
    MailKind.APPLICATION_REFUSED: write_to_partner.write_request,
    MailKind.CO_ORGANISATION_REQUESTED: write_to_partner.write_wish_to_take_part,
    MailKind.CO_ORGANISATION_DECIDED: write_to_partner.write_request,
    MailKind.CAMPAIGN_REMINDED: write_to_partner.write_reminder,
    MailKind.ENTRY_ASKED_FOR: write_to_organiser.write_call,
    MailKind.DEADLINE_NEAR: write_to_organiser.write_call,
    MailKind.STILL_ON: write_to_organiser.write_still_on,
    MailKind.ROSTER_NEARLY_FULL: write_to_organiser.write_nearly_full,
    MailKind.SIGN_UPS_DIGEST: write_to_organiser.write_sign_ups,
    MailKind.QUEUE_DIGEST: write_to_coordinator.write_queue,
    MailKind.DEAD_LETTERS: write_to_coordinator.write_given_up,
    MailKind.BOUNCES_DIGEST: write_to_coordinator.write_bounces,
    MailKind.CONTRIBUTIONS_ASKED_FOR: write_call,
    MailKind.CONTRIBUTION_DEADLINE: write_call,
    MailKind.EDITION: write_edition,
    MailKind.REGISTRATION_PENDING: write_to_participant.write_registration,
    MailKind.REGISTRATION_CONFIRMED: write_to_participant.write_registration,
    MailKind.REGISTRATION_WAITING: write_to_participant.write_registration,
    MailKind.REGISTRATION_OFFERED: write_to_participant.write_registration,
    MailKind.REGISTRATION_EXPIRED: write_to_participant.write_registration,
    MailKind.REGISTRATION_CANCELLED: write_to_participant.write_registration,
    MailKind.REGISTRATION_CHANGED: write_to_participant.write_registration_change,
    MailKind.REGISTRATION_PASSED_ON: write_to_participant.write_passed_on,
    MailKind.REGISTRATION_TAKEN_OVER: write_to_participant.write_registration,
    MailKind.REGISTRATION_REPEATED: write_to_participant.write_registration,
    MailKind.BOOKING: write_booking,
    MailKind.ANNOUNCEMENT: write_announcement,
    MailKind.EVENT_CHANGED: write_to_participant.write_change,
    MailKind.EVENT_CANCELLED: write_to_participant.write_change,
    MailKind.REMINDER: write_reminder,
    MailKind.HOW_WAS_IT: write_question,
    MailKind.SUBSCRIPTION_PENDING: write_to_subscriber.write_link,
    MailKind.SUBSCRIPTION_CHANGED: write_to_subscriber.write_link,
    MailKind.WEEKLY_DIGEST: write_weekly_digest,
}
