"""What happens to registrations: each fact is one mail to those who signed up."""

from typing import Any

from services.notify.commands.forget_people import forget_person, forget_registration
from services.notify.commands.note_registration import note_registration
from services.notify.commands.queue_announcement import queue_announcement
from services.notify.domain.registration_facts import KINDS
from shared.consumer import Consumer
from shared.messages.registration import AnnouncementMade, ErasureRequested, RegistrationErased

CONSUMERS: tuple[Consumer[Any], ...] = (
    *(
        Consumer(
            name=f"notify-{fact.topic.replace('.', '-').replace('_', '-')}", message=fact, handle=note_registration
        )
        for fact in KINDS
    ),
    Consumer(name="notify-registration-announcement", message=AnnouncementMade, handle=queue_announcement),
    Consumer(name="notify-registration-erased", message=RegistrationErased, handle=forget_registration),
    Consumer(name="notify-registration-erasure-requested", message=ErasureRequested, handle=forget_person),
)
