"""How the calendar comes into the apps that people have, in three steps each.

What buttons are called stands in the texts as these apps call them in the reader's language.
"""

import re
from enum import StrEnum

from msgspec import Struct

from shared.translations import N_


class Picture(StrEnum):
    """What is to be seen on the screen at a step."""

    TAP = "tap"
    ASK = "ask"
    GET = "get"
    NAME = "name"
    DONE = "done"


class Link(StrEnum):
    """What the button of an app opens."""

    CALENDAR = "calendar"
    GOOGLE = "google"
    OUTLOOK = "outlook"


class CalendarApp(Struct, frozen=True, kw_only=True):
    """`reader` is what browsers on its devices call themselves; `is_on_phone` how its screens look."""

    name: str
    reader: re.Pattern[str]
    is_on_phone: bool = False
    link: Link = Link.CALENDAR
    steps: tuple[tuple[Picture, str], ...]
    speed: str = N_("It asks for changes every hour or so.")


APPS = (
    CalendarApp(
        name=N_("iPhone and iPad"),
        reader=re.compile(r"iPhone|iPad"),
        is_on_phone=True,
        steps=(
            (Picture.TAP, N_("Tap the button below.")),
            (Picture.ASK, N_("Your phone asks whether you want to subscribe. Tap “Subscribe”.")),
            (Picture.DONE, N_("Tap “Add”. Now the events are in the app “Calendar”.")),
        ),
    ),
    CalendarApp(
        name=N_("Android"),
        reader=re.compile(r"Android"),
        is_on_phone=True,
        steps=(
            (Picture.GET, N_("Get the app ICSx⁵; in the app store F-Droid it is free.")),
            (Picture.TAP, N_("Come back and tap the button below. ICSx⁵ opens.")),
            (Picture.DONE, N_("Give the calendar a name and save it. Now the events are in your calendar app.")),
        ),
    ),
    CalendarApp(
        name=N_("Outlook"),
        reader=re.compile(r"Windows"),
        link=Link.OUTLOOK,
        steps=(
            (Picture.TAP, N_("Click a button below. Outlook opens in your browser.")),
            (Picture.NAME, N_("Click “Import”.")),
            (Picture.DONE, N_("Now the events are under “Other calendars”, also in the app of Outlook.")),
        ),
        speed=N_("Changes show there after some hours."),
    ),
    CalendarApp(
        name=N_("Google Calendar"),
        reader=re.compile(r"CrOS"),
        link=Link.GOOGLE,
        steps=(
            (Picture.TAP, N_("Click the button below, on a computer.")),
            (Picture.ASK, N_("Google asks whether you want to add the calendar. Click “Add”.")),
            (Picture.DONE, N_("Now the events are there, also in the app of Google Calendar on your phone.")),
        ),
        speed=N_("Changes show there after 8 to 24 hours; nobody can make that faster."),
    ),
    CalendarApp(
        name=N_("Calendar on a Mac"),
        reader=re.compile(r"Macintosh"),
        steps=(
            (Picture.TAP, N_("Click the button below.")),
            (Picture.ASK, N_("The app “Calendar” opens. Click “Subscribe”.")),
            (Picture.DONE, N_("Choose how often it asks for changes, such as every hour, and click “OK”.")),
        ),
    ),
    CalendarApp(
        name=N_("Thunderbird"),
        reader=re.compile(r"X11"),
        steps=(
            (Picture.TAP, N_("Click the button below. If the browser asks, choose Thunderbird.")),
            (Picture.NAME, N_("Click “Find Calendars”.")),
            (Picture.DONE, N_("Tick the calendar and click “Subscribe”.")),
        ),
    ),
)


def app_of(user_agent: str) -> CalendarApp | None:
    """The app that people with this browser most likely have."""
    return next((app for app in APPS if app.reader.search(user_agent)), None)
