"""One mail of each kind as it may be, to look at: nothing in it is anybody's."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from msgspec import structs

from services.notify.domain.facts import Topic, facts_of
from services.notify.domain.invitation import Method
from services.notify.domain.mail import MailKind
from services.notify.domain.operating import BounceCount, GivenUpCount, OpenApplication
from services.notify.domain.participant import Participant
from services.notify.domain.sign_up import DateCount, DateNews
from services.notify.emails.edition_samples import EDITION_SAMPLES
from services.notify.emails.subscriber_samples import SUBSCRIBER_SAMPLES
from shared.messages.event_details import Conference, Occurrence, Place, Return
from shared.messages.events import CampaignState, EventState, EventStatus
from shared.messages.registration import RegistrationStatus

ID = UUID("8d5b1f0c-6a3e-4d5f-9b7a-2c1e0f3a4b5d")
NOW = datetime(2027, 5, 3, 9, tzinfo=UTC)
STARTS_AT = datetime(2027, 5, 31, 18)  # noqa: DTZ001 - a wall time
LINK = "https://calendar.example/a-link-of-their-own"
ORGANISATION = "Nachbarschaftshaus"

EVENT = EventState(
    id=ID,
    version=1,
    slug="cafe",
    status=EventStatus.PUBLISHED,
    sequence=0,
    title="Sprachcafé im Nachbarschaftshaus",
    description="Wir reden bei Kaffee und Tee.",
    language="de",
    starts_at=STARTS_AT,
    ends_at=STARTS_AT + timedelta(hours=2),
    time_zone="Europe/Berlin",
    occurrences=[Occurrence(id=ID, starts_at=NOW + timedelta(days=28), ends_at=NOW + timedelta(days=28, hours=2))],
    place=Place(name=ORGANISATION, address="Ruhrstraße 1, Witten"),
    category="meeting",
    organisation_id=ID,
    organisation_slug="haus",
    organisation_name=ORGANISATION,
    url="https://calendar.example/events/cafe",
    changed_at=NOW,
    returned=Return(reason="incomplete", note="Bitte ergänzen Sie, wo es stattfindet."),
)
TOLD = facts_of(EVENT, ID)
CURRENT = structs.replace(
    TOLD, starts_at=STARTS_AT + timedelta(hours=1), ends_at=STARTS_AT + timedelta(hours=3), place=Place(name="Rathaus")
)
NEXT_WEEK = structs.replace(
    TOLD, starts_at=STARTS_AT + timedelta(weeks=1), ends_at=STARTS_AT + timedelta(weeks=1, hours=2)
)
CONFERENCE = Conference(url="https://meet.example/cafe", meeting_id="812 555", pass_code="linde")  # noqa: S106 - shown as a sample
SIGNED_UP: dict[str, object] = {
    "event": EVENT,
    "date": TOLD,
    "link": LINK,
    "status": RegistrationStatus.CONFIRMED,
    "party_size": 3,
    "waiting_position": None,
    "entry": Method.REQUEST,
}
TAKEN_AWAY: dict[str, object] = {"entry": Method.CANCEL}
HELD: dict[str, object] = {"held_until": NOW + timedelta(days=1), "offered_size": 2}
CHANGED: dict[str, object] = {
    "told": TOLD,
    "date": CURRENT,
    "topics": [Topic.WHEN, Topic.PLACE],
}
PERSON = Participant(
    registration_id=ID,
    event_id=ID,
    roster_id=ID,
    name="",
    email="",
    language="de",
    status=RegistrationStatus.CONFIRMED,
    link=LINK,
    party_size=3,
    waiting_position=None,
    held_until=None,
    booking_id=ID,
    said_at=NOW,
    told=TOLD,
)
# What passes between organisations, with all that its mails say.
FACT = {
    "link": LINK,
    "expires_at": NOW + timedelta(days=7),
    "organisation_name": ORGANISATION,
    "inviter_name": "Ada Beispiel",
    "applicant_name": "Ada Beispiel",
    "event_title": EVENT.title,
    "asking_name": "Integrationsrat",
    "is_accepted": True,
    "campaign_title": "Woche der Vielfalt",
    "call_closes_on": date(2027, 5, 21),
    "note": "Wir freuen uns auf Sie.",
}
CAMPAIGN = CampaignState(
    id=ID,
    version=1,
    slug="woche-der-vielfalt",
    title="Woche der Vielfalt",
    organisation_id=ID,
    starts_on=date(2027, 9, 18),
    ends_on=date(2027, 9, 26),
    call_opens_on=date(2027, 4, 1),
    call_closes_on=date(2027, 5, 21),
    url="https://calendar.example/campaigns/woche-der-vielfalt",
    changed_at=NOW,
)
COUNT = DateCount(event_id=ID, roster_id=ID, signed_up=5, cancelled=1, waiting=2)
GIVEN_UP = GivenUpCount(
    service="notify", consumer="notify-event-state", heard="events.event", reason="NotFound", count=2
)
ABOUT_NETWORK: dict[str, object] = {"fact": FACT}
ABOUT_EVENT: dict[str, object] = {"event": EVENT}

SAMPLES: dict[MailKind, dict[str, object]] = {
    MailKind.LOGIN: {"link": LINK, "expires_at": NOW + timedelta(minutes=15)},
    MailKind.EVENT_SUBMITTED: ABOUT_EVENT,
    MailKind.EVENT_PUBLISHED: ABOUT_EVENT,
    MailKind.EVENT_RETURNED: ABOUT_EVENT,
    MailKind.MEMBER_INVITED: ABOUT_NETWORK,
    MailKind.ORGANISATION_APPLIED: ABOUT_NETWORK,
    MailKind.APPLICATION_REFUSED: {"fact": FACT | {"note": "Zurzeit nehmen wir nur Vereine auf."}},
    MailKind.CO_ORGANISATION_REQUESTED: ABOUT_NETWORK,
    MailKind.CO_ORGANISATION_DECIDED: ABOUT_NETWORK,
    MailKind.CAMPAIGN_REMINDED: ABOUT_NETWORK,
    MailKind.REGISTRATION_PENDING: SIGNED_UP | HELD | {"status": RegistrationStatus.PENDING},
    MailKind.REGISTRATION_CONFIRMED: SIGNED_UP | {"date": structs.replace(TOLD, online=True, conference=CONFERENCE)},
    MailKind.REGISTRATION_WAITING: SIGNED_UP | {"status": RegistrationStatus.WAITING, "waiting_position": 4},
    MailKind.REGISTRATION_OFFERED: SIGNED_UP | HELD | {"status": RegistrationStatus.OFFERED},
    MailKind.REGISTRATION_EXPIRED: SIGNED_UP | TAKEN_AWAY | {"was": RegistrationStatus.OFFERED},
    MailKind.REGISTRATION_CANCELLED: SIGNED_UP
    | TAKEN_AWAY
    | {"by_organiser": True, "reason": "Der Raum ist kleiner als gedacht."},
    MailKind.REGISTRATION_CHANGED: SIGNED_UP | CHANGED | {"previous_party_size": 2, "by_organiser": True},
    MailKind.REGISTRATION_PASSED_ON: SIGNED_UP | TAKEN_AWAY,
    MailKind.REGISTRATION_TAKEN_OVER: SIGNED_UP,
    MailKind.REGISTRATION_REPEATED: SIGNED_UP,
    MailKind.BOOKING: SIGNED_UP
    | {
        "dates": [(TOLD, PERSON), (NEXT_WEEK, PERSON)],
        "conference": CONFERENCE,
        "held_until": None,
        "is_attached": True,
    },
    MailKind.ANNOUNCEMENT: SIGNED_UP
    | {
        "subject_line": "Bitte bringen Sie eine Tasse mit",
        "text": "Wir spülen diesmal nicht.\nBis bald!",
        "sender_name": ORGANISATION,
    },
    MailKind.EVENT_CHANGED: SIGNED_UP | CHANGED,
    MailKind.EVENT_CANCELLED: SIGNED_UP
    | CHANGED
    | TAKEN_AWAY
    | {"date": structs.replace(TOLD, status=EventStatus.CANCELLED), "topics": [Topic.STATUS]},
    MailKind.ENTRY_ASKED_FOR: {"campaign": CAMPAIGN},
    MailKind.DEADLINE_NEAR: {"campaign": CAMPAIGN},
    MailKind.STILL_ON: ABOUT_EVENT | {"date": TOLD, "link": LINK},
    MailKind.ROSTER_NEARLY_FULL: ABOUT_EVENT | {"date": TOLD, "places_left": 2, "capacity": 20, "waiting_count": 0},
    MailKind.SIGN_UPS_DIGEST: {
        "news": [DateNews(event=EVENT, date=TOLD, count=COUNT, places_left=4)],
        "organisation_name": ORGANISATION,
    },
    MailKind.QUEUE_DIGEST: {
        "entries": [EVENT, EVENT],
        "entry_count": 3,
        "applications": [OpenApplication(application_id=ID, organisation_name="Integrationsrat")],
        "application_count": 1,
    },
    MailKind.DEAD_LETTERS: {"messages": [GIVEN_UP], "message_count": 2, "services": ["notify"]},
    MailKind.BOUNCES_DIGEST: {"count": BounceCount(addresses=3, participants=2, subscribers=1, members=0)},
    MailKind.REMINDER: SIGNED_UP | {"date": structs.replace(TOLD, online=True, conference=CONFERENCE)},
    MailKind.HOW_WAS_IT: SIGNED_UP | {"status": RegistrationStatus.ATTENDED},
    **EDITION_SAMPLES,
    **SUBSCRIBER_SAMPLES,
}
