"""What the events service does besides answering."""

from functools import partial

from services.events.commands.extend_series import extend_series
from services.events.consumers import CONSUMERS
from services.events.settings import Settings
from shared.messages.events import MESSAGES
from shared.processes import Work
from shared.schedule import Job

SIX_HOURS_SECONDS = 6 * 3600


def work_of(settings: Settings) -> Work:
    extend = partial(extend_series, base_url=settings.base_url)
    return Work(
        service="events",
        messages=MESSAGES,
        consumers=CONSUMERS,
        jobs=(Job(name="extend-series", every_seconds=SIX_HOURS_SECONDS, run_once=extend),),
    )
