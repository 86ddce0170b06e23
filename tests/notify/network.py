"""What happens between organisations, as the events service tells of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from shared.messages.events_facts import (
    ApplicationRefused,
    CampaignReminded,
    CoOrganisationDecided,
    CoOrganisationRequested,
    MemberInvited,
    OrganisationApplied,
)
from tests.notify.given import ORGANISATION

NOT_LONG_AGO = datetime.now(UTC) - timedelta(minutes=5)
LINK = "https://win.example/portal/there"


def an_invitation(**changes: Any) -> MemberInvited:
    fact = {
        "invitation_id": uuid4(),
        "organisation_id": ORGANISATION,
        "organisation_name": "AWO Witten",
        "inviter_name": "Ada Lovelace",
        "email": "grace@awo.example",
        "name": "Grace Hopper",
        "language": "en",
        "link": "https://win.example/invitations/secret",
        "expires_at": datetime.now(UTC) + timedelta(days=7),
    }
    return MemberInvited(**{**fact, **changes})


def an_application(**changes: Any) -> OrganisationApplied:
    fact = {
        "application_id": uuid4(),
        "organisation_name": "HelpKiosk",
        "applicant_name": "Grace Hopper",
        "link": LINK,
    }
    return OrganisationApplied(**{**fact, **changes})


def a_refusal(**changes: Any) -> ApplicationRefused:
    fact = {
        "application_id": uuid4(),
        "organisation_name": "Buy now at spam.example",
        "email": "grace@people.example",
        "name": "Buy now at spam.example",
        "language": "en",
        "note": "Bitte rufen Sie uns an.",
    }
    return ApplicationRefused(**{**fact, **changes})


def a_request(**changes: Any) -> CoOrganisationRequested:
    fact = {
        "event_id": uuid4(),
        "event_title": "Bunte Vielfalt",
        "organisation_id": ORGANISATION,
        "asking_name": "Caritas Witten",
        "note": "Wir bringen Kuchen.",
        "link": LINK,
    }
    return CoOrganisationRequested(**{**fact, **changes})


def a_decision(**changes: Any) -> CoOrganisationDecided:
    fact = {
        "event_id": uuid4(),
        "event_title": "Bunte Vielfalt",
        "organisation_id": ORGANISATION,
        "is_accepted": True,
        "link": LINK,
    }
    return CoOrganisationDecided(**{**fact, **changes})


def a_reminder(**changes: Any) -> CampaignReminded:
    fact = {
        "campaign_id": uuid4(),
        "campaign_title": "Woche der Vielfalt",
        "organisation_id": ORGANISATION,
        "call_closes_on": date(2099, 4, 30),
        "note": "Auch kleine Aktionen zählen.",
        "link": LINK,
    }
    return CampaignReminded(**{**fact, **changes})
