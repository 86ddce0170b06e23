"""What happens between the organisations of the network: each fact is a mail to those whom it concerns."""

from datetime import UTC, datetime

from services.notify.commands.queue_network_mail import (
    queue_for_coordinators,
    queue_for_organisation,
    queue_for_person,
)
from services.notify.domain.mail import MailKind
from services.notify.tables import applications, campaign_words
from shared.consumer import Consumer
from shared.database import Connection
from shared.messages.events_facts import (
    ApplicationRefused,
    CampaignReminded,
    CoOrganisationDecided,
    CoOrganisationRequested,
    MemberInvited,
    OrganisationApplied,
    StillOnAsked,
)


async def note_invited(db: Connection, fact: MemberInvited) -> None:
    await queue_for_person(db, MailKind.MEMBER_INVITED, fact)
    if fact.application_id:
        await applications.mark_decided(db, fact.application_id)


async def note_applied(db: Connection, fact: OrganisationApplied) -> None:
    await queue_for_coordinators(db, MailKind.ORGANISATION_APPLIED, fact)
    await applications.insert(db, fact.application_id, organisation_name=fact.organisation_name)


async def note_refused(db: Connection, fact: ApplicationRefused) -> None:
    await queue_for_person(db, MailKind.APPLICATION_REFUSED, fact)
    await applications.mark_decided(db, fact.application_id)


async def note_requested(db: Connection, fact: CoOrganisationRequested) -> None:
    await queue_for_organisation(db, MailKind.CO_ORGANISATION_REQUESTED, fact, fact.organisation_id)


async def note_decided(db: Connection, fact: CoOrganisationDecided) -> None:
    await queue_for_organisation(db, MailKind.CO_ORGANISATION_DECIDED, fact, fact.organisation_id)


async def note_reminded(db: Connection, fact: CampaignReminded) -> None:
    await queue_for_organisation(db, MailKind.CAMPAIGN_REMINDED, fact, fact.organisation_id)
    now = datetime.now(UTC)
    await campaign_words.insert(db, fact.campaign_id, fact.organisation_id, MailKind.CAMPAIGN_REMINDED, said_at=now)


async def note_still_on_asked(db: Connection, fact: StillOnAsked) -> None:
    await queue_for_organisation(db, MailKind.STILL_ON, fact, fact.organisation_id)


CONSUMERS = (
    Consumer(name="notify-member-invited", message=MemberInvited, handle=note_invited),
    Consumer(name="notify-organisation-applied", message=OrganisationApplied, handle=note_applied),
    Consumer(name="notify-application-refused", message=ApplicationRefused, handle=note_refused),
    Consumer(name="notify-co-organisation-requested", message=CoOrganisationRequested, handle=note_requested),
    Consumer(name="notify-co-organisation-decided", message=CoOrganisationDecided, handle=note_decided),
    Consumer(name="notify-campaign-reminded", message=CampaignReminded, handle=note_reminded),
    Consumer(name="notify-still-on-asked", message=StillOnAsked, handle=note_still_on_asked),
)
