"""How an invitation stands in a mail (RFC 6047), so that calendar apps act on it and mail their answers to us."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote

import pytest

from services.notify.domain.own_addresses import OrganiserAddress, read_own_address
from services.notify.settings import Settings
from shared import secret
from shared.database import Connection
from shared.messages.registration import RegistrationCancelled
from tests.notify.given import hear, send_all
from tests.notify.own_calendar import content_of, message_in
from tests.notify.postmaster import Postmaster
from tests.notify.situations import EVENING, LATER, REGISTRATION, rendered, said

NAMES = ["Fest, Tanz; Musik", "Zwei\nZeilen\r\nATTENDEE:mailto:eve@spam.example", "👩🏽‍🎓" * 30, "ملتقى النساء، حكايات"]


def shape_of(part: Any) -> object:
    kind = part.get_content_type()
    return (kind, [shape_of(each) for each in part.iter_parts()]) if part.is_multipart() else kind


def entry_in(mail: EmailMessage) -> Any:
    message = message_in(mail)
    assert message is not None
    [entry] = message.events
    return entry


async def test_it_stands_beside_the_texts_and_again_as_a_file(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, EVENING, said())
    await send_all(db, settings)

    [mail] = postmaster.mails
    texts = ("multipart/alternative", ["text/plain", "text/html", "text/calendar"])
    assert shape_of(mail) == ("multipart/mixed", [texts, "application/ics"])
    [beside] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    [file] = mail.iter_attachments()
    assert dict(beside["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert (beside["Content-Disposition"], beside["Content-Transfer-Encoding"]) == (None, "base64")
    assert (file.get_filename(), file["Content-Type"].params["name"]) == ("invite.ics", "invite.ics")
    content = content_of(beside)
    assert content == content_of(file)
    assert content.count(b"\n") == content.count(b"\r\n")
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n" in content


async def test_it_comes_from_its_organiser_who_has_an_address_for_each_registration(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, EVENING, said())
    await send_all(db, settings)

    [mail] = postmaster.mails
    [sender] = mail["From"].addresses
    organiser = entry_in(mail)["ORGANIZER"]
    assert sender.display_name == settings.network_name
    assert (organiser, organiser.params["CN"]) == (f"mailto:{sender.addr_spec}", settings.network_name)
    known = read_own_address(sender.addr_spec, secret=await secret.get_or_make(db), mail_from=settings.notify_from)
    assert known == OrganiserAddress(REGISTRATION)
    assert mail["Reply-To"] == settings.network_email


async def test_its_one_attendee_has_accepted_and_may_still_decline(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, EVENING, said(name="Buy at spam.example"))
    await send_all(db, settings)

    attendee = entry_in(postmaster.mails[0])["ATTENDEE"]
    assert attendee == "mailto:grace@people.example"
    assert dict(attendee.params) == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "TRUE",
    }


@pytest.mark.parametrize(
    ("email", "attendee"),
    [
        ("grace@bücher.example", "grace@xn--bcher-kva.example"),
        ("грейс@people.example", "грейс@people.example"),
        ("o'neil+a/b=c&d?@people.example", "o'neil+a/b=c&d?@people.example"),
    ],
)
async def test_any_address_can_be_invited(
    db: Connection, settings: Settings, postmaster: Postmaster, email: str, attendee: str
) -> None:
    await hear(db, settings, EVENING, said(email=email))
    await send_all(db, settings)

    entry = entry_in(postmaster.mails[0])
    assert str(entry["ATTENDEE"]).isascii()
    assert unquote(str(entry["ATTENDEE"])) == f"mailto:{attendee}"


@pytest.mark.parametrize("title", NAMES)
async def test_any_title_is_a_title_and_nothing_else(
    db: Connection, settings: Settings, postmaster: Postmaster, title: str
) -> None:
    await hear(db, settings, rendered(EVENING, title=title), said())
    await send_all(db, settings)
    await hear(db, settings, said(RegistrationCancelled))
    await send_all(db, settings)

    for mail in postmaster.mails:
        entry = entry_in(mail)
        assert str(entry["SUMMARY"]).split() == title.split()
        assert entry["ATTENDEE"] == "mailto:grace@people.example"


async def test_it_tells_when_it_was_made_and_when_the_event_changed(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    begun = datetime.now(UTC).replace(microsecond=0)
    await hear(db, settings, EVENING, said())
    await send_all(db, settings)

    entry = entry_in(postmaster.mails[0])
    assert begun <= entry["DTSTAMP"].dt <= datetime.now(UTC)
    assert entry["LAST-MODIFIED"].dt == EVENING.changed_at.replace(microsecond=0)


async def test_a_secret_link_is_not_in_what_others_may_see_in_a_shared_calendar(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, EVENING, said())
    await send_all(db, settings)

    entry = entry_in(postmaster.mails[0])
    assert (entry["URL"], str(entry["DESCRIPTION"]).splitlines()[-1]) == (EVENING.url, EVENING.url)
    assert "secret" not in entry.to_ical().decode()


async def test_the_mails_say_what_becomes_of_the_entry(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    for messages in ([EVENING, said()], [LATER], [said(RegistrationCancelled)]):
        await hear(db, settings, *messages)
        await send_all(db, settings)

    assert "The date for your calendar is attached." in postmaster.text(0)
    assert "The entry in your calendar moves along by itself." in postmaster.text(1)
    assert "The entry goes from your calendar by itself." in postmaster.text(2)
