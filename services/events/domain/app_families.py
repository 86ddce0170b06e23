"""Families of calendar apps, by the name under which they ask (`User-Agent`)."""

import re
from enum import StrEnum

from shared.translations import N_


class Family(StrEnum):
    GOOGLE = "google"
    APPLE_MOBILE = "apple_mobile"
    APPLE_MAC = "apple_mac"
    OUTLOOK_ONLINE = "outlook_online"
    OUTLOOK = "outlook"
    THUNDERBIRD = "thunderbird"
    ANDROID = "android"
    NEXTCLOUD = "nextcloud"
    HOME_ASSISTANT = "home_assistant"
    OTHER = "other"


FAMILY_NAMES = {
    Family.GOOGLE: N_("Google Calendar"),
    Family.APPLE_MOBILE: N_("iPhone and iPad"),
    Family.APPLE_MAC: N_("Calendar on a Mac"),
    Family.OUTLOOK_ONLINE: N_("Outlook.com and Microsoft 365"),
    Family.OUTLOOK: N_("Outlook on a computer"),
    Family.THUNDERBIRD: N_("Thunderbird"),
    Family.ANDROID: N_("ICSx⁵ on Android"),
    Family.NEXTCLOUD: N_("Nextcloud"),
    Family.HOME_ASSISTANT: N_("Home Assistant"),
    Family.OTHER: N_("Other apps"),
}
# How people see a change before their app asks by itself.
FAMILY_HINTS = {
    Family.GOOGLE: N_("Google decides by itself when it asks, and there is no button for it. It may take a day."),
    Family.APPLE_MOBILE: N_("In the Calendar app, tap “Calendars” and pull the list down."),
    Family.APPLE_MAC: N_("In the menu “View”, choose “Refresh Calendars”."),
    Family.OUTLOOK_ONLINE: N_("Outlook asks every few hours, and there is no button for it."),
    Family.OUTLOOK: N_("Press F9 (“Send/Receive All Folders”)."),
    Family.THUNDERBIRD: N_("In the calendar view, choose “Synchronize”."),
    Family.ANDROID: N_("Pull the list of calendars down. How often it asks is in its settings."),
    Family.NEXTCLOUD: N_("Nextcloud asks about once an hour, and there is no button for it."),
    Family.HOME_ASSISTANT: N_("In “Devices and services”, reload the calendar."),
}

# The first that fits counts: Thunderbird calls itself Mozilla, too.
PATTERNS = {
    Family.GOOGLE: re.compile(r"Google-Calendar-Importer"),
    Family.THUNDERBIRD: re.compile(r"Thunderbird/|Lightning/"),
    Family.NEXTCLOUD: re.compile(r"Nextcloud"),
    Family.ANDROID: re.compile(r"^ICSx5/"),
    Family.HOME_ASSISTANT: re.compile(r"^HomeAssistant/"),
    Family.OUTLOOK_ONLINE: re.compile(r"Microsoft[ .]?Exchange|Outlook-iOS|Outlook-Android"),
    Family.OUTLOOK: re.compile(r"Microsoft Office|Microsoft Outlook|MacOutlook"),
    Family.APPLE_MAC: re.compile(r"^(macOS|Mac[ +_]OS[ +_]X)/|CalendarAgent/"),
    Family.APPLE_MOBILE: re.compile(r"^(iOS|iPadOS)/|dataaccessd/"),
}
BROWSER = re.compile(r"^Mozilla/5\.0 \((?!compatible)")


def family_of(user_agent: str) -> Family | None:
    """The family of an app; None for a browser, with which people only have a look."""
    for family, pattern in PATTERNS.items():
        if pattern.search(user_agent):
            return family
    return None if BROWSER.search(user_agent) else Family.OTHER
