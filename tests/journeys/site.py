"""A running stack as people and programs meet it: over HTTP, through its edge."""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, TypeVar

import httpx
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.ready import answers
from deploy.local.running import RunningStack
from deploy.local.waiting import wait_until
from tests.journeys.mailbox import PATIENCE_SECONDS, Mailbox

T = TypeVar("T")

# The organisations of the demo network that most journeys are about.
PARTNER, COORDINATOR = "caritas-witten", "stabsstelle-integration"
# All of it is plain HTTP; to load the certificates that nobody needs takes a caller longer than most calls.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
# The link in a mail to people who signed up.
OWN_PAGE = r"http://\S+/registrations/\S+"


class Site:
    """One stack, and those who call it: anybody, a coordinator's website, and a partner's."""

    def __init__(self, running: RunningStack) -> None:
        self.running = running
        self.callers = ExitStack()
        self.anybody = self.caller()
        self.coordinator = self.website(COORDINATOR)
        self.partner = self.website(PARTNER)
        self.mailbox = Mailbox(self.anybody)

    def close(self) -> None:
        self.callers.close()

    def caller(self, *, token: str = "", language: str = "en") -> httpx.Client:
        """A browser with cookies of its own, or a program with a token."""
        headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {token}"} if token else {})
        return self.callers.enter_context(
            httpx.Client(
                base_url=self.running.base_url, headers=headers, timeout=PATIENCE_SECONDS, verify=NO_CERTIFICATES
            )
        )

    def website(self, organisation: str) -> httpx.Client:
        return self.caller(token=self.running.demo.organisation_tokens[organisation])

    def address_of(self, organisation: str) -> str:
        """The mail address of the organisation's member."""
        return self.running.demo.logins[organisation]

    def browser_of(self, organisation: str) -> httpx.Client:
        """The browser of the organisation's member, who logs in by the link from a mail."""
        return self.log_in(self.address_of(organisation))

    def log_in(self, address: str) -> httpx.Client:
        browser = self.caller()
        assert browser.post(self.login_link(address)).status_code == 303
        return browser

    def login_link(self, address: str) -> str:
        """Ask for a link to log in, and take it out of the mail."""
        known = {mail.id for mail in self.mailbox.list_for(address)}
        self.ask_for_login(address)
        [mail] = eventually(
            lambda: [
                mail for mail in self.mailbox.list_for(address) if mail.id not in known and "/login/" in mail.text
            ],
            what=f"The link to log in for {address}",
        )
        return found(rf"{self.running.base_url}/login/\S+", mail.text)

    def ask_for_login(self, address: str) -> None:
        assert self.anybody.post("/login", data={"email": address}).headers["location"] == "/login/sent"

    @contextmanager
    def without(self, *programs: str) -> Iterator[None]:
        """Let these programs stand still meanwhile."""
        self.running.stop_programs(*programs)
        try:
            yield
        finally:
            self.running.start_programs(*programs)

    def ports(self) -> list[int]:
        """Where the replicas of all services listen."""
        return [port for ports in self.running.stack.service_ports.values() for port in ports]

    def wait_until_well(self) -> None:
        """Return when every replica answers and misses nothing."""
        for port in self.ports():
            wait_until(partial(is_well, port), seconds=PATIENCE_SECONDS, what="The return of all that stood still")

    def wait_until_quiet(self) -> None:
        """Return when everything said was sent, heard and mailed."""
        for port in self.ports():
            wait_until(partial(is_caught_up, port), seconds=PATIENCE_SECONDS, what="Catching up")
        wait_until(self.has_sent_all_mails, seconds=PATIENCE_SECONDS, what="Sending all mails")

    def has_sent_all_mails(self) -> bool:
        answer = self.coordinator.get("/api/mails", params={"state": "queued"})
        return answer.is_success and not answer.json()["items"]


def is_well(port: int) -> bool:
    """Whether this replica is ready and misses nothing."""
    return answers(port, "/health/ready") and not asked(port, "/health/ready").json()["missing"]


def is_caught_up(port: int) -> bool:
    """Whether this replica's service has sent all it said and done all it heard."""
    try:
        waiting = figures(port, "outbox_oldest_age_seconds") | figures(port, "consumer_lag_messages")
        return not any(waiting.values()) and all(figures(port, "dependency_up").values())
    except httpx.TransportError:
        return False


def asked(port: int, path: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{port}{path}", verify=NO_CERTIFICATES)


def figures(port: int, name: str) -> dict[tuple[str, ...], float]:
    """What a replica's /metrics says under this name, by the name and the values of its labels."""
    families = text_string_to_metric_families(asked(port, "/metrics").text)
    samples = (sample for family in families for sample in family.samples if sample.name == name)
    return {(name, *sample.labels.values()): sample.value for sample in samples}


def eventually(question: Callable[[], T], *, what: str) -> T:
    """The first answer that is not empty."""
    given: list[T] = []

    def is_answered() -> bool:
        given[:] = [question()]
        return bool(given[0])

    wait_until(is_answered, seconds=PATIENCE_SECONDS, what=what)
    return given[0]


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"no {pattern} in:\n{text}"
    return match.group()


def json_of(answer: httpx.Response, status: int) -> Any:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, answer.text
    return answer.json()
