"""What stands in the mails: the same as text and as HTML, in every language, and nothing of what strangers try."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from msgspec import structs

from services.notify.domain.facts import Topic, facts_of
from services.notify.domain.letter import Letter
from services.notify.domain.mail import DueMail, MailKind
from services.notify.emails import Emails, Words
from services.notify.emails.message import message_of
from services.notify.settings import Settings
from shared.messages import Fact
from shared.messages.event_details import Conference, Place, Return
from shared.messages.events import EventState, EventStatus
from shared.messages.events_facts import (
    ApplicationRefused,
    CampaignReminded,
    CoOrganisationDecided,
    CoOrganisationRequested,
    MemberInvited,
    OrganisationApplied,
)
from shared.translations import LANGUAGE_CODES, catalogue
from tests.notify.given import an_event
from tests.notify.postmaster import read

SPOKEN = re.compile(r"\w+")
CONFERENCE = Conference(
    url="javascript:alert(1)", meeting_id="812 555", pass_code="<b>linde</b>", dial_in="+49 2302 5550"
)
NASTY = "Fest\r\nBcc: eve@spam.example\u2028\u202e <script>alert(1)</script> & 'Co'\x85\x0b"


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
    link, note = "https://win.example/portal", f"{words}\nDanke & Gruß"
    person: dict[str, Any] = {"email": "grace@people.example", "name": words, "language": "de"}
    yield (
        MailKind.MEMBER_INVITED,
        MemberInvited(
            invitation_id=uuid4(),
            organisation_id=uuid4(),
            organisation_name=words,
            inviter_name=words,
            link=link,
            expires_at=datetime.now(UTC) + timedelta(days=7),
            **person,
        ),
    )
    yield (
        MailKind.ORGANISATION_APPLIED,
        OrganisationApplied(application_id=uuid4(), organisation_name=words, applicant_name=words, link=link),
    )
    yield (
        MailKind.APPLICATION_REFUSED,
        ApplicationRefused(application_id=uuid4(), organisation_name=words, note=note, **person),
    )
    asking: dict[str, Any] = {"event_id": uuid4(), "event_title": words, "organisation_id": uuid4(), "link": link}
    yield MailKind.CO_ORGANISATION_REQUESTED, CoOrganisationRequested(asking_name=words, note=note, **asking)
    for is_accepted in (True, False):
        yield MailKind.CO_ORGANISATION_DECIDED, CoOrganisationDecided(is_accepted=is_accepted, **asking)
    yield (
        MailKind.CAMPAIGN_REMINDED,
        CampaignReminded(
            campaign_id=uuid4(),
            campaign_title=words,
            organisation_id=uuid4(),
            call_closes_on=date(2099, 4, 30),
            note=note,
            link=link,
        ),
    )


def a_full_event(**changes: Any) -> EventState:
    note = "Bitte <b>Ort</b> ergänzen.\nDanke & Gruß"
    return an_event(online=True, returned=Return(reason="not_fitting", note=note), **changes)


class Reading(HTMLParser):
    """What a reader of the HTML sees: the text, without styles and the title in the tab."""

    def __init__(self) -> None:
        super().__init__()
        self.unseen = False
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "script"
        assert not any(name.startswith("on") for name, _ in attrs)
        self.unseen = self.unseen or tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self.unseen = self.unseen and tag not in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.seen.append(data)


def seen(html: str) -> list[str]:
    reading = Reading()
    reading.feed(html)
    return SPOKEN.findall(" ".join(reading.seen))


def a_mail(kind: MailKind, **changes: Any) -> DueMail:
    mail = {
        "id": uuid4(),
        "cause": "cause",
        "kind": kind,
        "recipient": "grace@people.example",
        "recipient_name": "Grace",
        "language": "de",
        "event_id": None,
        "registration_id": None,
        "variables": {},
        "tries": 0,
    }
    return DueMail(**{**mail, **changes})


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_html_and_text_say_the_same_in_every_language(settings: Settings, code: str) -> None:
    for kind, context in contexts(a_full_event()):
        words = Emails(settings).write(kind, code, context)

        assert seen(words.html) == SPOKEN.findall(words.text), kind
        assert words.subject


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_a_mail_is_in_the_readers_language_and_its_direction_and_says_the_main_thing_in_german_too(
    settings: Settings, code: str
) -> None:
    words = Emails(settings).write(MailKind.LOGIN, code, dict(contexts(a_full_event()))[MailKind.LOGIN])
    own, german = (catalogue(each).gettext("Your link to log in") for each in (code, "de"))

    direction = "rtl" if code == "ar" else "ltr"
    assert f'<html lang="{code}" dir="{direction}">' in words.html
    assert words.text.startswith(own)
    assert ("--- Deutsch ---" in words.text) is (code != "de")
    assert german in words.text.partition("--- Deutsch ---")[2 if code != "de" else 0]


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_what_strangers_type_stays_text_on_its_own_line(settings: Settings, code: str) -> None:
    event = a_full_event(title=NASTY, organisation_name=NASTY, place=Place(name=NASTY, address=NASTY))
    for kind, context in contexts(event):
        words = Emails(settings).write(kind, code, context)

        assert "<script" not in words.html
        assert seen(words.html) == SPOKEN.findall(words.text), kind
        assert "\u202e" not in words.text + words.html + words.subject
        assert not any(line.startswith("Bcc") for line in words.text.splitlines())


def test_nothing_typed_makes_a_header(settings: Settings) -> None:
    event = a_full_event(title=NASTY)
    for kind, context in contexts(event):
        mail = a_mail(kind, recipient_name=NASTY, language="en")
        words = Emails(settings).write(kind, "en", context)

        message = read(message_of(mail, Letter(context=context), words, settings, now=datetime.now(UTC)).content)

        assert message["Bcc"] is None
        assert [address.addr_spec for address in message["To"].addresses] == ["grace@people.example"]
        assert set(message.keys()) == {
            "From",
            "To",
            "Reply-To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "Content-Language",
            "MIME-Version",
            "Content-Type",
        }
        assert message.defects == []


def test_who_signs_somebody_else_up_cannot_send_them_words(settings: Settings) -> None:
    mail = a_mail(MailKind.REGISTRATION_CONFIRMED, recipient_name="Buy now at spam.example")
    context = dict(contexts(a_full_event()))[MailKind.REGISTRATION_CONFIRMED]
    words = Emails(settings).write(mail.kind, mail.language, context)

    content = message_of(mail, Letter(context=context), words, settings, now=datetime.now(UTC)).content

    assert b"spam" not in content
    assert "spam" not in words.text + words.html


def test_the_headers_say_who_writes_and_that_no_person_does(settings: Settings) -> None:
    words = Words(language=Emails(settings).write(*a_login()).language, subject="Grüße", text="a", html="<p>a</p>")
    message = read(message_of(a_mail(MailKind.LOGIN), Letter(context={}), words, settings, now=NOW).content)

    assert message["From"] == "Wittener Internationales Netzwerk <calendar@witten.example>"
    assert message["Reply-To"] == "network@witten.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW
    assert message["Subject"] == "Grüße"


def test_a_title_of_any_length_makes_a_short_subject(settings: Settings) -> None:
    words = Emails(settings).write(MailKind.EVENT_PUBLISHED, "de", {"event": a_full_event(title="x" * 10_000)})

    assert len(words.subject) == 150


def test_a_time_in_another_zone_names_the_zone(settings: Settings) -> None:
    event = a_full_event(time_zone="Europe/London")
    words = Emails(settings).write(MailKind.EVENT_PUBLISHED, "en", {"event": event})

    assert "When: Saturday, 17 October 2099, 18:00 – 20:00 (Europe/London)\n" in words.text


NOW = datetime(2027, 5, 31, 18, 30, tzinfo=UTC)


def a_login() -> tuple[MailKind, str, dict[str, object]]:
    return MailKind.LOGIN, "de", {"link": "https://win.example", "expires_at": NOW}
