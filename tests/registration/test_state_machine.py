"""Whatever is done in whatever order: nothing is overfull, parties stay whole, first come first served, all is told."""

from collections.abc import Iterable
from datetime import datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from services.registration.commands import offer_places
from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.domain.waiting_list import offer_to_those_who_fit
from tests.registration.machine import Registrations

# Some seconds in all; each step is a handful of queries. What fails is shown as it happened: to find the shortest way
# there (`Phase.shrink`) takes minutes.
USUAL = settings(
    phases=[Phase.generate],
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def machine(environment: dict[str, str]) -> type[Registrations]:
    Registrations.database_url = environment["REGISTRATION_DATABASE_URL"]
    return Registrations


def test_anything_in_any_order_leaves_the_rosters_right(machine: type[Registrations]) -> None:
    run_state_machine_as_test(machine, settings=USUAL)


def test_a_rule_that_serves_the_last_first_is_found(
    machine: type[Registrations], monkeypatch: pytest.MonkeyPatch
) -> None:
    def serve_the_last_first(
        roster: Roster, waiting: Iterable[Registration], *, now: datetime
    ) -> tuple[Roster, list[Registration]]:
        return offer_to_those_who_fit(roster, reversed(list(waiting)), now=now)

    monkeypatch.setattr(offer_places, "offer_to_those_who_fit", serve_the_last_first)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=USUAL)
