"""How soon a change is in the feeds of ten thousand events, while others ask for them."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import median

import httpx

from deploy.local.running import RunningStack
from tests.bench.comparison import Line

CHANGES = 20
# Half a second is what people take for "at once".
LIMIT_MS = 500
# How often the edge and each replica are asked meanwhile, each by one who takes gzip.
ASK_SECONDS = 0.05
POLL_SECONDS = 0.005
PATIENCE_SECONDS = 30
FILE = "/calendar.ics"
CATEGORY = "sport"


def of_one_event(running: RunningStack) -> list[Line]:
    """From the answer to a change until each feed has it, beside the time it may take."""
    ports = running.stack.service_ports["events"]
    places = {"the file, at the edge": f"{running.base_url}{FILE}"} | {
        f"filtered, from replica {number}": f"http://127.0.0.1:{port}{FILE}?category={CATEGORY}"
        for number, port in enumerate(ports, 1)
    }
    with asking(list(places.values())) as answered, ThreadPoolExecutor() as threads:
        waits: dict[str, list[float]] = {place: [] for place in places}
        for title in changes(running, CHANGES):
            began = time.perf_counter()
            shown = {place: threads.submit(until_shown, address, title, began) for place, address in places.items()}
            for place, future in shown.items():
                waits[place].append(future.result())
    lines = [
        Line(what=f"{place}, median", unit="ms", figure=1000 * median(each), reference=LIMIT_MS)
        for place, each in waits.items()
    ]
    return [*lines, Line(what="answered meanwhile", unit="", figure=answered["GET"], reference=CHANGES)]


def changes(running: RunningStack, count: int) -> Iterator[str]:
    """Gives the new title of an event just after each change of it."""
    slug, token = next(iter(running.demo.organisation_tokens.items()))
    with httpx.Client(base_url=running.base_url, headers={"Authorization": f"Bearer {token}"}) as api:
        mine = {"organisation": slug, "category": CATEGORY}
        event = api.get("/api/events", params=mine).raise_for_status().json()["items"][0]
        for number in range(count):
            title = f"Neuer Name {number}"
            api.patch(f"/api/events/{event['id']}", json={"title": title}).raise_for_status()
            yield title


def until_shown(address: str, title: str, began: float) -> float:
    """Seconds since `began` until the feed has an entry with this title; who has the feed does not get it again."""
    known = ""
    with httpx.Client() as client:
        while time.perf_counter() - began < PATIENCE_SECONDS:
            answer = client.get(address, headers={"If-None-Match": known, "Accept-Encoding": "identity"})
            if answer.status_code == 200 and f":{title}\r\n".encode() in answer.content:
                return time.perf_counter() - began
            known = answer.headers["etag"]
            time.sleep(POLL_SECONDS)
    raise TimeoutError(f"{address} does not show {title}")


@contextmanager
def asking(addresses: list[str]) -> Iterator[Counter[str]]:
    """Somebody asks at each address all the time; gives how many were answered."""
    answered: Counter[str] = Counter()
    over = threading.Event()

    def ask(address: str) -> None:
        with httpx.Client(headers={"Accept-Encoding": "gzip"}) as client:
            while not over.wait(ASK_SECONDS):
                with client.stream("GET", address) as answer:
                    for _ in answer.iter_raw():
                        pass
                answered["GET"] += answer.is_success

    with ThreadPoolExecutor() as threads:
        asked = [threads.submit(ask, address) for address in addresses]
        try:
            yield answered
        finally:
            over.set()
        for each in asked:
            each.result()
