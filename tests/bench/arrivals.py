"""How soon things arrive while nothing else happens: the mail after a sign-up, the feed after a publication."""

import time
from datetime import datetime
from pathlib import Path
from smtplib import SMTP
from typing import Any

import httpx

from deploy.local.running import RunningStack
from deploy.local.waiting import wait_until
from tests.bench import given
from tests.bench.comparison import Line, times

MAILS = 50
PUBLICATIONS = 20
# Longer than a mail takes, so that each finds an idle stack.
PAUSE_SECONDS = 0.1
ARRIVAL_SECONDS = 30
FEED = "/calendar.ics"


def of_mails(running: RunningStack) -> list[Line]:
    """From the answer to a sign-up until the catcher has the whole mail, beside handing it the same bytes directly."""
    event_id = given.an_open_event(running, "Kleines Fest")
    httpx.post(f"{running.base_url}/api/registrations", content=given.a_sign_up(event_id, "first")).raise_for_status()
    content = mail_to(running, "first@people.example")
    answered_at, submitted_at = {}, {}
    with SMTP("127.0.0.1", running.stack.smtp_port) as smtp, httpx.Client(base_url=running.base_url) as client:
        smtp.ehlo()
        for number in range(MAILS):
            client.post("/api/registrations", content=given.a_sign_up(event_id, f"mail.{number}")).raise_for_status()
            answered_at[f"mail.{number}@people.example"] = time.time()
            time.sleep(PAUSE_SECONDS)
            submitted_at[f"bare.{number}@people.example"] = time.time()
            smtp.sendmail("bench@people.example", f"bare.{number}@people.example", content)
            time.sleep(PAUSE_SECONDS)
    return times("mail after a sign-up", waits(running, answered_at), waits(running, submitted_at))


def mail_to(running: RunningStack, address: str) -> bytes:
    wait_until(lambda: bool(mails(running, address)), seconds=ARRIVAL_SECONDS, what="The first mail")
    [mail] = mails(running, address)
    return httpx.get(f"{running.base_url}/mailbox/api/messages/{mail['id']}.eml").content


def mails(running: RunningStack, address: str = "") -> Any:
    return httpx.get(f"{running.base_url}/mailbox/api/messages", params={"to": address}).raise_for_status().json()


def waits(running: RunningStack, since: dict[str, float]) -> list[float]:
    """Seconds until the catcher had the mail to each of these addresses, by its own clock, which is ours."""
    wait_until(
        lambda: since.keys() <= {mail["to"] for mail in mails(running)},
        seconds=ARRIVAL_SECONDS,
        what="The arrival of all mails",
    )
    return [
        datetime.fromisoformat(mail["received_at"]).timestamp() - since[mail["to"]]
        for mail in mails(running)
        if mail["to"] in since
    ]


def of_publications(running: RunningStack) -> list[Line]:
    """From the answer to a publication until the edge gives the changed feed, beside a file replaced by hand."""
    publications, replacements = [], []
    submitted = [given.a_submitted_event(running, f"Neuigkeit {number}") for number in range(PUBLICATIONS)]
    with httpx.Client(base_url=running.base_url) as client:
        for number, event in enumerate(submitted):
            slug = given.publish(running, event)["slug"]
            publications.append(until_shown(client, FEED, slug))
            replace(running.stack.feeds / "events/by-hand.ics", f"Stand {number}")
            replacements.append(until_shown(client, "/events/by-hand.ics", f"Stand {number}"))
    return times("changed feed after a publication", publications, replacements)


def until_shown(client: httpx.Client, path: str, text: str) -> float:
    """Seconds until the edge gives a file with this text."""
    began = time.perf_counter()
    while text not in client.get(path).raise_for_status().text:
        if time.perf_counter() - began > ARRIVAL_SECONDS:
            raise TimeoutError(f"{path} does not show {text}")
    return time.perf_counter() - began


def replace(file: Path, text: str) -> None:
    unfinished = file.with_suffix(".new")
    unfinished.write_text(text)
    unfinished.replace(file)
