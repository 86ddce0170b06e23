"""Each kind of mail with all that can stand in it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from msgspec import structs

from services.notify.domain.facts import Topic, facts_of
from services.notify.domain.mail import MailKind
from shared.messages import Fact
from shared.messages.event_details import Conference, Place
from shared.messages.events import EventState, EventStatus
from tests.notify.network import a_decision, a_refusal, a_reminder, a_request, an_application, an_invitation

CONFERENCE = Conference(
    url="javascript:alert(1)", meeting_id="812 555", pass_code="<b>linde</b>", dial_in="+49 2302 5550"
)


def contexts(event: EventState) -> Iterator[tuple[MailKind, dict[str, object]]]:
    """Each kind of mail with all that can stand in it."""
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
    link = "https://win.example/registrations/secret"
    signed_up = {
        "event": event,
        "date": current,
        "link": link,
        "status": "confirmed",
        "party_size": 3,
        "waiting_position": None,
    }
    waiting = signed_up | {"status": "waiting", "waiting_position": 4}
    change = signed_up | {"told": told, "topics": list(Topic)}
    yield MailKind.LOGIN, {"link": link, "expires_at": datetime.now(UTC) + timedelta(minutes=15)}
    for kind in (MailKind.EVENT_SUBMITTED, MailKind.EVENT_PUBLISHED, MailKind.EVENT_RETURNED):
        yield kind, {"event": event}
    yield MailKind.REGISTRATION_CONFIRMED, signed_up
    yield MailKind.REGISTRATION_WAITING, waiting
    yield MailKind.REGISTRATION_CANCELLED, signed_up | {"status": "cancelled"}
    yield MailKind.REGISTRATION_REPEATED, signed_up
    yield MailKind.REGISTRATION_REPEATED, waiting
    yield MailKind.EVENT_CHANGED, change
    yield MailKind.EVENT_CHANGED, change | {"status": "waiting"}
    yield MailKind.EVENT_CANCELLED, change
    in_series = {
        "date": structs.replace(current, is_one_of_several=True, conference=CONFERENCE),
        "told": structs.replace(told, is_one_of_several=True),
    }
    yield MailKind.REGISTRATION_CONFIRMED, signed_up | in_series
    yield MailKind.EVENT_CHANGED, change | in_series | {"topics": [Topic.PLACE, Topic.JOIN_DETAILS]}
    yield MailKind.EVENT_CANCELLED, change | in_series
    for kind, fact in network_facts(event.title):
        yield kind, {"fact": fact}


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
