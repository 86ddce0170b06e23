"""What the registration service does besides answering."""

from functools import partial
from typing import Any

from services.registration.commands.mark_missed import mark_missed
from services.registration.consumers.event_state import keep_event
from services.registration.consumers.mail_recorded import keep_mail
from services.registration.consumers.member_state import keep_member
from services.registration.consumers.organisation_state import keep_organisation
from services.registration.settings import Settings
from shared.consumer import Consumer
from shared.messages.events import EventState, MemberState, OrganisationState
from shared.messages.notify import MailRecorded
from shared.messages.registration import MESSAGES
from shared.processes import Work
from shared.schedule import Job

# By then nobody is at the door any more, and nobody waits for it either.
MARK_MISSED_SECONDS = 900


def work_of(settings: Settings) -> Work:
    return Work(
        service="registration",
        messages=MESSAGES,
        consumers=consumers_of(base_url=settings.base_url),
        jobs=(Job(name="mark-missed", every_seconds=MARK_MISSED_SECONDS, run_once=mark_missed),),
    )


def consumers_of(*, base_url: str) -> tuple[Consumer[Any], ...]:
    return (
        Consumer(
            name="registration-event-state",
            message=EventState,
            handle=partial(keep_event, base_url=base_url),
        ),
        Consumer(name="registration-organisation-state", message=OrganisationState, handle=keep_organisation),
        Consumer(name="registration-member-state", message=MemberState, handle=keep_member),
        Consumer(name="registration-mail-recorded", message=MailRecorded, handle=keep_mail),
    )
