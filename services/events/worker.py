"""What the events service does besides answering."""

from services.events.commands.forget_people import forget_people
from services.events.consumers import CONSUMERS
from shared.messages.events import MESSAGES
from shared.processes import Work
from shared.schedule import Job

DAY_SECONDS = 24 * 3600

JOBS = (Job(name="forget-people", every_seconds=DAY_SECONDS, run_once=forget_people),)

WORK = Work(service="events", messages=MESSAGES, consumers=CONSUMERS, jobs=JOBS)
