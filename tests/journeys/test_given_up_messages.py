"""Messages that a service could not read or refused: a coordinator sees them, and lets them be tried again."""

import re
from collections.abc import AsyncIterator
from functools import partial
from uuid import uuid4

import httpx
import pytest
from nats.aio.client import Client

from shared.consumer import MAX_DELIVERIES
from shared.messages import encode
from shared.messages.registration import RegistrationConfirmed
from tests.journeys.given import a_draft, published
from tests.journeys.site import COORDINATOR, PARTNER, Site, eventually

CONSUMER = "notify-registration-confirmed"


@pytest.fixture
async def client(site: Site) -> AsyncIterator[Client]:
    connected = Client()
    await connected.connect(site.running.environment("events")["NATS_URL"])
    yield connected
    await connected.close()


@pytest.mark.parametrize(
    ("topic", "services"), [("registration.roster", ["events"]), ("events.member", ["registration", "notify"])]
)
async def test_what_cannot_be_read_is_shown_at_once(
    site: Site, client: Client, topic: str, services: list[str]
) -> None:
    coordinator, member = site.browser_of(COORDINATOR), site.browser_of(PARTNER)
    subject = f"{topic}.{uuid4()}"

    await client.jetstream().publish(subject, b'{"id": 1}')

    for service in services:
        page = f"/portal/operations/{service}"
        eventually(partial(shows, coordinator, page, subject), what=f"The message on {page}")
        assert "not readable" in coordinator.get(page).text
        assert member.get(page).status_code == 403


async def test_what_was_refused_again_and_again_is_replayed_once_its_reason_is_gone(site: Site, client: Client) -> None:
    """Somebody signs up for an event that notify has not heard of."""
    coordinator = site.browser_of(COORDINATOR)
    event = a_draft(site)
    fact = RegistrationConfirmed(
        registration_id=uuid4(),
        roster_id=uuid4(),
        event_id=event["id"],
        name="Olena Koval",
        email=f"{uuid4().hex}@people.example",
        language="en",
        party_size=1,
        link=f"{site.running.base_url}/registrations/of-olena",
    )
    with site.without("notify"):
        await client.jetstream().publish(fact.subject, encode(fact))
        await hand_back(client, times=MAX_DELIVERIES - 1)

    page = "/portal/operations/notify"
    eventually(
        lambda: coordinator.get(page).is_success and fact.subject in coordinator.get(page).text, what="Giving up"
    )
    replay = re.findall(rf'{fact.subject}.*?action="(\S+)"', coordinator.get(page).text, re.DOTALL)[0]
    assert not coordinator.post(replay).has_redirect_location
    assert fact.subject in coordinator.get(page).text
    assert not site.mailbox.list_for(fact.email)

    published(site, event)
    eventually(lambda: coordinator.post(replay).headers.get("location") == page, what="The replay")

    assert fact.subject not in coordinator.get(page).text
    assert coordinator.post(replay).status_code == 404
    assert "of-olena" in site.mailbox.wait_for(fact.email, about=event["title"]).text


def shows(browser: httpx.Client, page: str, text: str) -> bool:
    answer = browser.get(page)
    return answer.is_success and text in answer.text


async def hand_back(client: Client, *, times: int) -> None:
    """Take the message and refuse it so many times, as the service would do in the course of two minutes."""
    subscription = await client.jetstream().pull_subscribe_bind(CONSUMER, "REGISTRATION_FACTS")
    for _ in range(times):
        [received] = await subscription.fetch(1, timeout=30)
        await received.nak()
    await subscription.unsubscribe()
    # Out now: what follows keeps this loop waiting.
    await client.flush()
