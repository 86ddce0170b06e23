"""From a partner's draft to the public calendar, and off it again."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.events.commands.cancel_event import cancel_event
from services.events.commands.change_event import change_event
from services.events.commands.draft_event import draft_event
from services.events.commands.publish_event import publish_event
from services.events.commands.return_event import return_event
from services.events.commands.submit_event import submit_event
from services.events.domain.event import AlreadySubmitted, PlaceFields, ReturnFields, ReturnReason, WrongStatus
from services.events.tables import occurrences
from shared.database import Connection
from shared.messages.events import EventStatus
from shared.problems import Invalid
from tests.events.given import BASE_URL, NEXT_YEAR, a_partner, a_published_event, fields, staged


async def test_nobody_hears_of_a_draft(db: Connection) -> None:
    partner = await a_partner(db)

    event = await draft_event(db, fields(), organisation_id=partner.id, base_url=BASE_URL)

    assert event.status is EventStatus.DRAFT
    assert await staged(db) == []


async def test_the_same_form_sent_twice_makes_one_draft(db: Connection) -> None:
    partner, key = await a_partner(db), uuid4()

    first = await draft_event(db, fields(), organisation_id=partner.id, base_url=BASE_URL, request_key=key)
    second = await draft_event(db, fields(), organisation_id=partner.id, base_url=BASE_URL, request_key=key)

    assert first.id == second.id


async def test_a_draft_goes_to_the_coordinator_and_into_the_calendar(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))

    assert event.status is EventStatus.PUBLISHED
    told = await staged(db)
    assert [state.status for state in told] == [EventStatus.SUBMITTED, EventStatus.PUBLISHED]
    assert told[0].version < told[1].version
    assert "BEGIN:VEVENT" in told[1].vevents["de"]


async def test_submitting_twice_says_so(db: Connection) -> None:
    event = await draft_event(db, fields(), organisation_id=(await a_partner(db)).id, base_url=BASE_URL)
    await submit_event(db, event.id, base_url=BASE_URL)

    with pytest.raises(AlreadySubmitted):
        await submit_event(db, event.id, base_url=BASE_URL)


async def test_an_entry_without_place_or_text_cannot_be_submitted(db: Connection) -> None:
    partner = await a_partner(db)
    event = await draft_event(db, fields(place=None, description=""), organisation_id=partner.id, base_url=BASE_URL)

    with pytest.raises(Invalid) as problem:
        await submit_event(db, event.id, base_url=BASE_URL)

    assert {error.field for error in problem.value.errors} == {"description", "place.name"}


async def test_a_returned_entry_says_why_and_can_be_submitted_again(db: Connection) -> None:
    event = await draft_event(db, fields(), organisation_id=(await a_partner(db)).id, base_url=BASE_URL)
    await submit_event(db, event.id, base_url=BASE_URL)

    why = ReturnFields(reason=ReturnReason.INCOMPLETE, note="Für wen ist es?")
    returned = await return_event(db, event.id, why, base_url=BASE_URL)

    assert returned.return_note == "Für wen ist es?"
    assert (await staged(db))[-1].returned is not None
    again = await submit_event(db, event.id, base_url=BASE_URL)
    assert (again.status, again.return_reason) == (EventStatus.SUBMITTED, None)


async def test_only_a_submitted_entry_can_be_published(db: Connection) -> None:
    event = await draft_event(db, fields(), organisation_id=(await a_partner(db)).id, base_url=BASE_URL)

    with pytest.raises(WrongStatus):
        await publish_event(db, event.id, base_url=BASE_URL)


async def test_a_moved_event_keeps_its_occurrence_and_raises_its_sequence(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))
    before = await occurrences.list_of(db, event)

    moved = await change_event(
        db,
        event.id,
        fields(starts_at=datetime(NEXT_YEAR, 5, 4, 18, 0), ends_at=datetime(NEXT_YEAR, 5, 4, 20, 0)),
        base_url=BASE_URL,
    )

    after = await occurrences.list_of(db, event)
    assert moved.sequence == event.sequence + 1
    assert [each.id for each in after] == [each.id for each in before]
    assert after[0].starts_at - before[0].starts_at == timedelta(days=1)
    assert after[0].starts_at == datetime(NEXT_YEAR, 5, 4, 16, 0, tzinfo=UTC)


async def test_a_corrected_text_does_not_raise_the_sequence(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))

    corrected = await change_event(db, event.id, fields(title="Sprachcafé am Abend"), base_url=BASE_URL)

    assert (corrected.sequence, corrected.version) == (event.sequence, event.version + 1)
    assert corrected.slug == event.slug


async def test_a_new_place_raises_the_sequence(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))

    changed = await change_event(db, event.id, fields(place=PlaceFields(name="Rathaus")), base_url=BASE_URL)

    assert changed.sequence == event.sequence + 1


async def test_saving_without_a_change_tells_nobody(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))
    told = len(await staged(db))

    same = await change_event(db, event.id, event.fields, base_url=BASE_URL)

    assert same.version == event.version
    assert len(await staged(db)) == told


async def test_a_cancelled_event_is_marked_and_cannot_be_changed(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))

    cancelled = await cancel_event(db, event.id, base_url=BASE_URL)

    assert cancelled.sequence == event.sequence + 1
    assert "STATUS:CANCELLED" in (await staged(db))[-1].vevents["de"]
    with pytest.raises(WrongStatus):
        await change_event(db, event.id, fields(title="Doch"), base_url=BASE_URL)


async def test_a_date_cannot_be_moved_into_the_past(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))

    with pytest.raises(Invalid) as problem:
        await change_event(
            db,
            event.id,
            fields(starts_at=datetime(2021, 5, 4, 18, 0), ends_at=datetime(2021, 5, 4, 20, 0)),
            base_url=BASE_URL,
        )

    assert [error.field for error in problem.value.errors] == ["starts_at"]


async def test_each_change_is_a_second_later_than_the_one_before(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))

    changed = await change_event(db, event.id, fields(title="Zwei"), base_url=BASE_URL)
    again = await change_event(db, event.id, fields(title="Drei"), base_url=BASE_URL)

    assert changed.changed_at - event.changed_at >= timedelta(seconds=1)
    assert again.changed_at - changed.changed_at >= timedelta(seconds=1)


async def test_a_campaign_that_does_not_exist_is_named(db: Connection) -> None:
    partner = await a_partner(db)

    with pytest.raises(Invalid) as problem:
        await draft_event(db, fields(campaign="gibt-es-nicht"), organisation_id=partner.id, base_url=BASE_URL)

    assert [error.field for error in problem.value.errors] == ["campaign"]
