"""How to join online is mailed to those who have a place, and to nobody else."""

from typing import Any

from msgspec import structs

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.event_details import Conference
from shared.messages.events import EventState
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationRepeated,
    RegistrationStatus,
    RegistrationWaiting,
)
from tests.notify.given import a_registration, an_event, hear, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.series import entries_in

CONFERENCE = Conference(
    url="https://meet.witten.example/kim", meeting_id="812 555 01", pass_code="linde-7", dial_in="+49 2302 5550 1"
)
OTHER = structs.replace(CONFERENCE, pass_code="buche-8")


def an_online_event(**changes: Any) -> EventState:
    return an_event(online=True, conference=CONFERENCE, **changes)


def tells(postmaster: Postmaster, conference: Conference, number: int = -1) -> list[bool]:
    seen = postmaster.text(number), postmaster.html(number)
    details = (conference.url, conference.meeting_id, conference.pass_code, conference.dial_in)
    return [all(detail in each for each in seen) for detail in details]


async def test_the_confirmation_tells_how_to_join(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_online_event()
    await hear(db, settings, event, a_registration(event_id=event.id))
    await send_all(db, settings)

    assert tells(postmaster, CONFERENCE) == [True] * 4
    assert f'href="{CONFERENCE.url}"' in postmaster.html()


async def test_no_other_mail_about_a_sign_up_does(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_online_event()
    mine = {"event_id": event.id}
    repeated = a_registration(RegistrationRepeated, **mine, status=RegistrationStatus.CONFIRMED)
    for fact in (
        a_registration(RegistrationWaiting, **mine, waiting_position=1),
        a_registration(RegistrationCancelled, **mine),
        repeated,
    ):
        await hear(db, settings, event, fact)
    await send_all(db, settings)

    assert len(postmaster.mails) == 3
    assert [tells(postmaster, CONFERENCE, number) for number in range(3)] == [[False] * 4] * 3


async def test_another_pass_code_is_told_to_those_who_have_a_place(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_online_event()
    waiting = a_registration(RegistrationWaiting, event_id=event.id, email="waits@people.example", waiting_position=1)
    await hear(db, settings, event, a_registration(event_id=event.id), waiting)
    await send_all(db, settings)
    postmaster.envelopes.clear()

    await hear(db, settings, structs.replace(event, version=2, conference=OTHER))
    await send_all(db, settings)

    assert postmaster.recipients == ["grace@people.example"]
    assert "How to join online has changed" in postmaster.text()
    assert tells(postmaster, OTHER) == [True] * 4
    assert list(postmaster.mails[0].iter_attachments()) == []


async def test_who_moves_up_hears_how_to_join_once(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_online_event()
    waiting = a_registration(RegistrationWaiting, event_id=event.id, waiting_position=1)
    await hear(db, settings, event, waiting)
    await send_all(db, settings)
    later = structs.replace(event, version=2, conference=OTHER)
    await hear(db, settings, later, a_registration(event_id=event.id, registration_id=waiting.registration_id))
    await send_all(db, settings)
    assert tells(postmaster, OTHER) == [True] * 4

    await hear(db, settings, structs.replace(later, version=3, title="Fest"))
    await send_all(db, settings)

    assert len(postmaster.mails) == 3
    assert "How to join online has changed" not in postmaster.text()


async def test_an_address_that_is_none_of_a_web_page_is_no_link(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event(online=True, conference=Conference(url="javascript:alert(1)"))
    await hear(db, settings, event, a_registration(event_id=event.id))
    await send_all(db, settings)

    assert "javascript:alert(1)" in postmaster.text()
    assert 'href="javascript' not in postmaster.html()


async def test_no_calendar_entry_tells_how_to_join(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_online_event()
    await hear(db, settings, event, a_registration(event_id=event.id))
    await send_all(db, settings)

    [entry] = entries_in(postmaster)
    assert "linde-7" not in entry.to_ical().decode()
