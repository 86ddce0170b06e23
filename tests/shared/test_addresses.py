"""Mail addresses and phone numbers: however they are written, they are kept in one way."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as some

from shared.addresses import LONGEST_PLAIN_ADDRESS, mail_address, phone_number

PIECES = some.sampled_from(["ada", "Ada", "admin", "+", ".", "-", "_", '"', " ", "ü", "x" * 60, "@", "é", "<", "１"])
DOMAINS = some.sampled_from(
    [
        "witten.example",
        "WITTEN.example",
        "münchen.example",
        "xn--mnchen-3ya.example",
        "a.b",
        "localhost",
        "[127.0.0.1]",
        "-a.example",
        "a..example",
        f"{'a' * 64}.example",
        ".".join(["a" * 60] * 4),
        "",
    ]
)


@given(some.lists(PIECES, max_size=5).map("".join), DOMAINS)
def test_an_address_is_what_the_library_says_whether_its_domain_is_known_or_not(local_part: str, domain: str) -> None:
    address = f"{local_part}@{domain}"
    try:
        expected = validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        expected = None

    assert [mail_address(address), mail_address(address)] == [expected, expected]


def test_an_address_longer_than_mail_allows_is_none() -> None:
    domain = ".".join(["a" * 60] * 4)
    longest = "x" * (LONGEST_PLAIN_ADDRESS - len(domain) - 1)

    assert mail_address(f"{longest}@{domain}") is not None
    assert mail_address(f"{longest}x@{domain}") is None


@pytest.mark.parametrize(
    "written",
    [
        "0176 12345678",
        "(0176) 123 456-78",
        "0176/12345678",
        "+4917612345678",
        "+49 (0)176 12345678",
        "0049 176 12345678",
        "٠١٧٦ ١٢٣٤٥٦٧٨",
        "+۴۹ ۱۷۶ ۱۲۳۴۵۶۷۸",
        "＋４９ １７６ １２３４５６７８",
        "tel:+49-176-12345678",
    ],
)
def test_a_phone_number_in_any_notation_is_one_number(written: str) -> None:
    assert phone_number(written) == "+4917612345678"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("02302 123456", "+492302123456"),
        ("+380 44 123 45 67", "+380441234567"),
        ("00963 11 123 4567", "+963111234567"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("0039 06 12345678", "+390612345678"),
    ],
)
def test_a_phone_number_of_any_country_is_kept_with_its_code(written: str, kept: str) -> None:
    assert phone_number(written) == kept


@pytest.mark.parametrize(
    "written", ["", "110", "12345", "+1 555", "call me", "1" * 40, "+999 123456789", "ada@a.example"]
)
def test_what_nobody_can_be_called_at_is_no_phone_number(written: str) -> None:
    assert phone_number(written) is None
