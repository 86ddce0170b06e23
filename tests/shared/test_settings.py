"""Settings are read once; a wrong or missing one stops the start with one line that names it."""

import subprocess
import sys

import pytest

from shared.settings import ServiceSettings, load
from tests.conftest import ROOT, SERVICES


def test_a_service_s_own_setting_comes_before_the_common_one(environment: dict[str, str]) -> None:
    read = load(ServiceSettings, "events", environment | {"PORT": "8081", "EVENTS_PORT": "9001"})

    assert read.port == 9001
    assert str(read.zone) == "Europe/Berlin"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"NATS_URL": None}, "events: the setting EVENTS_NATS_URL (or NATS_URL) is missing"),
        ({"PORT": "many"}, "events: the setting PORT is wrong: Expected `int`, got `str`"),
        ({"BASE_URL": "calendar"}, "events: the setting BASE_URL is wrong"),
        ({"SESSION_PUBLIC_KEY": "short"}, "events: the setting SESSION_PUBLIC_KEY is wrong"),
        ({"NETWORK_TIME_ZONE": "Europe/Witten"}, "network_time_zone: not the name of a time zone"),
    ],
)
def test_what_is_wrong_is_named_in_one_line(
    environment: dict[str, str], changes: dict[str, str | None], line: str
) -> None:
    changed = {name: value for name, value in (environment | changes).items() if value is not None}

    with pytest.raises(SystemExit) as stop:
        load(ServiceSettings, "events", changed)

    assert line in str(stop.value)
    assert "\n" not in str(stop.value)


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_starts_without_its_settings(service: str) -> None:
    stopped = subprocess.run(
        [sys.executable, "-m", f"services.{service}", "web"],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )

    assert stopped.returncode == 1
    assert stopped.stderr.count("\n") == 1
    assert "DATABASE_URL" in stopped.stderr
