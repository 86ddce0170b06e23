"""Addresses that only we can make, and that survive what mail servers do to them."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.own_addresses import (
    BounceAddress,
    OrganiserAddress,
    bounce_address,
    organiser_address,
    read_own_address,
)

MINE = {"secret": "sesame", "mail_from": "Termine@witten.example"}


@given(st.uuids())
def test_what_an_address_is_about_is_read_back_in_any_capitals(about: UUID) -> None:
    for make, kind in ((bounce_address, BounceAddress), (organiser_address, OrganiserAddress)):
        address = make(about, **MINE)
        for spelling in (address, address.lower(), address.upper()):
            assert read_own_address(spelling, **MINE) == kind(about)


def test_a_bounce_is_never_taken_for_a_reply() -> None:
    address = bounce_address(uuid4(), **MINE)

    assert read_own_address(address.replace("+b-", "+r-"), **MINE) is None


def test_nobody_makes_an_address_without_the_secret_or_for_something_else() -> None:
    address = bounce_address(uuid4(), **MINE)
    name, _, domain = address.partition("@")

    assert read_own_address(address, secret="another", mail_from=MINE["mail_from"]) is None
    assert read_own_address(f"{name}@elsewhere.example", **MINE) is None
    assert read_own_address(address.replace("Termine", "ada"), **MINE) is None
    for position in range(len("Termine+b-"), len(name)):
        other = "a" if name[position] != "a" else "b"
        assert read_own_address(f"{name[:position]}{other}{name[position + 1 :]}@{domain}", **MINE) is None


@pytest.mark.parametrize("address", ["", "@", "<>", "Termine@witten.example", "Termine+b-@witten.example", "ada"])
def test_other_addresses_are_not_ours(address: str) -> None:
    assert read_own_address(address, **MINE) is None


@given(st.text())
def test_no_text_is_too_odd_to_be_looked_at(text: str) -> None:
    assert read_own_address(text, **MINE) is None
    assert read_own_address(f"Termine+b-{text}@witten.example", **MINE) is None


def test_the_longest_name_leaves_a_local_part_that_every_server_takes() -> None:
    address = organiser_address(uuid4(), secret="sesame", mail_from=f"{'n' * 19}@witten.example")

    assert len(address.partition("@")[0]) == 64
