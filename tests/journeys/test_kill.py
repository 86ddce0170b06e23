"""`kill -9` of one program after the other while people sign up: what was answered stands, and no mail is lost."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import Any

from tests.journeys.given import a_person, an_open_event, roster_of, seats_taken, sign_up_for_sure, wait_until_left
from tests.journeys.site import Site, eventually

PROGRAMS = ("postgres", "nats", "caddy", "mailbox", "feeds", "events", "registration", "notify")
# Killed between the mail server's yes and its record, each may have sent one mail that will be sent again.
MAY_REPEAT_MAILS = ("postgres", "mailbox", "notify")
PEOPLE = 200
PEOPLE_AT_ONCE = 8
CAPACITY = 250


def test_what_was_answered_stands_and_no_mail_is_lost_or_said_twice(site: Site) -> None:
    event = an_open_event(site, capacity=CAPACITY)
    people = [a_person(event, party_size=1 + number % 3) for number in range(PEOPLE)]

    answers = sign_up_while_killing(site, people)

    roster = roster_of(site, event)
    assert {address: answer["id"] for address, answer in answers.items()} == {
        each["email"]: each["id"] for each in roster.values()
    }
    assert all(roster[answer["id"]]["status"] == answer["status"] for answer in answers.values())
    assert len(roster) == PEOPLE
    assert {answer["status"] for answer in answers.values()} == {"confirmed", "waiting"}
    assert seats_taken(roster) <= CAPACITY
    wait_until_left(site, event, CAPACITY - seats_taken(roster))
    assert repeated_mails(site, list(answers)) <= len(MAY_REPEAT_MAILS)


def sign_up_while_killing(site: Site, people: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The answers by address; each program is killed once some of its share were answered and others were not yet."""
    answers: dict[str, dict[str, Any]] = {}
    coming = iter(people)
    with ThreadPoolExecutor(PEOPLE_AT_ONCE) as threads:
        for program in PROGRAMS:
            share = list(islice(coming, PEOPLE // len(PROGRAMS)))
            asked = {person["email"]: threads.submit(sign_up_for_sure, site.anybody, person) for person in share}
            eventually(partial(is_one_answered, list(asked.values())), what="The first answer")
            pid = site.running.pid(program)
            site.running.kill(program)
            answers |= {address: answer.result() for address, answer in asked.items()}
            eventually(partial(is_back, site, program, pid), what=f"The return of {program}")
    return answers


def is_one_answered(asked: list[Future[dict[str, Any]]]) -> bool:
    return any(each.done() for each in asked)


def is_back(site: Site, program: str, killed_pid: int) -> bool:
    now = site.running.programs()[program]
    return now.statename == "RUNNING" and now.pid != killed_pid


def repeated_mails(site: Site, addresses: list[str]) -> int:
    """How many mails came once more; everybody has one, and what came twice is recognised as the same."""
    for address in addresses:
        eventually(partial(site.mailbox.list_for, address), what=f"The mail to {address}")
    site.wait_until_well()
    site.wait_until_quiet()
    mails = {address: site.mailbox.list_for(address) for address in addresses}
    for repeated in (each for each in mails.values() if len(each) > 1):
        assert len({site.mailbox.headers_of(mail)["Message-ID"] for mail in repeated}) == 1
    return sum(map(len, mails.values())) - len(addresses)
