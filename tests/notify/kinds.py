"""Each kind of mail with all that can stand in it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from msgspec import structs

from services.notify.domain.edition_events import listed_event
from services.notify.domain.facts import EventFacts, Topic, facts_of
from services.notify.domain.invitation import Method
from services.notify.domain.mail import MailKind
from services.notify.domain.participant import Participant
from services.notify.domain.weekly_digest import DigestEntry
from services.notify.emails.subscriber_samples import SUBSCRIBER
from shared.messages import Fact
from shared.messages.event_details import Conference, Place
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationStatus
from tests.notify.editions import edition_mails
from tests.notify.network import a_decision, a_refusal, a_reminder, a_request, an_application, an_invitation
from tests.notify.partner_kinds import for_members

CONFERENCE = Conference(
    url="javascript:alert(1)", meeting_id="812 555", pass_code="<b>linde</b>", dial_in="+49 2302 5550"
)
LINK = "https://win.example/registrations/secret"


def contexts(event: EventState) -> Iterator[tuple[MailKind, dict[str, object]]]:
    """Each kind of mail with all that can stand in it."""
    yield from to_participants(event)
    yield from for_members(event, facts_of(event, event.id))
    yield MailKind.LOGIN, {"link": LINK, "expires_at": datetime.now(UTC) + timedelta(minutes=15)}
    for kind in (MailKind.EVENT_SUBMITTED, MailKind.EVENT_PUBLISHED, MailKind.EVENT_RETURNED):
        yield kind, {"event": event}
    for kind, fact in network_facts(event.title):
        yield kind, {"fact": fact}
    yield from to_subscribers(event)
    yield from edition_mails(event)


def to_participants(event: EventState) -> Iterator[tuple[MailKind, dict[str, object]]]:
    told = facts_of(
        structs.replace(
            event,
            status=EventStatus.POSTPONED,
            title="Altes Fest",
            place=Place(name="Altes Haus"),
            online=True,
            join_details="alt",
            starts_at=datetime(2099, 1, 1, 10),
            ends_at=datetime(2099, 1, 2, 11),
        ),
        event.id,
    )
    current = facts_of(event, event.id)
    signed_up = {
        "event": event,
        "date": current,
        "link": LINK,
        "status": "confirmed",
        "party_size": 3,
        "waiting_position": None,
        "entry": Method.REQUEST,
    }
    waiting = signed_up | {"status": "waiting", "waiting_position": 4}
    change = signed_up | {"told": told, "topics": list(Topic)}
    yield MailKind.REGISTRATION_CONFIRMED, signed_up
    yield MailKind.REGISTRATION_WAITING, waiting
    yield from registrations(signed_up, change)
    yield MailKind.REGISTRATION_REPEATED, signed_up
    for status in ("waiting", "pending", "offered"):
        yield MailKind.REGISTRATION_REPEATED, waiting | {"status": status}
    yield MailKind.EVENT_CHANGED, change
    for status in ("waiting", "offered"):
        yield MailKind.EVENT_CHANGED, change | {"status": status}
    yield MailKind.EVENT_CANCELLED, change | {"entry": Method.CANCEL}
    yield MailKind.REMINDER, signed_up
    yield MailKind.HOW_WAS_IT, signed_up | {"status": "attended"}
    in_series = {
        "date": structs.replace(current, is_one_of_several=True, conference=CONFERENCE),
        "told": structs.replace(told, is_one_of_several=True),
    }
    yield MailKind.REGISTRATION_CONFIRMED, signed_up | in_series
    yield MailKind.EVENT_CHANGED, change | in_series | {"topics": [Topic.PLACE, Topic.JOIN_DETAILS]}
    yield MailKind.EVENT_CANCELLED, change | in_series
    yield MailKind.REMINDER, signed_up | in_series


def registrations(
    signed_up: dict[str, object], change: dict[str, object]
) -> Iterator[tuple[MailKind, dict[str, object]]]:
    """What may happen to a registration, with an organiser's words wherever there are some."""
    event, current = signed_up["event"], signed_up["date"]
    assert isinstance(event, EventState)
    assert isinstance(current, EventFacts)
    held = {"held_until": datetime(2099, 10, 16, 12, tzinfo=UTC), "offered_size": 2}
    yield MailKind.REGISTRATION_PENDING, signed_up | held | {"status": "pending"}
    for offered in (1, 3):
        yield MailKind.REGISTRATION_OFFERED, signed_up | held | {"status": "offered", "offered_size": offered}
    for was in ("pending", "offered"):
        yield MailKind.REGISTRATION_EXPIRED, signed_up | {"was": was}
    words = {"reason": f"{event.title}\nDanke & Gruß", "by_organiser": True}
    yield MailKind.REGISTRATION_CANCELLED, signed_up | words
    yield MailKind.REGISTRATION_CANCELLED, signed_up | words | {"by_organiser": False}
    yield MailKind.REGISTRATION_CHANGED, change | words | {"previous_party_size": 2}
    same = {"topics": [], "previous_party_size": 3, "by_organiser": False, "entry": None}
    yield MailKind.REGISTRATION_CHANGED, change | same
    yield MailKind.REGISTRATION_PASSED_ON, signed_up
    for status in ("confirmed", "waiting"):
        yield MailKind.REGISTRATION_TAKEN_OVER, signed_up | {"status": status}
    dates = [(current, a_participant(current, status)) for status in RegistrationStatus]
    booking = {"dates": dates, "conference": CONFERENCE, "held_until": None, "is_attached": True}
    yield MailKind.BOOKING, signed_up | booking
    yield MailKind.BOOKING, signed_up | booking | held
    announced = {"subject_line": event.title, "text": words["reason"], "sender_name": event.title}
    yield MailKind.ANNOUNCEMENT, signed_up | announced


def a_participant(told: EventFacts, status: RegistrationStatus) -> Participant:
    return Participant(
        registration_id=uuid4(),
        event_id=uuid4(),
        roster_id=uuid4(),
        name="Grace",
        email="grace@people.example",
        language="de",
        status=status,
        link=LINK,
        party_size=3,
        waiting_position=4,
        held_until=None,
        booking_id=None,
        said_at=datetime.now(UTC),
        told=told,
    )


def to_subscribers(event: EventState) -> Iterator[tuple[MailKind, dict[str, object]]]:
    """A digest with several dates of an event, with and without sign-up, and the links to a subscriber's page."""
    for kind in (MailKind.SUBSCRIPTION_PENDING, MailKind.SUBSCRIPTION_CHANGED):
        yield kind, {"subscriber": SUBSCRIBER}
    shown = listed_event(event, event.occurrences[0], "de")
    entries = [
        DigestEntry(shown=shown, sign_up_path="/register/fest"),
        DigestEntry(shown=structs.replace(shown, repeats=True), sign_up_path=""),
    ]
    for has_more in (True, False):
        yield MailKind.WEEKLY_DIGEST, {"subscriber": SUBSCRIBER, "entries": entries, "has_more": has_more}


def network_facts(words: str) -> Iterator[tuple[MailKind, Fact]]:
    """What happens between organisations, with these words wherever people type some."""
    note = f"{words}\nDanke & Gruß"
    yield MailKind.MEMBER_INVITED, an_invitation(organisation_name=words, inviter_name=words, name=words)
    yield MailKind.ORGANISATION_APPLIED, an_application(organisation_name=words, applicant_name=words)
    yield MailKind.APPLICATION_REFUSED, a_refusal(organisation_name=words, name=words, note=note)
    yield MailKind.CO_ORGANISATION_REQUESTED, a_request(event_title=words, asking_name=words, note=note)
    for is_accepted in (True, False):
        yield MailKind.CO_ORGANISATION_DECIDED, a_decision(event_title=words, is_accepted=is_accepted)
    yield MailKind.CAMPAIGN_REMINDED, a_reminder(campaign_title=words, note=note)
