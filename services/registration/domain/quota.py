"""Places that are shared out among organisations, such as at a network's meeting: no more than so many for each."""

from uuid import UUID

from msgspec import Struct

from shared.problems import invalid
from shared.translations import N_


class Quota(Struct, kw_only=True):
    """`organisations` has the ids of those that were named, by what they were named; `taken` the places they have.

    Parties that wait have theirs too: they may be offered places at any time.
    """

    limit: int
    organisations: dict[str, UUID]
    taken: dict[UUID, int]

    def organisation_of(self, named: str, own: UUID | None) -> UUID:
        """The organisation of one who signs up: for members their own, for others what they name. Raises `Invalid`."""
        if own is not None:
            return own
        if not named:
            raise invalid("organisation", N_("Please choose the organisation that you come from."))
        if named not in self.organisations:
            raise invalid("organisation", N_("We do not know this organisation."))
        return self.organisations[named]

    def check(self, organisation_id: UUID, party_size: int) -> None:
        left = max(0, self.limit - self.taken.get(organisation_id, 0))
        if party_size <= left:
            return
        text = N_("Places left for your organisation: %(left)s of %(limit)s.")
        raise invalid("party_size", text, limit=self.limit, left=left)

    def take(self, organisation_id: UUID, party_size: int) -> None:
        self.taken[organisation_id] = self.taken.get(organisation_id, 0) + party_size
