"""Where pages are."""

from msgspec import Struct

from tests.journeys.site import Site, found


class Paths(Struct, kw_only=True):
    """Pages by who may see them."""

    anybody: list[str] = []
    members: list[str] = []
    coordinators: list[str] = []


def path_in_mail(site: Site, email: str, pattern: str) -> str:
    """The address like this in the only mail that they have, as a path."""
    return found(pattern, site.mailbox.wait_for(email).text).removeprefix(site.running.base_url)
