"""Who belongs to an organisation, how one gets in, and who must not go."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from services.events.domain.organisation import Email
from shared.messages.events import Role
from shared.problems import Conflict
from shared.translations import LONGEST_CODE, N_

# Long enough for a holiday.
INVITATION_AGE = timedelta(days=14)
# An organisation has a handful of people; more is a mistake or a misuse of our mails.
MOST_OPEN_INVITATIONS = 30
# Pressed twice is meant once.
INVITE_AGAIN_AFTER = timedelta(minutes=1)

ALREADY_MEMBER = N_("This person is a member already, and can log in with this mail address.")

ROLE_NAMES = {Role.MEMBER: N_("Member"), Role.COORDINATOR: N_("Coordinator")}


class InvitationFields(Struct, frozen=True, kw_only=True):
    """Whom to ask to log in for an organisation. Only coordinators invite coordinators."""

    name: Annotated[str, Meta(title=N_("Name of the person"), min_length=1, max_length=80)]
    email: Annotated[Email, Meta(title=N_("Mail address"))]
    language: Annotated[str, Meta(title=N_("Language of the mail"), max_length=LONGEST_CODE)] = "de"
    role: Annotated[Role, Meta(title=N_("Role"))] = Role.MEMBER


class ProfileFields(Struct, frozen=True, kw_only=True):
    """What members say about themselves; the language is that of their mails."""

    name: Annotated[str, Meta(title=N_("Your name"), min_length=1, max_length=80)]
    language: Annotated[str, Meta(title=N_("Language of our mails to you"), max_length=LONGEST_CODE)]


class TokenFields(Struct, frozen=True, kw_only=True):
    """What a token is for, in the organisation's own words."""

    name: Annotated[str, Meta(title=N_("What is it for?"), min_length=1, max_length=80)]


class Invitation(Struct, frozen=True, kw_only=True):
    id: UUID
    organisation_id: UUID
    organisation_name: str
    name: str
    email: str
    language: str
    role: Role
    invited_at: datetime
    expires_at: datetime

    def is_over(self, now: datetime) -> bool:
        return self.expires_at <= now


class LastMember(Conflict):
    title = N_("This is the last member of the organisation")
    detail = N_("Somebody must be able to log in for it. Please invite another person first.")


class LastCoordinator(Conflict):
    title = N_("This is the last coordinator of the network")
    detail = N_("Somebody must look entries through. Please invite another coordinator first.")


class TooManyInvitations(Conflict):
    title = N_("Too many invitations are open")
    detail = N_("Please take some back first, or wait until they are accepted.")


class InvitationOver(Conflict):
    """The invitation was accepted or taken back, is over, or never was."""

    title = N_("This invitation does not work any more")
    detail = N_("It works once, for 14 days. If you have accepted it, just log in. If not, please ask for a new one.")


class AddressTaken(Conflict):
    """Told only to the person who has this mailbox."""

    title = N_("Your mail address belongs to another organisation of the network already")
    detail = N_("One address can log in for one organisation. Please ask to be invited with another address.")
