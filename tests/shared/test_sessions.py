"""A session is believed only if events signed it and it is not over."""

from datetime import UTC, datetime
from uuid import uuid4

import jwt
import pytest

from shared.sessions import SESSION_AGE, digest_of, member_of, new_token, sign_session


@pytest.fixture
def keys(environment: dict[str, str]) -> tuple[str, str]:
    return environment["EVENTS_SESSION_PRIVATE_KEY"], environment["SESSION_PUBLIC_KEY"]


def test_a_signed_session_names_its_member(keys: tuple[str, str]) -> None:
    private_key, public_key = keys
    member_id = uuid4()

    session = sign_session(member_id, private_key=private_key, now=datetime.now(UTC))

    assert member_of(session, public_key=public_key) == member_id


def test_a_session_ends(keys: tuple[str, str]) -> None:
    private_key, public_key = keys

    session = sign_session(uuid4(), private_key=private_key, now=datetime.now(UTC) - SESSION_AGE)

    assert member_of(session, public_key=public_key) is None


def test_a_session_with_one_character_changed_is_nobody_s(keys: tuple[str, str]) -> None:
    private_key, public_key = keys
    session = sign_session(uuid4(), private_key=private_key, now=datetime.now(UTC))
    header, claims, signature = session.split(".")
    changed = ("B" if claims[10] == "A" else "A").join([claims[:10], claims[11:]])

    assert member_of(f"{header}.{changed}.{signature}", public_key=public_key) is None


@pytest.mark.parametrize("forged", ["", "x", "a.b.c", jwt.encode({"sub": str(uuid4()), "exp": 9e9}, "", "none")])
def test_a_session_nobody_signed_is_nobody_s(keys: tuple[str, str], forged: str) -> None:
    assert member_of(forged, public_key=keys[1]) is None


def test_tokens_differ_and_their_digests_do_not_tell_them() -> None:
    first, second = new_token(), new_token()

    assert first != second
    assert first not in digest_of(first)
    assert digest_of(first) == digest_of(first) != digest_of(second)
