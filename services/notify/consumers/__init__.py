"""What the service hears."""

from typing import Any

from services.notify.consumers import (
    campaign_state,
    event_state,
    given_up,
    login_requested,
    member_state,
    network,
    organisation_state,
    registrations,
    roster_state,
)
from shared.consumer import Consumer


def consumers_of(*, settling_seconds: int) -> tuple[Consumer[Any], ...]:
    return (
        member_state.CONSUMER,
        organisation_state.CONSUMER,
        campaign_state.CONSUMER,
        event_state.consumer(settling_seconds=settling_seconds),
        login_requested.CONSUMER,
        roster_state.CONSUMER,
        *registrations.CONSUMERS,
        *network.CONSUMERS,
        *given_up.CONSUMERS,
    )
