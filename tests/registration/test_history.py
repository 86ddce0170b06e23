"""Why did this happen: each registration knows what became of it, who did it, and which mails went out."""

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.consumers.mail_recorded import keep_mail
from services.registration.consumers.member_state import keep_member
from services.registration.routes.history import line_of
from services.registration.tables import registration_changes
from shared.acting import ActorKind, act_as
from shared.database import Connection
from shared.messages.notify import MailRecorded, MailState
from tests.registration.given import BASE_URL, NOON, a_member, an_open_event, signed_up


async def deeds(db: Connection, registration_id: UUID) -> list[tuple[str, str]]:
    entries = await registration_changes.list_of(db, registration_id)
    lines = [line_of(entry, at=entry.at, language="en") for entry in entries]
    return [(line.actor, " · ".join([line.deed, *line.details])) for line in lines]


def a_mail(registration_id: UUID, state: MailState = MailState.SENT, minutes: int = 0) -> MailRecorded:
    return MailRecorded(
        registration_id=registration_id,
        mail_id=UUID(int=7),
        kind="registration_confirmed",
        state=state,
        recorded_at=NOON + timedelta(days=1, minutes=minutes),
    )


async def test_what_people_did_stands_beside_what_a_member_did(db: Connection) -> None:
    event = await an_open_event(db)
    member = a_member()
    await keep_member(db, member)
    reply = await signed_up(db, event, "ada@people.example", 3)

    await act_as(db, ActorKind.MEMBER, member.id)
    await cancel_registration(db, reply.registration_id, base_url=BASE_URL)

    assert await deeds(db, reply.registration_id) == [
        ("They themselves", "Signed up, got places · People: 3"),
        ("Carla", "Sign-up cancelled"),
    ]


async def test_a_larger_party_is_told_with_both_numbers_and_what_was_typed_without_any(db: Connection) -> None:
    event = await an_open_event(db)
    reply = await signed_up(db, event, "ada@people.example", 2)

    await db.execute(
        "UPDATE registrations SET party_size = 3, phone = '+4923021234' WHERE id = $1", reply.registration_id
    )

    assert (await deeds(db, reply.registration_id))[-1] == (
        "The calendar itself",
        "Sign-up changed · People: 2 → 3 · Phone number",
    )


async def test_each_of_many_in_one_statement_has_its_own_history(db: Connection) -> None:
    event = await an_open_event(db)
    replies = [await signed_up(db, event, f"{name}@people.example") for name in "abc"]

    await db.execute("UPDATE registrations SET status = 'missed' WHERE event_id = $1", event.id)

    for reply in replies:
        assert [deed for _, deed in await deeds(db, reply.registration_id)] == [
            "Signed up, got places · People: 1",
            "Did not come",
        ]


async def test_the_history_repeats_no_name_and_no_address(db: Connection) -> None:
    event = await an_open_event(db)
    reply = await signed_up(db, event, "ada@people.example", phone="+49 2302 1234")

    await db.execute(
        "UPDATE registrations SET name = 'Olena', email = 'olena@people.example' WHERE id = $1", reply.registration_id
    )

    stored = msgspec.json.encode(
        [dict(row) for row in await db.fetch("SELECT * FROM registration_changes")], enc_hook=str
    )
    assert not any(word in stored for word in (b"Ada", b"Olena", b"people.example", b"2302 1234", b"23021234"))


async def test_a_change_that_concerns_nobody_makes_no_history(db: Connection) -> None:
    event = await an_open_event(db)
    reply = await signed_up(db, event, "ada@people.example")

    await db.execute("UPDATE registrations SET event_id = $1", uuid4())

    assert len(await deeds(db, reply.registration_id)) == 1


async def test_the_mails_about_it_are_part_of_it_and_the_newest_word_on_each_counts(db: Connection) -> None:
    event = await an_open_event(db)
    reply = await signed_up(db, event, "ada@people.example")

    await keep_mail(db, a_mail(reply.registration_id, minutes=1))
    await keep_mail(db, a_mail(reply.registration_id, MailState.FAILED, minutes=0))
    await keep_mail(db, a_mail(reply.registration_id, minutes=1))

    assert (await deeds(db, reply.registration_id))[1:] == [("The calendar itself", "Mail sent: Sign-up confirmed")]


async def test_one_mail_about_several_dates_stands_in_the_history_of_each(db: Connection) -> None:
    event = await an_open_event(db)
    first, second = [await signed_up(db, event, f"{name}@people.example") for name in ("ada", "bob")]

    for reply in (first, second):
        await keep_mail(db, a_mail(reply.registration_id))

    for reply in (first, second):
        assert (await deeds(db, reply.registration_id))[1][1] == "Mail sent: Sign-up confirmed"
