"""What stands in the mails: the same as text and as HTML, in every language, and nothing of what strangers try."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest

from services.notify.domain.letter import Letter
from services.notify.domain.mail import DueMail, MailKind
from services.notify.emails import Words
from services.notify.emails.message import TO_STRANGERS, message_of
from services.notify.emails.samples import SAMPLES
from services.notify.settings import Settings
from shared.messages.event_details import Place, Return
from shared.messages.events import EventState
from shared.translations import LANGUAGE_CODES, catalogue, language, plain
from tests.notify.given import an_event, emails_of
from tests.notify.kinds import contexts
from tests.notify.postmaster import read

SPOKEN = re.compile(r"\w+")
NASTY = "Fest\r\nBcc: eve@spam.example\u2028\u202e <script>alert(1)</script> & 'Co'\x85\x0b"


def a_full_event(**changes: Any) -> EventState:
    note = "Bitte <b>Ort</b> ergänzen.\nDanke & Gruß"
    return an_event(online=True, returned=Return(reason="not_fitting", note=note), **changes)


class Reading(HTMLParser):
    """What a reader of the HTML sees: the text, without styles and the title in the tab, and where links lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.link = ""
        self.unseen = False
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "script"
        assert not any(name.startswith("on") for name, _ in attrs)
        self.unseen = self.unseen or tag in ("style", "title")
        # Others have their address beside them.
        self.link = dict(attrs)["href"] or "" if ("class", "mail-link") in attrs else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.seen.append(self.link)
        self.unseen = self.unseen and tag not in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.seen.append(data)


REASONS = {
    "de-simple": "Warum bekommen Sie diese E-Mail? ",
    "en": "You get this mail because ",
    "de": "Sie bekommen diese E-Mail, weil ",
    "uk": "Ви отримали цей лист, бо ",
    "ru": "Вы получили это письмо, потому что ",
    "ar": "وصلتك هذه الرسالة لأن",
    "fa": "این ایمیل را دریافت می‌کنید چون ",
    "tr": "Bu e-postayı alıyorsunuz, çünkü ",
    "fr": "Vous recevez cet e-mail parce que ",
}


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
    emails = emails_of(settings)
    for kind, context in contexts(a_full_event()):
        words = emails.write(kind, code, context)

        assert seen(words.html) == SPOKEN.findall(words.text), kind
        assert words.subject


def test_there_is_no_kind_of_mail_that_these_tests_leave_out() -> None:
    assert {kind for kind, _ in contexts(a_full_event())} == set(MailKind)


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_every_kind_says_the_main_thing_in_german_too_and_why_one_gets_it(settings: Settings, code: str) -> None:
    emails = emails_of(settings)
    for kind in MailKind:
        own, german = (emails.write(kind, each, SAMPLES[kind]) for each in (code, "de"))
        repeated = own.text.partition("--- Deutsch ---")[2]
        footer = own.text.rpartition("-- \n")[2]
        heading = german.text.partition("\n")[0]

        assert heading in repeated if plain(code) != "de" else not repeated, kind
        assert any(line.startswith(REASONS[code]) for line in footer.splitlines()), kind
        assert ".." not in own.text, kind
        assert "@media (prefers-color-scheme: dark)" in own.html
        assert not re.search(r"<(link|script|iframe|form)", own.html), kind


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_a_mail_is_in_the_readers_language_and_its_direction_and_says_the_main_thing_in_german_too(
    settings: Settings, code: str
) -> None:
    words = emails_of(settings).write(MailKind.LOGIN, code, dict(contexts(a_full_event()))[MailKind.LOGIN])
    own, german = (catalogue(each).gettext("Your link to log in") for each in (code, "de"))

    assert f'<html lang="{code}" dir="{language(code).direction}">' in words.html
    assert words.text.startswith(own)
    assert ("--- Deutsch ---" in words.text) is (plain(code) != "de")
    assert german in words.text.partition("--- Deutsch ---")[2 if plain(code) != "de" else 0]


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_what_strangers_type_stays_text_on_its_own_line(settings: Settings, code: str) -> None:
    event = a_full_event(title=NASTY, organisation_name=NASTY, place=Place(name=NASTY, address=NASTY))
    emails = emails_of(settings)
    for kind, context in contexts(event):
        words = emails.write(kind, code, context)

        assert "<script" not in words.html
        assert seen(words.html) == SPOKEN.findall(words.text), kind
        assert "\u202e" not in words.text + words.html + words.subject
        assert not any(line.startswith("Bcc") for line in words.text.splitlines())


def test_a_title_written_the_other_way_turns_no_words_around_it(settings: Settings) -> None:
    context: dict[str, object] = {"event": a_full_event(title="\u2069 Fest (neu)\u2068")}
    words = emails_of(settings).write(MailKind.EVENT_PUBLISHED, "ar", context)

    assert words.subject.endswith(" \u2068Fest (neu)\u2069")
    assert "Fest (neu)\n" in words.text
    assert words.subject[:-1].count("\u2069") == 0


def test_nothing_typed_makes_a_header(settings: Settings) -> None:
    emails = emails_of(settings)
    for kind, context in contexts(a_full_event(title=NASTY)):
        mail = a_mail(kind, recipient_name=NASTY, language="en")
        words = emails.write(kind, "en", context)

        message = read(
            message_of(mail, Letter(context=context), words, settings, secret="secret", now=datetime.now(UTC)).content
        )

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
    emails = emails_of(settings)
    for kind, context in contexts(a_full_event()):
        mail = a_mail(kind, recipient_name="Buy now at spam.example")
        words = emails.write(kind, "de", context)

        content = message_of(mail, Letter(context=context), words, settings, secret="secret", now=NOW).content

        assert b"spam" not in content or kind not in TO_STRANGERS
        assert "spam" not in words.subject + words.text + words.html


def test_the_headers_say_who_writes_and_that_no_person_does(settings: Settings) -> None:
    words = Words(language=emails_of(settings).write(*a_login()).language, subject="Grüße", text="a", html="<p>a</p>")
    message = read(
        message_of(a_mail(MailKind.LOGIN), Letter(context={}), words, settings, secret="secret", now=NOW).content
    )

    assert message["From"] == "Wittener Internationales Netzwerk <calendar@witten.example>"
    assert message["Reply-To"] == "network@witten.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW
    assert message["Subject"] == "Grüße"


def test_what_was_subscribed_to_ends_with_one_click_in_the_mail_program(settings: Settings) -> None:
    letter = Letter(context={}, unsubscribe_url="https://win.example/subscriptions/secret/end")
    words = emails_of(settings).write(*a_login())
    message = read(message_of(a_mail(MailKind.LOGIN), letter, words, settings, secret="secret", now=NOW).content)

    assert message["List-Id"] == "<newsletter.witten.example>"
    assert message["List-Unsubscribe"] == "<https://win.example/subscriptions/secret/end>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_title_of_any_length_makes_a_short_subject(settings: Settings) -> None:
    words = emails_of(settings).write(MailKind.EVENT_PUBLISHED, "de", {"event": a_full_event(title="x" * 10_000)})

    assert len(words.subject) == 150


def test_a_time_in_another_zone_names_the_zone(settings: Settings) -> None:
    event = a_full_event(time_zone="Europe/London")
    words = emails_of(settings).write(MailKind.EVENT_PUBLISHED, "en", {"event": event})

    assert "When: Saturday, 17 October 2099, 18:00 – 20:00 (Europe/London)\n" in words.text


NOW = datetime(2027, 5, 31, 18, 30, tzinfo=UTC)


def a_login() -> tuple[MailKind, str, dict[str, object]]:
    return MailKind.LOGIN, "de", {"link": "https://win.example", "expires_at": NOW}
