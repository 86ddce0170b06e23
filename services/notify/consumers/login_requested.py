"""A member asked for a link to log in."""

from services.notify.commands.queue_login import queue_login
from shared.consumer import Consumer
from shared.messages.events_facts import LoginRequested

CONSUMER = Consumer(name="notify-login-requested", message=LoginRequested, handle=queue_login)
