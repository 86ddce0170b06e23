"""Who holds a link from a mail, and which of their registrations is meant."""

from urllib.parse import urlencode

from msgspec import Struct

from services.registration.domain.person import Person
from services.registration.domain.registration import Registration
from services.registration.tables import access_links, registrations
from shared.database import Connection
from shared.problems import LinkEnded
from shared.sessions import digest_of
from shared.web import Request


class Opened(Struct, frozen=True, kw_only=True):
    """What a link opens: a registration, and what was signed up for together with it, such as a whole course."""

    token: str
    person: Person
    registration: Registration
    booking: list[Registration]
    # Another one than the link itself is for.
    is_other: bool

    def path(self, rest: str = "", **query: str) -> str:
        """The address of the page about this registration, or of one below it."""
        if self.is_other:
            query["of"] = str(self.registration.id)
        return f"/registrations/{self.token}{rest}{'?' if query else ''}{urlencode(query)}"

    def path_of(self, registration: Registration) -> str:
        return f"/registrations/{self.token}?of={registration.id}"


async def open_link(request: Request, db: Connection, token: str) -> Opened:
    """`of` in the address chooses another registration of the same booking. Raises `LinkEnded`."""
    digest = digest_of(token)
    linked = await registrations.find_by_link(db, digest)
    person = await access_links.find_person(db, digest)
    if linked is None or person is None:
        raise LinkEnded("registration")
    # What was passed on from the booking is not theirs any more.
    booking = await registrations.list_of_person(
        db, Person(address_key=person.address_key, booking_id=linked.booking_id)
    )
    of = request.query_params.get("of", str(linked.id))
    chosen = next((each for each in booking if str(each.id) == of), None)
    if chosen is None:
        raise LinkEnded("registration")
    return Opened(token=token, person=person, registration=chosen, booking=booking, is_other=chosen.id != linked.id)
