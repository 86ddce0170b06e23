"""What happens between the organisations of the network, and which mail tells of it."""

from services.notify.domain.mail import MailKind
from shared.messages import Fact
from shared.messages.events_facts import (
    ApplicationRefused,
    CampaignReminded,
    CoOrganisationDecided,
    CoOrganisationRequested,
    MemberInvited,
    OrganisationApplied,
    StillOnAsked,
)

FACTS: dict[MailKind, type[Fact]] = {
    MailKind.MEMBER_INVITED: MemberInvited,
    MailKind.ORGANISATION_APPLIED: OrganisationApplied,
    MailKind.APPLICATION_REFUSED: ApplicationRefused,
    MailKind.CO_ORGANISATION_REQUESTED: CoOrganisationRequested,
    MailKind.CO_ORGANISATION_DECIDED: CoOrganisationDecided,
    MailKind.CAMPAIGN_REMINDED: CampaignReminded,
    MailKind.STILL_ON: StillOnAsked,
}
