"""Which dates somebody wants to see the numbers of."""

from typing import Annotated

from msgspec import Meta, Struct

from shared.translations import N_

WHOLE_NETWORK = "all"


class RosterListing(Struct, frozen=True, kw_only=True):
    """`organisation` is a slug, or `all`: coordinators alone see another's; without it, one's own."""

    q: Annotated[str, Meta(title=N_("Title"), max_length=100)] = ""
    organisation: Annotated[str, Meta(title=N_("Organisation"), max_length=100)] = ""
