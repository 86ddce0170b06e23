"""What the events service does besides answering."""

from functools import partial

from services.events.commands.ask_whether_still_on import ask_whether_still_on
from services.events.commands.extend_series import extend_series
from services.events.commands.forget_people import forget_people
from services.events.commands.forget_words import forget_words
from services.events.consumers import CONSUMERS
from services.events.settings import Settings
from shared.messages.events import MESSAGES
from shared.processes import Work
from shared.schedule import Job

TEN_MINUTES_SECONDS = 600
SIX_HOURS_SECONDS = 6 * 3600
DAY_SECONDS = 24 * 3600


def work_of(settings: Settings) -> Work:
    extend = partial(extend_series, base_url=settings.base_url)
    ask = partial(ask_whether_still_on, base_url=settings.base_url, zone=settings.zone, days=settings.still_on_days)
    return Work(
        service="events",
        messages=MESSAGES,
        consumers=CONSUMERS,
        jobs=(
            Job(name="extend-series", every_seconds=SIX_HOURS_SECONDS, run_once=extend),
            Job(name="forget-people", every_seconds=DAY_SECONDS, run_once=forget_people),
            Job(name="forget-words", every_seconds=DAY_SECONDS, run_once=forget_words),
            Job(name="ask-whether-still-on", every_seconds=TEN_MINUTES_SECONDS, run_once=ask),
        ),
    )
