"""What people's calendars answer: who declines is cancelled, once; nobody declines for somebody else."""

import pytest

from tests.notify.returning import Handing

DECLINED = [
    "reply_google_declined",
    "reply_outlook_declined",
    "reply_outlook_declined_with_recurrence_id",
    "reply_exchange_declined_without_organizer",
    "reply_apple_declined",
    "reply_thunderbird_declined",
]


async def declined(handing: Handing) -> int:
    about = await handing.staged("invitation_declined")
    assert set(about) <= {handing.registration.registration_id}
    return len(about)


@pytest.mark.parametrize("name", DECLINED)
async def test_who_declines_in_whatever_app_is_told_of_once(handing: Handing, name: str) -> None:
    assert [await handing.answer(name) for _ in range(2)] == [250, 250]

    assert await declined(handing) == 1
    assert await handing.reasons() == []


@pytest.mark.parametrize("name", ["reply_google_accepted", "reply_outlook_tentative"])
async def test_who_comes_or_may_come_changes_nothing(handing: Handing, name: str) -> None:
    assert await handing.answer(name) == 250

    assert await declined(handing) == 0
    assert await handing.reasons() == []


async def test_an_older_answer_does_not_count_whenever_it_arrives(handing: Handing) -> None:
    newer = {"DTSTAMP:20261125T110000Z": "DTSTAMP:20261125T110500Z"}
    await handing.answer("reply_google_accepted", changes=newer)
    await handing.answer("reply_google_declined")
    assert await declined(handing) == 0

    await handing.answer("reply_google_declined", changes={"DTSTAMP:20261125T110000Z": "DTSTAMP:20261125T111000Z"})
    assert await declined(handing) == 1


async def test_of_two_answers_of_the_same_second_the_one_that_comes_later_counts(handing: Handing) -> None:
    await handing.answer("reply_google_accepted")
    await handing.answer("reply_google_declined")

    assert await declined(handing) == 1


async def test_an_answer_to_a_later_invitation_counts_more_than_a_later_answer(handing: Handing) -> None:
    await handing.answer("reply_google_accepted", changes={"SEQUENCE:0": "SEQUENCE:2"})
    await handing.answer(
        "reply_google_declined",
        changes={"SEQUENCE:0": "SEQUENCE:1", "DTSTAMP:20261125T110000Z": "DTSTAMP:20261125T120000Z"},
    )

    assert await declined(handing) == 0


async def test_people_may_answer_from_another_address_than_the_one_invited(handing: Handing) -> None:
    await handing.answer(
        "reply_google_declined",
        changes={"From: Grace Hopper <grace@people.example>": "From: <grace@elsewhere.example>"},
        sender="bounces@elsewhere.example",
    )

    assert await declined(handing) == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("counter_outlook_another_time", "other_method"),
        ("refresh", "other_method"),
        ("reply_delegated", "other_method"),
        ("reply_of_two_entries", "several_entries"),
        ("reply_of_two_people", "several_entries"),
        ("reply_about_another_entry", "other_entry"),
        ("reply_for_somebody_else", "other_person"),
        ("reply_cut_off", "unreadable"),
        ("typed_gmail_with_our_invitation", "typed"),
    ],
)
async def test_all_else_is_kept_for_the_operator_with_the_reason(handing: Handing, name: str, reason: str) -> None:
    assert await handing.answer(name) == 250

    assert await handing.reasons() == [reason]
    assert await declined(handing) == 0


async def test_nobody_declines_without_the_address_that_only_the_mail_names(handing: Handing) -> None:
    name, _, domain = handing.organiser.partition("@")
    other = f"{name[:-1]}{'a' if name[-1] != 'a' else 'b'}@{domain}"

    for address in (other, handing.bounces_to.replace("+b-", "+r-"), f"calendar+r-@{domain}", f"calendar@{domain}"):
        assert await handing.hand_over(b"Subject: x\r\n\r\nx\r\n", to=address) == 550
    assert await declined(handing) == 0
    assert await handing.reasons() == []


async def test_a_mail_about_somebody_who_is_forgotten_is_refused_and_not_kept(handing: Handing) -> None:
    await handing.pool.execute("DELETE FROM participants")

    assert await handing.answer("typed_gmail_with_our_invitation") == 550
    assert await handing.reasons() == []


async def test_a_time_zone_that_changes_each_second_is_not_even_looked_at(handing: Handing) -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nDTSTART:19000101T000000\r\nTZOFFSETFROM:+0200\r\n"
        "TZOFFSETTO:+0100\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    await handing.answer("reply_google_declined", changes={"BEGIN:VEVENT": f"{zone}BEGIN:VEVENT"})

    assert await declined(handing) == 1
