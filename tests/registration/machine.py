"""Anything that can be done with registrations, in any order, on a real database; and what is true after each step."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from services.registration.commands.accept_offer import accept_offer
from services.registration.commands.cancel_for_people import cancel_for_people
from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.change_for_people import change_for_people
from services.registration.commands.check_in import check_in
from services.registration.commands.decline_offer import decline_offer
from services.registration.commands.expire_holds import expire_holds
from services.registration.commands.halt_roster import halt_roster
from services.registration.commands.move_registration import move_registration
from services.registration.commands.pass_on import pass_on
from services.registration.commands.prove_address import prove_address
from services.registration.commands.request_erasure import request_erasure
from services.registration.commands.resume_roster import resume_roster
from services.registration.commands.set_capacity import set_capacity
from services.registration.commands.set_reservation import set_reservation
from services.registration.commands.undo_check_in import undo_check_in
from services.registration.domain.attendance import Arrival, Word
from services.registration.domain.capacity import BelowTaken, NewCapacity
from services.registration.domain.changes import Change
from services.registration.domain.person import Person
from shared.messages.events import EventStatus
from shared.messages.registration import RegistrationStatus as Status
from shared.sessions import new_token
from tests.registration.changing import set_up, to_bob
from tests.registration.given import BASE_URL, NOON, an_event, an_occurrence, changed, heard, signed_up
from tests.registration.stage import ALL, Stage

# Near enough that people are checked in already, far enough that offers have their time.
TOMORROW = datetime.now(UTC) + timedelta(hours=20)
LONG_AGO = NOON - timedelta(days=1)
SIZES = st.integers(1, 4)
FEWER = st.integers(0, 3)
CAPACITIES = st.integers(1, 8) | st.none()
# There is a party that fits, whatever the sizes.
FOR_ANYBODY = st.integers(4, 8)
DATES = st.sampled_from([0, 1])
# One of those that there are then.
PICK = st.integers(0, 60)
OFFERED = frozenset({Status.OFFERED})
PENDING = frozenset({Status.PENDING})
ATTENDED = frozenset({Status.ATTENDED})


def some_are(statuses: frozenset[Status]) -> Callable[[Any], bool]:
    return lambda machine: bool(machine.among(statuses))


class Registrations(Stage):
    """What can be done."""

    @initialize(capacities=st.tuples(FOR_ANYBODY, CAPACITIES), sizes=st.lists(SIZES, min_size=4, max_size=7))
    def publish(self, capacities: tuple[int | None, int | None], sizes: list[int]) -> None:
        """And many come at once, so that there is something to happen; the second one has addresses proven."""
        for capacity in capacities:
            event = an_event(capacity=capacity, occurrences=[an_occurrence(TOMORROW)])
            self.events.append(self.runner.run(heard(self.db, event)))
        self.runner.run(set_up(self.db, self.events[1], proves_address=True))
        self.now = self.read()
        for number, size in enumerate(sizes):
            self.sign_up(0, size, fewer=number % 3)

    @rule(date=DATES, size=SIZES, fewer=FEWER)
    def sign_up(self, date: int, size: int, fewer: int) -> None:
        self.do(signed_up(self.db, self.events[date], self.new_address(), size, smallest_party=willing(size, fewer)))

    @rule(pick=PICK)
    def sign_up_again(self, pick: int) -> None:
        party = self.one(pick)
        event = next(event for event in self.events if event.id == party.event_id)
        self.do(signed_up(self.db, event, party.email or self.new_address(), 1))

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        party = self.one(pick)
        self.do(cancel_registration(self.db, party.id, base_url=BASE_URL), party)

    @rule(pick=PICK)
    def cancel_by_organiser(self, pick: int) -> None:
        party = self.one(pick)
        self.do(cancel_for_people(self.db, party.id, reason="No room", base_url=BASE_URL), party)

    @precondition(some_are(OFFERED))
    @rule(pick=PICK)
    def accept(self, pick: int) -> None:
        party = self.one(pick, OFFERED)
        self.do(accept_offer(self.db, party.id, base_url=BASE_URL), party)

    @precondition(some_are(OFFERED))
    @rule(pick=PICK)
    def decline(self, pick: int) -> None:
        party = self.one(pick, OFFERED)
        self.do(decline_offer(self.db, party.id, base_url=BASE_URL), party)

    @precondition(some_are(PENDING))
    @rule(pick=PICK)
    def prove(self, pick: int) -> None:
        party = self.one(pick, PENDING)
        self.do(prove_address(self.db, party.id, base_url=BASE_URL), party)

    @precondition(some_are(OFFERED | PENDING))
    @rule(pick=PICK)
    def let_time_pass(self, pick: int) -> None:
        """The time to answer ends, and then it is too late."""
        party = self.one(pick, OFFERED | PENDING)
        sooner = "UPDATE registrations SET held_until = $2 WHERE id = $1"
        self.runner.run(self.db.execute(sooner, party.id, LONG_AGO))
        self.now = self.read()
        self.do(accept_offer(self.db, party.id, base_url=BASE_URL))
        self.do(prove_address(self.db, party.id, base_url=BASE_URL))
        self.do(expire_holds(self.db, base_url=BASE_URL), party)

    @precondition(some_are(ALL - OFFERED))
    @rule(pick=PICK)
    def answer_what_nobody_asked(self, pick: int) -> None:
        party = self.one(pick, ALL - OFFERED)
        self.do(accept_offer(self.db, party.id, base_url=BASE_URL))
        self.do(decline_offer(self.db, party.id, base_url=BASE_URL))

    @rule(pick=PICK, size=SIZES, fewer=FEWER)
    def change_size(self, pick: int, size: int, fewer: int) -> None:
        party = self.one(pick)
        change = Change(party_size=size, smallest_party=willing(size, fewer))
        self.do(change_for_people(self.db, party.id, change, base_url=BASE_URL), party)

    @rule(pick=PICK, date=DATES)
    def move(self, pick: int, date: int) -> None:
        party = self.one(pick)
        self.do(move_registration(self.db, party.id, self.roster_id(date), base_url=BASE_URL), party)

    @rule(pick=PICK)
    def pass_to_somebody_else(self, pick: int) -> None:
        party = self.one(pick)
        self.do(pass_on(self.db, party.id, to_bob(self.new_address()), base_url=BASE_URL), party)

    @rule(pick=PICK)
    def arrive(self, pick: int) -> None:
        party = self.one(pick)
        self.do(check_in(self.db, party.id, Arrival(), base_url=BASE_URL), party)

    @precondition(some_are(ATTENDED))
    @rule(pick=PICK)
    def arrive_not_after_all(self, pick: int) -> None:
        party = self.one(pick, ATTENDED)
        self.do(undo_check_in(self.db, party.id, Word()), party)

    @rule(pick=PICK)
    def erase(self, pick: int) -> None:
        """All of one address, whatever it has signed up for."""
        party = self.one(pick)
        if party.email:
            person = Person(address_key=party.address_key)
            receipt = new_token()
            self.do(request_erasure(self.db, person, email=party.email, receipt=receipt, base_url=BASE_URL), party)

    @rule(date=DATES, capacity=CAPACITIES)
    def set_capacity_of_the_entry(self, date: int, capacity: int | None) -> None:
        self.change_event(date, capacity=capacity)

    @rule(date=DATES, capacity=CAPACITIES)
    def set_capacity_of_the_date(self, date: int, capacity: int | None) -> None:
        """Nobody is thrown out."""
        change = NewCapacity(capacity=capacity, below_taken=BelowTaken.KEEP)
        self.do(set_capacity(self.db, self.roster_id(date), change, base_url=BASE_URL))

    @rule(date=DATES, count=FEWER)
    def keep_places_for_the_organiser(self, date: int, count: int) -> None:
        self.do(set_reservation(self.db, self.roster_id(date), count, base_url=BASE_URL))

    @rule(date=DATES, pick=PICK)
    def halt_for_a_while(self, date: int, pick: int) -> None:
        self.do(halt_roster(self.db, self.roster_id(date), base_url=BASE_URL))
        self.cancel(pick)
        self.do(resume_roster(self.db, self.roster_id(date), base_url=BASE_URL))

    @rule(date=DATES, pick=PICK)
    def put_off_for_a_while(self, date: int, pick: int) -> None:
        self.change_event(date, status=EventStatus.POSTPONED)
        self.cancel(pick)
        self.change_event(date, status=EventStatus.PUBLISHED)

    def change_event(self, date: int, **changes: Any) -> None:
        self.events[date] = changed(self.events[date], **changes)
        self.do(heard(self.db, self.events[date]))


def willing(size: int, fewer: int) -> int | None:
    """With how few of the party they would come as well."""
    return max(1, size - fewer) if fewer else None
