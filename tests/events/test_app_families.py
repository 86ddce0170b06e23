"""Calendar apps are known by the names under which they ask."""

import pytest

from services.events.domain.app_families import FAMILY_HINTS, FAMILY_NAMES, Family, family_of

# As seen in logs.
ASKED_AS = [
    ("Google-Calendar-Importer", Family.GOOGLE),
    ("Mozilla/5.0 (compatible; Google-Calendar-Importer)", Family.GOOGLE),
    ("iOS/18.0 (22A3354) dataaccessd/1.0", Family.APPLE_MOBILE),
    ("macOS/13.4 (22F66) dataaccessd/1.0", Family.APPLE_MAC),
    ("Mac+OS+X/10.15.7 (19H2) CalendarAgent/930.5.1", Family.APPLE_MAC),
    ("Mac_OS_X/10.9 (13A603) CalendarAgent/174", Family.APPLE_MAC),
    ("Microsoft Exchange/15.20 (Windows NT 10.0; Win64; x64)", Family.OUTLOOK_ONLINE),
    ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17029; Pro)", Family.OUTLOOK),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0", Family.THUNDERBIRD),
    ("ICSx5/2.4.3 (ical4j/3.2.19 okhttp/5.3.2 Android/16)", Family.ANDROID),
    ("Nextcloud Webcal Service", Family.NEXTCLOUD),
    ("HomeAssistant/2025.5.0 httpx/0.28.1 Python/3.13", Family.HOME_ASSISTANT),
    ("Evolution/3.50.1", Family.OTHER),
    ("curl/8.6.0", Family.OTHER),
    ("Mozilla/5.0 (compatible; Bingbot/2.0)", Family.OTHER),
    ("", Family.OTHER),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/129.0 Safari/537.36", None),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1", None),
]


@pytest.mark.parametrize(("user_agent", "family"), ASKED_AS)
def test_an_app_is_of_its_family_and_a_browser_of_none(user_agent: str, family: Family | None) -> None:
    assert family_of(user_agent) is family


def test_every_family_has_a_name_and_all_but_the_rest_say_how_to_see_changes_sooner() -> None:
    assert FAMILY_NAMES.keys() == set(Family)
    assert FAMILY_HINTS.keys() == set(Family) - {Family.OTHER}
