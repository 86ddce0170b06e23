"""Whatever comes in is read as far as it can be, and the rest is kept as it came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.incoming import read_incoming
from services.notify.domain.received import Reason
from tests.notify.returning import GRACE, RECEIVED, Handing, stored


def test_mails_nested_without_end_are_not_read() -> None:
    content = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (depth, depth) for depth in range(5000)
    )

    assert read_incoming(content, returns_to=GRACE).reason is Reason.UNREADABLE
    assert read_incoming(b"Content-Type: message/rfc822\r\n\r\n" * 5000, returns_to=GRACE).reason is Reason.UNREADABLE


def test_headers_without_end_are_not_read() -> None:
    content = b"Content-Type: text/plain" + b' ;"x=y"\r\n' * 100_000 + b"\r\nx"

    assert read_incoming(content, returns_to=GRACE).reason is Reason.UNREADABLE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: \xd8\xff <\x00@>\r\nSubject: =?x-nothing?Q?=FF?=\r\n\r\n",
        b"Content-Type: text/calendar; charset=no-such\r\n\r\nBEGIN:VCALENDAR\xff",
        b"Content-Type: text/plain; charset=\x00\r\nContent-Transfer-Encoding: base64\r\n\r\n====!",
        b"Content-Type: multipart/report; report-type*=x'\r\n\r\n",
    ],
)
async def test_what_is_no_mail_at_all_is_kept_as_it_came(handing: Handing, content: bytes) -> None:
    assert await handing.hand_over(content, to=handing.organiser, sender="") == 250

    assert len(await handing.reasons()) == 1


MAILS = [path.stem for path in RECEIVED.glob("*.eml")]


@given(content=st.binary(max_size=2000), returns_to=st.text(max_size=50))
def test_no_bytes_are_too_odd_to_be_read(content: bytes, returns_to: str) -> None:
    read = read_incoming(content, returns_to=returns_to)

    assert read.content == content
    # As PostgreSQL takes it.
    assert "\x00" not in f"{read.sender}{read.subject_line}{read.returns_to}".encode().decode()


@given(name=st.sampled_from(MAILS), cut=st.integers(0, 3000), length=st.integers(0, 50), put=st.binary(max_size=30))
def test_real_mails_that_were_damaged_on_the_way_are_read_as_far_as_they_go(
    name: str, cut: int, length: int, put: bytes
) -> None:
    whole = stored(name, address="x@witten.example", uid="y")

    read_incoming(whole[:cut] + put + whole[cut + length :], returns_to="")
