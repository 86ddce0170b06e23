"""The mailbox takes whatever mail comes, and shows it without letting it do anything."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from http.client import HTTPConnection
from pathlib import Path
from smtplib import SMTP, SMTPSenderRefused
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import uuid4

import pytest

from deploy.local.mailbox.store import Envelope, Store
from deploy.local.ports import free_ports
from deploy.local.processes import stop_quietly
from deploy.local.ready import answers
from deploy.local.waiting import wait_until


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Mailbox(NamedTuple):
    """One for all tests; each looks at the mails to an address of its own."""

    smtp_port: int
    port: int
    address: str = "ada@people.example"

    def send(self, content: bytes, *recipients: str) -> None:
        with SMTP("127.0.0.1", self.smtp_port, timeout=30) as smtp:
            smtp.sendmail("sender@win.example", recipients or [self.address], content)

    def get(self, path: str) -> Answer:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path)
            with connection.getresponse() as response:
                return Answer(response.status, dict(response.headers), response.read())

    def messages(self, to: str = "") -> Any:
        return json.loads(self.get(f"/mailbox/api/messages?to={quote(to or self.address)}").body)


@contextmanager
def running_mailbox(directory: Path) -> Iterator[Mailbox]:
    port, smtp_port = free_ports(2)
    arguments = ["--directory", str(directory), "--port", str(port), "--smtp-port", str(smtp_port)]
    process = subprocess.Popen([sys.executable, "-m", "deploy.local.mailbox", *arguments])
    try:
        wait_until(lambda: answers(port, "/mailbox"), seconds=30, what="The start of the mailbox")
        yield Mailbox(smtp_port, port)
    finally:
        stop_quietly(process)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mails")


@pytest.fixture(scope="module")
def running(directory: Path) -> Iterator[Mailbox]:
    with running_mailbox(directory) as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(running: Mailbox) -> Mailbox:
    return running._replace(address=f"{uuid4().hex}@people.example")


def a_mail(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    for name, value in ({"Subject": "Grüße", "To": "ada@people.example"} | headers).items():
        mail[name] = value
    mail.set_content("Hallo Ada\n")
    return mail


def test_a_mail_is_shown_with_its_text_html_and_attachments(mailbox: Mailbox) -> None:
    mail = a_mail()
    mail.add_alternative("<p>Hallo <b>Ada</b></p>", subtype="html")
    mail.add_attachment("BEGIN:VCALENDAR\n", subtype="calendar", filename="termin.ics")
    mailbox.send(mail.as_bytes())

    [message] = mailbox.messages()

    assert message["subject"] == "Grüße"
    assert message["to"] == mailbox.address
    assert message["text"] == "Hallo Ada\n"
    assert "<b>Ada</b>" in message["html"]
    assert [(part["filename"], part["content_type"], part["content"]) for part in message["attachments"]] == [
        ("termin.ics", "text/calendar", "BEGIN:VCALENDAR\n")
    ]
    assert "termin.ics" in mailbox.get(f"/mailbox/{message['id']}").text
    assert mailbox.get(f"/mailbox/{message['id']}/attachments/1").text == "BEGIN:VCALENDAR\n"


def test_an_invitation_can_be_read_too(mailbox: Mailbox) -> None:
    mail = a_mail()
    mail.add_attachment(b"BEGIN:VCALENDAR\r\n", maintype="application", subtype="ics", filename="invite.ics")
    mailbox.send(mail.as_bytes())

    [message] = mailbox.messages()

    [part] = message["attachments"]
    assert (part["content_type"], part["content"]) == ("application/ics", "BEGIN:VCALENDAR\r\n")


def test_each_recipient_of_the_envelope_gets_an_own_mail_whatever_the_header_says(mailbox: Mailbox) -> None:
    other = f"Bob.{mailbox.address}"
    mailbox.send(a_mail(To="everybody@people.example").as_bytes(), mailbox.address, other)

    assert len(mailbox.messages()) == 1
    assert [message["to"] for message in mailbox.messages(other.lower())] == [other]
    assert mailbox.messages("everybody@people.example") == []


def test_the_newest_mail_comes_first(mailbox: Mailbox) -> None:
    for subject in ("first", "second", "third"):
        mailbox.send(a_mail(Subject=subject).as_bytes())

    assert [message["subject"] for message in mailbox.messages()] == ["third", "second", "first"]


def test_one_may_ask_while_mails_come_in(tmp_path: Path) -> None:
    store, count = Store(tmp_path), 20_000

    def come_in() -> None:
        for number in range(count):
            to = f"{number}@people.example"
            store.add([Envelope(id=str(number), sender="", to=to, received_at=datetime.now(UTC), subject="")])

    with ThreadPoolExecutor() as threads:
        coming = threads.submit(come_in)
        while not coming.done():
            assert len(store.newest_first()) <= count
            assert store.newest_first("0@people.example")[1:] == []
            assert store.addresses()[count:] == []

    assert len(store.newest_first()) == len(store.addresses()) == count


def test_the_source_is_what_was_sent_byte_by_byte(mailbox: Mailbox) -> None:
    content = b"Subject: x\r\nX-Odd:   spaces  \r\n\r\n.dot at the start\r\n\xff\xfe\r\n"
    mailbox.send(content)

    [message] = mailbox.messages()

    assert mailbox.get(f"/mailbox/api/messages/{message['id']}.eml").body == content


def test_a_mail_that_was_taken_is_still_there_after_a_restart(mailbox: Mailbox, directory: Path) -> None:
    mailbox.send(a_mail().as_bytes())

    with running_mailbox(directory) as second:
        assert len(second.messages(mailbox.address)) == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no header at all", id="no header"),
        pytest.param(b"Subject: =?utf-8?b?!!!?=\r\n\r\nx", id="broken encoded word"),
        pytest.param(b"Subject: =?no-such-charset?q?x?=\r\n\r\nx", id="unknown character set in the subject"),
        pytest.param(b"Content-Type: text/plain; charset=no-such\r\n\r\n\xe4", id="unknown character set"),
        pytest.param(b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n\r\nx", id="empty boundary"),
        pytest.param(b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: /\r\n", id="cut off"),
        pytest.param(b"Content-Type: multipart/mixed\r\n\r\nno parts", id="multipart without parts"),
        pytest.param(b"Content-Transfer-Encoding: base64\r\n\r\n????", id="broken base64"),
        pytest.param(b"Content-Disposition: attachment; filename*=x''%ff\r\n\r\nx", id="broken file name"),
        pytest.param(b"\x00\xff\xfe: \x00\r\n\r\n\x00", id="control characters"),
        pytest.param(
            b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(2000)),
            id="nested too deep",
        ),
        pytest.param(b"Content-Type: message/rfc822\r\n\r\n" * 500, id="mails in mails"),
    ],
)
def test_a_broken_mail_is_shown_as_far_as_it_goes(mailbox: Mailbox, content: bytes) -> None:
    mailbox.send(content)

    [message] = mailbox.messages()
    for path in ("", "/html", "/source"):
        assert mailbox.get(f"/mailbox/{message['id']}{path}").status == 200
    assert mailbox.get("/mailbox").status == 200


def test_html_of_strangers_can_do_nothing(mailbox: Mailbox) -> None:
    mail = a_mail(Subject="<script>alert(1)</script>")
    mail.add_alternative("<script>alert(1)</script><img src=https://tracker.example/x>", subtype="html")
    mailbox.send(mail.as_bytes())
    [message] = mailbox.messages()

    policy = mailbox.get(f"/mailbox/{message['id']}/html").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    for path in ("", f"/{message['id']}"):
        assert "<script>" not in mailbox.get(f"/mailbox{path}").text


def test_a_mail_above_twenty_megabytes_is_refused(mailbox: Mailbox) -> None:
    with pytest.raises(SMTPSenderRefused) as refusal:
        mailbox.send(b"x" * (21 * 1024 * 1024))

    assert refusal.value.smtp_code == 552
    assert mailbox.messages() == []


@pytest.mark.parametrize("path", ["unknown", "..%2f..%2fetc%2fpasswd", "api/messages/..%2f..%2fx.eml", "x/html"])
def test_an_unknown_mail_is_not_found(mailbox: Mailbox, path: str) -> None:
    assert mailbox.get(f"/mailbox/{path}").status == 404
