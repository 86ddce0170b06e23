"""An address that exists in two spellings is one address."""

import pytest

from services.notify.domain.address_key import address_key


@pytest.mark.parametrize(
    "spelling",
    ["ada@müller.example", "Ada@MÜLLER.example", " ada@xn--mller-kva.example", "ada@mu\u0308ller.example"],
)
def test_all_spellings_have_the_same_key(spelling: str) -> None:
    assert address_key(spelling) == "ada@xn--mller-kva.example"


def test_other_addresses_have_other_keys() -> None:
    assert len({address_key(each) for each in ("ada@a.example", "bob@a.example", "ada+news@a.example")}) == 3


def test_what_is_no_address_is_only_like_itself() -> None:
    assert address_key("Ada@-_.example") == "ada@-_.example"
