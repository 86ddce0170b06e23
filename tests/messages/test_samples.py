"""A message that was ever sent can be read for ever: its sample is stored here and never edited, only added to."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.messages import Fact, Message, State, decode, encode, events, notify, registration, stream_of

SAMPLES = Path(__file__).parent
MESSAGES: tuple[type[Message], ...] = (*events.MESSAGES, *registration.MESSAGES, *notify.MESSAGES)


@pytest.mark.parametrize("message_type", MESSAGES, ids=lambda message_type: message_type.__name__)
def test_a_stored_sample_is_read_in_full(message_type: type[Message]) -> None:
    sample = (SAMPLES / f"{message_type.__name__}.json").read_bytes()

    message = decode(sample, message_type)

    stored, read = msgspec.json.decode(sample), msgspec.json.decode(encode(message))
    assert within(read, stored) == stored


def within(read: Any, stored: Any) -> Any:
    """What was read, without the fields that were added since."""
    if isinstance(stored, dict):
        return {name: within(read[name], stored[name]) for name in stored}
    if isinstance(stored, list):
        return [within(*pair) for pair in zip(read, stored, strict=True)]
    return read


@pytest.mark.parametrize("message_type", MESSAGES, ids=lambda message_type: message_type.__name__)
def test_a_message_of_a_newer_service_is_read_too(message_type: type[Message]) -> None:
    sample = msgspec.json.decode((SAMPLES / f"{message_type.__name__}.json").read_bytes())

    newer = msgspec.json.encode(sample | {"a_field_of_next_year": 1})

    assert decode(newer, message_type) == decode(msgspec.json.encode(sample), message_type)


def test_every_message_is_a_state_or_a_fact_with_a_subject_of_its_own() -> None:
    assert all(issubclass(message, State) != issubclass(message, Fact) for message in MESSAGES)
    assert len({message.topic for message in MESSAGES}) == len(MESSAGES)
    assert {stream_of(message) for message in MESSAGES} == {
        "EVENTS",
        "EVENTS_FACTS",
        "REGISTRATION",
        "REGISTRATION_FACTS",
        "NOTIFY_FACTS",
    }


def test_the_subject_ends_in_the_id_of_what_it_is_about() -> None:
    confirmed = decode((SAMPLES / "RegistrationConfirmed.json").read_bytes(), registration.RegistrationConfirmed)

    assert confirmed.subject == f"registration.confirmed.{confirmed.registration_id}"
