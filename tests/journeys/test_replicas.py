"""Two replicas of each service side by side: no mail and no message comes twice, and no roster is overfull."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from nats.aio.client import Client
from nats.js.api import ConsumerConfig, DeliverPolicy

from deploy.local.running import RunningStack
from tests.bench.crowd import ask_at_once
from tests.bench.load import post
from tests.journeys.feeds import paths_of, wait_for_entry
from tests.journeys.given import (
    a_person,
    a_published_event,
    an_open_event,
    get_one_mail_each,
    roster_of,
    seats_taken,
    sign_up_for_sure,
)
from tests.journeys.site import PARTNER, Site, figures

PEOPLE, PEOPLE_AT_ONCE, CAPACITY = 100, 16, 120
PUBLICATIONS = 12
CROWD, PLACES = 5_000, 100


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A stack with two replicas of each service."""
    with (
        RunningStack(tmp_path_factory.mktemp("replicas") / "data", replicas=2) as running,
        closing(Site(running)) as made,
    ):
        yield made


def test_a_rush_on_one_roster_is_shared_and_nobody_is_mailed_twice(pair: Site) -> None:
    event = an_open_event(pair, capacity=CAPACITY)
    people = [a_person(event, party_size=1 + number % 3) for number in range(PEOPLE)]

    with ThreadPoolExecutor(PEOPLE_AT_ONCE) as threads:
        answers = list(threads.map(lambda person: sign_up_for_sure(pair.anybody, person), people))

    roster = roster_of(pair, event)
    assert {each["id"]: each["status"] for each in answers} == {each["id"]: each["status"] for each in roster.values()}
    assert len(roster) == PEOPLE
    assert seats_taken(roster) <= CAPACITY
    waiting = sorted(each["waiting_position"] for each in answers if each["status"] == "waiting")
    assert waiting == list(range(1, len(waiting) + 1))
    get_one_mail_each(pair, people)


async def test_a_publication_is_said_and_mailed_once(pair: Site) -> None:
    client = await connect(pair)
    pair.wait_until_quiet()
    said = await client.subscribe("events.event.*")
    await client.flush()

    with ThreadPoolExecutor(PEOPLE_AT_ONCE) as threads:
        events = list(threads.map(lambda _: a_published_event(pair), range(PUBLICATIONS)))

    for event in events:
        pair.mailbox.wait_for(pair.address_of(PARTNER), about=event["title"])
        wait_for_entry(pair.anybody, paths_of(event)[0], event)
    pair.wait_until_quiet()
    # Each was said when it was submitted and when it was published.
    await client.flush()
    assert said.pending_msgs == 2 * PUBLICATIONS
    titles = {event["title"] for event in events}
    for address in pair.running.demo.logins.values():
        about = Counter(title for mail in pair.mailbox.list_for(address) for title in titles if title in mail.subject)
        assert set(about.values()) <= {1}
    await client.close()


@pytest.mark.parametrize("stream", ["EVENTS_FACTS", "REGISTRATION_FACTS"])
async def test_each_fact_stands_in_the_stream_once(pair: Site, stream: str) -> None:
    pair.ask_for_login(pair.address_of(PARTNER))
    pair.wait_until_quiet()
    client = await connect(pair)
    state = (await client.jetstream().stream_info(stream)).state
    config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL)
    subscription = await client.jetstream().pull_subscribe("", stream=stream, config=config)

    facts = await subscription.fetch(state.messages)

    assert len(facts) == state.messages > 0
    assert len({(fact.headers or {})["Nats-Msg-Id"] for fact in facts}) == len(facts)
    assert len({fact.data for fact in facts}) == len(facts)
    await client.close()


def test_both_replicas_of_each_service_have_worked(pair: Site) -> None:
    for service, ports in pair.running.stack.service_ports.items():
        for page in ("/", f"/portal/operations/{service}", "/register/nothing", "/portal/mails"):
            for _ in ports:
                pair.anybody.get(page)
        for port in ports:
            assert sum(figures(port, "http_requests_total").values()) > 0, service
    for service in ("registration", "notify"):
        for port in pair.running.stack.service_ports[service]:
            assert sum(figures(port, "messages_received_total").values()) > 0, service


async def test_of_five_thousand_in_the_same_second_a_hundred_get_the_places_and_the_rest_wait_in_line(
    pair: Site,
) -> None:
    event = an_open_event(pair, capacity=PLACES)
    people = [msgspec.json.encode(a_person(event)) for _ in range(CROWD)]
    requests = [post("/api/registrations", person) for person in people]
    # Nobody has to send five thousand mails; it is the last thing asked of this stack.
    pair.running.stop_programs("notify", "notify-2")
    ports = pair.running.stack.service_ports["registration"]
    heard = await asyncio.to_thread(ask_at_once, ports, requests, status=201)

    replies = [msgspec.json.decode(each.body) for each in heard]
    confirmed = {reply["id"] for reply in replies if reply["status"] == "confirmed"}
    waiting = {reply["waiting_position"]: reply["id"] for reply in replies if reply["status"] == "waiting"}
    in_order = await arrivals(pair, event)
    assert set(in_order[:PLACES]) == confirmed
    assert [waiting[position] for position in range(1, CROWD - PLACES + 1)] == in_order[PLACES:]


async def arrivals(site: Site, event: dict[str, Any]) -> list[str]:
    """The ids of all registrations for the event, in the order in which they came to the locked roster."""
    db = await asyncpg.connect(site.running.database_url("registration"))
    rows = await db.fetch("SELECT id FROM registrations WHERE event_id = $1 ORDER BY arrival", UUID(event["id"]))
    await db.close()
    return [str(row["id"]) for row in rows]


async def connect(site: Site) -> Client:
    client = Client()
    await client.connect(site.running.environment("events")["NATS_URL"])
    return client
