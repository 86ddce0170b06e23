"""Places that are shared out among organisations; without a database."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from services.registration.domain.admission import Admission
from services.registration.domain.quota import Quota
from services.registration.domain.roster import Roster
from shared.problems import Invalid
from tests.registration.given import FOREIGN_ORGANISATION, NOON, ORGANISATION, an_ask
from tests.registration.test_admission import a_roster


def admission_to(roster: Roster | None = None, *, quota: Quota | None) -> Admission:
    return Admission(roster or a_roster(), answered={}, present={}, now=NOON, quota=quota)


def a_quota(limit: int = 2, taken: int = 0) -> Quota:
    named = {"caritas-witten": ORGANISATION, "dom": FOREIGN_ORGANISATION}
    return Quota(limit=limit, organisations=named, taken={ORGANISATION: taken})


def test_each_organisation_has_its_share_of_the_places() -> None:
    admission = admission_to(quota=a_quota(limit=2))
    admission.admit(an_ask("a@a.example", organisation="caritas-witten"))
    admission.admit(an_ask("b@a.example", 2, organisation="dom"))

    with pytest.raises(Invalid, match="party_size: Places left for your organisation: 1 of 2"):
        admission.admit(an_ask("c@a.example", 2, organisation="caritas-witten"))
    assert admission.admit(an_ask("c@a.example", organisation="caritas-witten")).status == "confirmed"
    assert admission.roster.seats_taken == 4


def test_those_who_wait_are_of_their_organisations_share_too() -> None:
    admission = admission_to(a_roster(capacity=1, seats_taken=1), quota=a_quota(limit=2))

    assert admission.admit(an_ask("a@a.example", organisation="dom")).status == "waiting"
    with pytest.raises(Invalid, match="party_size"):
        admission.admit(an_ask("b@a.example", 2, organisation="dom"))


@pytest.mark.parametrize("named", ["", "nobody-knows-us"])
def test_where_places_are_shared_out_one_says_where_one_comes_from(named: str) -> None:
    with pytest.raises(Invalid, match="organisation"):
        admission_to(quota=a_quota()).admit(an_ask(organisation=named))


def test_a_member_comes_from_their_own_organisation_whatever_they_name() -> None:
    admission = admission_to(quota=a_quota(limit=1, taken=1))
    member = replace(an_ask(organisation="dom"), organisation_id=ORGANISATION)

    with pytest.raises(Invalid, match="0 of 1"):
        admission.admit(member)


def test_where_places_are_not_shared_out_nobody_keeps_where_one_comes_from() -> None:
    admission = admission_to(quota=None)
    admission.admit(replace(an_ask(organisation="dom"), organisation_id=UUID(int=7)))

    assert admission.added[0].organisation_id is None
