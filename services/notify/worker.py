"""What the notify service does besides answering."""

from functools import partial

from services.notify.commands.ask_for_entries import ask_for_entries
from services.notify.commands.call_for_contributions import reminding_in
from services.notify.commands.forget_received import forget_received
from services.notify.commands.forget_subscribers import forget_outdated_subscribers
from services.notify.commands.queue_digests import queue_digests_in
from services.notify.commands.queue_editions import queue_editions
from services.notify.commands.queue_reminders import queue_reminders
from services.notify.commands.tell_bounces import tell_bounces
from services.notify.commands.tell_given_up import tell_given_up
from services.notify.commands.tell_participants import tell_participants
from services.notify.commands.tell_queue import tell_queue
from services.notify.commands.tell_sign_ups import tell_sign_ups
from services.notify.consumers import consumers_of
from services.notify.intake import Intake
from services.notify.sending import Sending
from services.notify.settings import Settings
from shared.messages.notify import MESSAGES
from shared.processes import Work
from shared.schedule import Job

SETTLED_SECONDS = 1
# Nobody sets out by the minute after a mail.
REMINDERS_SECONDS = 30
REMINDED_SECONDS = 300
EDITIONS_SECONDS = 1
# The operator sees new words in the next mail.
TEXTS_SECONDS = 2
DIGEST_SECONDS = 5
FORGET_SECONDS = 3600
MORNING_SECONDS = 60


def work_of(settings: Settings) -> Work:
    sending = Sending(settings)
    return Work(
        service="notify",
        messages=MESSAGES,
        consumers=consumers_of(settling_seconds=settings.settling_seconds),
        jobs=(
            Job(name="tell-participants", every_seconds=SETTLED_SECONDS, run_once=tell_participants),
            Job(name="queue-digests", every_seconds=DIGEST_SECONDS, run_once=queue_digests_in(settings.zone)),
            Job(name="forget-subscribers", every_seconds=FORGET_SECONDS, run_once=forget_outdated_subscribers),
            Job(name="remind-contributors", every_seconds=REMINDED_SECONDS, run_once=reminding_in(settings.zone)),
            Job(name="queue-editions", every_seconds=EDITIONS_SECONDS, run_once=queue_editions),
            Job(name="follow-texts", every_seconds=TEXTS_SECONDS, run_once=sending.emails.follow),
            *jobs_for_members(settings),
            Job(
                name="queue-reminders",
                every_seconds=REMINDERS_SECONDS,
                run_once=partial(queue_reminders, quiet=settings.quiet_hours),
            ),
            Job(name="forget-received-mails", every_seconds=FORGET_SECONDS, run_once=forget_received),
        ),
        loops=(sending.run, Intake(settings).run),
    )


def jobs_for_members(settings: Settings) -> tuple[Job, ...]:
    """What those who work with the calendar hear by the clock; what is due in the morning comes soon after."""
    by_the_clock = (ask_for_entries, tell_sign_ups, tell_queue, tell_bounces)
    return (
        *(
            Job(
                name=tell.__name__.replace("_", "-"),
                every_seconds=MORNING_SECONDS,
                run_once=partial(tell, zone=settings.zone),
            )
            for tell in by_the_clock
        ),
        Job(name="tell-given-up", every_seconds=MORNING_SECONDS, run_once=tell_given_up),
    )
