"""What the registration service does besides answering."""

from functools import partial
from typing import Any

from services.registration.commands.ask_how_it_was import ask_how_it_was
from services.registration.commands.expire_holds import expire_holds
from services.registration.commands.forget_people import forget_people
from services.registration.commands.mark_missed import mark_missed
from services.registration.consumers.address_bounced import keep_bounce
from services.registration.consumers.erasure_done import keep_events_answer, keep_notify_answer
from services.registration.consumers.event_state import keep_event
from services.registration.consumers.invitation_declined import cancel_declined
from services.registration.consumers.mail_recorded import keep_mail
from services.registration.consumers.member_state import keep_member
from services.registration.consumers.organisation_state import keep_organisation
from services.registration.purging import Purging
from services.registration.settings import Settings
from shared.consumer import Consumer
from shared.messages.events import EventState, MemberState, OrganisationState
from shared.messages.events_facts import EventsErasureDone
from shared.messages.notify import AddressBounced, InvitationDeclined, MailRecorded, NotifyErasureDone
from shared.messages.registration import MESSAGES
from shared.processes import Work
from shared.schedule import Job

# Places whose time is over stand empty until then.
HOLDS_SECONDS = 5
# By then nobody is at the door any more, and nobody waits for it either.
MARK_MISSED_SECONDS = 900
# Nobody waits for the question by the minute.
ASK_SECONDS = 60
# Names are kept for days: an hour more does not matter, and a night in which the service was down is made up for.
FORGET_SECONDS = 3600


def work_of(settings: Settings) -> Work:
    return Work(
        service="registration",
        messages=MESSAGES,
        consumers=consumers_of(base_url=settings.base_url),
        jobs=(
            Job(
                name="expire-holds",
                every_seconds=HOLDS_SECONDS,
                run_once=partial(expire_holds, base_url=settings.base_url),
            ),
            Job(name="mark-missed", every_seconds=MARK_MISSED_SECONDS, run_once=mark_missed),
            Job(
                name="ask-how-it-was",
                every_seconds=ASK_SECONDS,
                run_once=partial(ask_how_it_was, base_url=settings.base_url),
            ),
            Job(name="forget-people", every_seconds=FORGET_SECONDS, run_once=forget_people),
        ),
        loops=(Purging(settings).run,),
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
        Consumer(name="registration-address-bounced", message=AddressBounced, handle=keep_bounce),
        Consumer(
            name="registration-invitation-declined",
            message=InvitationDeclined,
            handle=partial(cancel_declined, base_url=base_url),
        ),
        Consumer(name="registration-events-erasure-done", message=EventsErasureDone, handle=keep_events_answer),
        Consumer(name="registration-notify-erasure-done", message=NotifyErasureDone, handle=keep_notify_answer),
    )
