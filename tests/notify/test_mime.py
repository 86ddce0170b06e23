"""What our MIME says is what every reader of mails reads, whatever stands in it."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.emails import mime

# What is left of any text once `line` has made one line of it.
WRITTEN = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=200).map(
    lambda text: " ".join(text.split())
)
BODIES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]) | st.just("\n"), max_size=2000)


def read(name: str, value: str) -> str:
    content = mime.header(name, value, SMTP)
    assert max(map(len, content.split(b"\r\n"))) <= max(mime.LINE_LENGTH, max(map(len, value.split(" "))) + 40)
    message = message_from_bytes(content + b"\r\n", policy=SMTP)
    assert message.keys() == [name]
    return str(message[name])


@given(WRITTEN.filter(str.isascii))
def test_a_subject_in_ascii_is_read_as_it_was_written(subject: str) -> None:
    assert read("Subject", subject) == subject


@pytest.mark.parametrize("subject", ["Grüße", "Свято сусідів", "عيد الجيران", "Ü" * 150])
def test_a_subject_in_any_script_is_read_as_it_was_written(subject: str) -> None:
    assert read("Subject", subject) == subject


@pytest.mark.parametrize("name", ["Ada", "Müller, Jürgen", 'Ada "A" Lovelace', "x" * 70, "", "a@b.example", "ä <b@c>"])
@pytest.mark.parametrize("policy", [SMTP, SMTPUTF8])
def test_a_person_keeps_name_and_address(name: str, policy: "EmailPolicy[Any]") -> None:
    content = mime.header("To", mime.mailbox(name, "ada@awo.example"), policy)
    message = message_from_bytes(content + b"\r\n", policy=policy)

    assert message["To"].addresses == (Address(name, username="ada", domain="awo.example"),)


def test_a_long_name_in_another_script_is_in_short_lines_that_read_as_one() -> None:
    """Python 3.11 reads the spaces between encoded words along in addresses, though not elsewhere."""
    content = mime.header("Reply-To", mime.mailbox("Я" * 70, "ada@awo.example"), SMTP).decode()

    assert str(make_header(decode_header(content.replace("\r\n", "")))) == f"Reply-To: {'Я' * 70} <ada@awo.example>"
    assert max(map(len, content.split("\r\n"))) <= mime.LINE_LENGTH


@pytest.mark.parametrize("name", ["Subject", "To", "From", "List-Unsubscribe"])
@pytest.mark.parametrize("value", ["a\r\nBcc: eve@spam.example", "a\nBcc: eve@spam.example", "ü\r\n\r\nBuy", "a\rb"])
def test_nothing_typed_begins_another_header(name: str, value: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        mime.header(name, value, SMTP)


@given(BODIES)
def test_a_text_is_read_as_it_was_written_and_fits_every_server(text: str) -> None:
    part = mime.text(text, "plain")
    message = message_from_bytes(part.headers + b"\r\n" + part.encoded, policy=SMTP)

    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
    assert part.encoded.isascii()
    assert max(map(len, part.encoded.split(b"\r\n"))) <= mime.LINE_LENGTH
    assert b"\n" not in part.encoded.replace(b"\r\n", b"")
