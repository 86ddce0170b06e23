"""What happened in the events service that others act on."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.messages import Fact
from shared.messages.event_details import Instant


class LoginRequested(Fact, frozen=True, kw_only=True):
    """A member asked for a link to log in; `link` works once, until `expires_at`."""

    topic: ClassVar[str] = "events.login_requested"
    about: ClassVar[str] = "member_id"

    member_id: UUID
    email: str
    name: str
    language: str
    link: str
    expires_at: Instant


class MemberInvited(Fact, frozen=True, kw_only=True):
    """Somebody was asked to log in for an organisation; `link` lets them in once, until `expires_at`.

    `application_id` names the application that let the organisation in, if it was asked because of one.
    """

    topic: ClassVar[str] = "events.member_invited"
    about: ClassVar[str] = "invitation_id"

    invitation_id: UUID
    organisation_id: UUID
    organisation_name: str
    inviter_name: str
    email: str
    name: str
    language: str
    link: str
    expires_at: Instant
    application_id: UUID | None = None


class OrganisationApplied(Fact, frozen=True, kw_only=True):
    """An organisation asks to be let into the network; the coordinators decide at `link`."""

    topic: ClassVar[str] = "events.organisation_applied"
    about: ClassVar[str] = "application_id"

    application_id: UUID
    organisation_name: str
    applicant_name: str
    link: str


class ApplicationRefused(Fact, frozen=True, kw_only=True):
    """An organisation was not let into the network; `note` says why, in the coordinator's words."""

    topic: ClassVar[str] = "events.application_refused"
    about: ClassVar[str] = "application_id"

    application_id: UUID
    organisation_name: str
    email: str
    name: str
    language: str
    note: str = ""


class CoOrganisationRequested(Fact, frozen=True, kw_only=True):
    """An organisation asks to join another's event; `organisation_id` decides at `link`."""

    topic: ClassVar[str] = "events.co_organisation_requested"
    about: ClassVar[str] = "event_id"

    event_id: UUID
    event_title: str
    organisation_id: UUID
    asking_name: str
    note: str = ""
    link: str


class CoOrganisationDecided(Fact, frozen=True, kw_only=True):
    """An organisation that asked to join another's event hears the answer."""

    topic: ClassVar[str] = "events.co_organisation_decided"
    about: ClassVar[str] = "event_id"

    event_id: UUID
    event_title: str
    organisation_id: UUID
    is_accepted: bool
    link: str


class CampaignReminded(Fact, frozen=True, kw_only=True):
    """An organisation that has entered nothing yet is reminded of a campaign's call; it enters at `link`."""

    topic: ClassVar[str] = "events.campaign_reminded"
    about: ClassVar[str] = "campaign_id"

    campaign_id: UUID
    campaign_title: str
    organisation_id: UUID
    call_closes_on: date | None = None
    note: str = ""
    link: str


class StillOnAsked(Fact, frozen=True, kw_only=True):
    """An organisation is asked whether one date of its event still takes place; it says yes at `link`, without login.

    Who hears this late finds out whether there still is a date of this id that starts at `starts_at`.
    """

    topic: ClassVar[str] = "events.still_on_asked"
    about: ClassVar[str] = "event_id"

    event_id: UUID
    organisation_id: UUID
    occurrence_id: UUID
    starts_at: Instant
    link: str


class EventsErasureDone(Fact, frozen=True, kw_only=True):
    """All that the events service knew of a person who signed up is gone: how many rows of what.

    Facts about the `forgotten_ids` may still name them in the stream.
    """

    topic: ClassVar[str] = "events.erasure_done"
    about: ClassVar[str] = "erasure_id"

    erasure_id: UUID
    counts: dict[str, int]
    forgotten_ids: list[UUID] = []
