"""The badges of those who come, one for each person, for `badges.typ`."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from services.registration.domain.registration import Registration
from shared.problems import Conflict
from shared.translations import N_, catalogue

TEMPLATE = Path(__file__).with_name("badges.typ")
# Two hundred sheets; setting them takes some seconds.
MOST_BADGES = 2_000


class TooManyBadges(Conflict):
    title = N_("These are too many badges at once")
    detail = N_("Please choose one date, or those of one state.")


def content_of(
    parties: Iterable[Registration],
    *,
    organisations: Mapping[UUID, str],
    title: str,
    network: str,
    language: str,
) -> dict[str, Any]:
    """What `badges.typ` sets, in the order of the parties. Raises `TooManyBadges`."""
    badges = [
        {"name": name, "organisation": organisations.get(party.organisation_id, "") if party.organisation_id else ""}
        for party in parties
        for name in names_of(party, language)
    ]
    if len(badges) > MOST_BADGES:
        raise TooManyBadges
    return {"language": language, "title": title, "network": network, "badges": badges, "codes": []}


def names_of(party: Registration, language: str) -> list[str]:
    """What stands on the badges of a party: each person's name where it was asked, else whose party it is."""
    belongs = catalogue(language).gettext(N_("Party of %(name)s")) % {"name": party.name}
    named = party.attendees or [party.name]
    return [*named, *[belongs] * party.seats][: party.seats]
