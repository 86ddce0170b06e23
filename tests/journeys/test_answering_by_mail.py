"""People answer the invitation in their calendar, and mail servers report what they could not deliver."""

from datetime import UTC, datetime
from email.message import EmailMessage
from smtplib import SMTP, SMTPDataError
from typing import Any

import icalendar
import pytest

from tests.journeys.given import a_person, an_open_event, roster_of, sign_up, wait_until_left
from tests.journeys.mailbox import Mail
from tests.journeys.site import OWN_PAGE, Site, eventually, found, json_of
from tests.notify.returning import stored

CALENDAR_APP = "bounces@calendar-app.example"


def invitation_in(site: Site, mail: Mail) -> icalendar.Calendar:
    [part] = [part for part in site.mailbox.headers_of(mail).walk() if part.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return icalendar.Calendar.from_ical(content)


def organiser_of(invitation: icalendar.Calendar) -> str:
    [asked] = invitation.walk("VEVENT")
    return str(asked["ORGANIZER"]).removeprefix("mailto:")


def reply_to(invitation: icalendar.Calendar, answer: str) -> bytes:
    """As a calendar app answers (RFC 5546, 3.2.3)."""
    [asked] = invitation.walk("VEVENT")
    entry = icalendar.Event()
    for name in ("UID", "SEQUENCE", "DTSTART", "ORGANIZER"):
        entry[name] = asked[name]
    entry.add("dtstamp", datetime.now(UTC))
    entry.add("attendee", asked["ATTENDEE"], parameters={"PARTSTAT": answer})
    reply = icalendar.Calendar()
    for name, value in (("version", "2.0"), ("prodid", "-//An app//EN"), ("method", "REPLY")):
        reply.add(name, value)
    reply.add_component(entry)
    content: bytes = reply.to_ical()
    return content


def answer(site: Site, mail: Mail, partstat: str) -> None:
    """What somebody's calendar app does when they press the button beside the invitation."""
    invitation = invitation_in(site, mail)
    organiser = organiser_of(invitation)
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = mail.to, organiser, partstat.capitalize()
    reply.set_content(reply_to(invitation, partstat).decode(), subtype="calendar", params={"method": "REPLY"})
    with SMTP("127.0.0.1", site.running.stack.intake_port) as smtp:
        smtp.send_message(reply, from_addr=CALENDAR_APP, to_addrs=[organiser])


def write(site: Site, address: str, *, subject: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "grace@people.example", subject
    letter.set_content("She is <b>seven</b>.")
    with SMTP("127.0.0.1", site.running.stack.intake_port) as smtp:
        smtp.send_message(letter, to_addrs=[address])


def statuses(site: Site, event: dict[str, Any]) -> dict[str, str]:
    return {each["email"]: each["status"] for each in roster_of(site, event).values()}


def test_who_declines_in_the_calendar_gives_the_place_to_the_next_who_waits(site: Site) -> None:
    event = an_open_event(site, capacity=1)
    first, second = a_person(event), a_person(event)
    first_id = sign_up(site, first)["id"]
    wait_until_left(site, event, 0)
    invitation = site.mailbox.wait_for(first["email"], about="You have a place")
    assert sign_up(site, second)["status"] == "waiting"

    answer(site, invitation, "ACCEPTED")
    site.wait_until_quiet()
    assert statuses(site, event) == {first["email"]: "confirmed", second["email"]: "waiting"}

    for _ in range(2):
        answer(site, invitation, "DECLINED")
    offer = found(OWN_PAGE, site.mailbox.wait_for(second["email"], about="Places got free").text)
    farewell = site.mailbox.wait_for(first["email"], about="Sign-up cancelled")

    assert statuses(site, event) == {first["email"]: "cancelled", second["email"]: "offered"}
    assert invitation_in(site, farewell)["METHOD"] == "CANCEL"
    assert site.anybody.post(f"{offer}/acceptance").status_code == 303
    site.mailbox.wait_for(second["email"], about="You have a place")
    party = site.browser_of("caritas-witten").get(f"/portal/rosters/registrations/{first_id}").text
    assert "Declined in their calendar" in party


def test_an_address_that_is_gone_is_shown_to_the_organiser_and_gets_nothing_more(site: Site) -> None:
    event = an_open_event(site)
    person = a_person(event)
    registration_id = sign_up(site, person)["id"]
    mail = site.mailbox.wait_for(person["email"])
    assert roster_of(site, event)[registration_id]["bounced_at"] is None

    with SMTP("127.0.0.1", site.running.stack.intake_port) as smtp:
        smtp.sendmail("", [mail.sender.upper()], stored("bounce_postfix_unknown_user", address=mail.sender))

    eventually(lambda: roster_of(site, event)[registration_id]["bounced_at"], what="The bounce in the roster")
    announcement = {"event_id": event["id"], "subject_line": "Tassen", "text": "Bitte mitbringen.", "said_to": "all"}
    json_of(site.partner.post("/api/registrations/announcements", json=announcement), 201)
    site.wait_until_quiet()
    assert len(site.mailbox.list_for(person["email"])) == 1
    party = site.browser_of("caritas-witten").get(f"/portal/rosters/registrations/{registration_id}").text
    assert "Mails do not arrive" in party
    assert "User unknown in virtual mailbox table" in party


def test_coordinators_read_what_somebody_wrote_to_the_organiser_s_address(site: Site) -> None:
    event = an_open_event(site)
    person = a_person(event)
    sign_up(site, person)
    organiser = organiser_of(invitation_in(site, site.mailbox.wait_for(person["email"], about="You have a place")))

    write(site, organiser.upper(), subject="May I bring my sister?")

    coordinator = site.browser_of("stabsstelle-integration")
    listed = coordinator.get("/portal/mails/received?reason=typed").text
    assert "May I bring my sister?" in listed
    read = coordinator.get(found(r"/portal/mails/received/[0-9a-f-]{36}", listed)).text
    assert "She is &lt;b&gt;seven&lt;/b&gt;." in read


def test_a_mail_that_comes_while_the_database_is_away_is_taken_in_when_it_comes_again(site: Site) -> None:
    event = an_open_event(site)
    person = a_person(event)
    sign_up(site, person)
    organiser = organiser_of(invitation_in(site, site.mailbox.wait_for(person["email"], about="You have a place")))

    with site.without("postgres"), pytest.raises(SMTPDataError) as refused:
        write(site, organiser, subject="Is there cake?")
    assert refused.value.smtp_code == 451

    site.wait_until_well()
    write(site, organiser, subject="Is there cake?")
    listed = site.browser_of("stabsstelle-integration").get("/portal/mails/received").text
    assert listed.count("Is there cake?") == 1
