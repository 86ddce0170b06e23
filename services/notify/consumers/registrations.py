"""What happens to registrations: each fact is one mail to those who signed up."""

from services.notify.commands.note_registration import note_registration
from services.notify.domain.registration_facts import KINDS
from shared.consumer import Consumer

CONSUMERS = tuple(
    Consumer(name=f"notify-{fact.topic.replace('.', '-').replace('_', '-')}", message=fact, handle=note_registration)
    for fact in KINDS
)
