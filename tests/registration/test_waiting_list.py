"""Who on the waiting list gets free places."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace

from services.registration.domain.changes import Change, changed, check_change
from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.domain.waiting_list import offer_to_those_who_fit, takes_offers
from shared.messages.registration import RegistrationStatus
from shared.problems import Invalid
from tests.registration.given import NEXT_WEEK, NOON


def a_roster(left: int | None, waiting_count: int = 0, **changes: Any) -> Roster:
    """With so many free places of twenty."""
    return Roster(
        id=uuid4(),
        event_id=uuid4(),
        organisation_id=uuid4(),
        starts_at=NEXT_WEEK,
        ends_at=NEXT_WEEK + timedelta(hours=2),
        time_zone="UTC",
        wanted_capacity=None if left is None else 20,
        capacity=None if left is None else 20,
        seats_taken=20 - (left or 0),
        waiting_count=waiting_count,
        **changes,
    )


def a_party(size: int, smallest: int | None = None) -> Registration:
    return Registration(
        id=uuid4(),
        roster_id=uuid4(),
        event_id=uuid4(),
        name="Ada",
        email="ada@a.example",
        phone="",
        party_size=size,
        smallest_party=smallest,
        language="de",
        status=RegistrationStatus.WAITING,
        registered_at=NOON,
        consent_at=NOON,
        booking_id=uuid4(),
    )


@pytest.mark.parametrize(
    ("left", "waiting", "offered"),
    [
        # A party that does not fit is passed over, and stays where it is.
        (3, [(4, None), (2, None), (3, None), (1, None)], {1: 2, 3: 1}),
        (3, [(3, None), (1, None)], {0: 3}),
        # As many of a party as fit, if these are enough for it; nobody after it has a better right to them.
        (3, [(4, 2), (3, None)], {0: 3}),
        (1, [(4, 2), (3, 1)], {1: 1}),
        (5, [(4, 2), (4, 1)], {0: 4, 1: 1}),
        (0, [(1, None)], {}),
        (None, [(4, None), (20, 1)], {0: 4, 1: 20}),
    ],
)
def test_free_places_go_to_the_first_that_fit_and_parties_stay_together(
    left: int | None, waiting: list[tuple[int, int | None]], offered: dict[int, int]
) -> None:
    parties = [a_party(size, smallest) for size, smallest in waiting]

    roster, offers = offer_to_those_who_fit(a_roster(left, len(parties)), parties, now=NOON)

    assert {
        parties.index(next(p for p in parties if p.id == offer.id)): offer.offered_size for offer in offers
    } == offered
    assert roster.waiting_count == len(parties) - len(offered)
    assert roster.seats_taken == 20 - (left or 0) + sum(offered.values())
    assert {offer.status for offer in offers} <= {RegistrationStatus.OFFERED}
    assert all(offer.held_until for offer in offers)


def test_places_kept_for_the_organiser_are_not_offered() -> None:
    roster, offers = offer_to_those_who_fit(a_roster(3, 2, reserved_count=2), [a_party(2), a_party(1)], now=NOON)

    assert [offer.offered_size for offer in offers] == [1]
    assert roster.seats_left == 0


def test_places_are_offered_also_after_sign_up_has_closed_and_not_while_the_date_is_off_or_halted_or_begun() -> None:
    assert takes_offers(a_roster(1, closes_at=NOON), NOON + timedelta(hours=1))
    assert not takes_offers(a_roster(1, closed_at=NOON), NOON)
    assert not takes_offers(a_roster(1, halted_at=NOON), NOON)
    assert not takes_offers(a_roster(1), NEXT_WEEK)


def test_who_is_offered_places_cannot_want_more_of_them_before_the_answer() -> None:
    offered = replace(a_party(4, smallest=1), status=RegistrationStatus.OFFERED, offered_size=2, held_until=NEXT_WEEK)
    usual = SignUpSettings()

    fewer = changed(offered, Change(smallest_party=2), usual)
    check_change(offered, fewer, a_roster(0), usual)
    more = changed(offered, Change(smallest_party=3), usual)
    with pytest.raises(Invalid) as refused:
        check_change(offered, more, a_roster(0), usual)

    assert [each.field for each in refused.value.errors] == ["smallest_party"]
