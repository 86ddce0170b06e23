"""What people take with them: all that is known about them, and their date for their calendar."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, get
from litestar.params import FromPath
from msgspec import Struct

from services.registration.domain.answers import shown_answers
from services.registration.domain.history import deed_of
from services.registration.domain.opinion import Opinion
from services.registration.domain.own_entry import vevent_of
from services.registration.domain.registration import Registration
from services.registration.routes.by_link import Opened, open_link
from services.registration.tables import (
    access_links,
    events,
    opinions,
    personal_feeds,
    registration_changes,
    registrations,
    rosters,
    sign_up_settings,
)
from shared.access import Who
from shared.calendar import calendar
from shared.database import Connection
from shared.problems import NotFound
from shared.web import Request, Transaction, language_of


class HistoryRecord(Struct, frozen=True, kw_only=True):
    """One thing that happened; who did it by its kind alone, since others have a right to their names, too."""

    at: datetime
    done_by: str
    deed: str
    before: dict[str, Any]
    after: dict[str, Any]
    also_changed: list[str]
    mail: str
    mail_state: str


class RegistrationRecord(Struct, frozen=True, kw_only=True):
    """A registration as it is stored, and what belongs to it."""

    registration: Registration
    event: str
    starts_at: datetime
    ends_at: datetime
    waiting_position: int | None
    answers: list[tuple[str, str]]
    links: int
    opinion: Opinion | None
    history: list[HistoryRecord]


class OwnRecords(Struct, frozen=True, kw_only=True):
    """All that we know about a person; `calendar_address_since` tells that they have a private one."""

    registrations: list[RegistrationRecord]
    calendar_address_since: datetime | None


@get("/registrations/{token:str}/data.json", who=Who.ANYONE, include_in_schema=False)
async def show_own_records(request: Request, db: Transaction, token: FromPath[str]) -> Response[bytes]:
    opened = await open_link(request, db, token)
    language = language_of(request).code
    theirs = await registrations.list_of_person(db, opened.person)
    positions = await registrations.waiting_positions(db, [each.id for each in theirs])
    records = OwnRecords(
        registrations=[await record_of(db, each, positions.get(each.id), language) for each in theirs],
        calendar_address_since=await personal_feeds.find_created_at(db, opened.person),
    )
    body = msgspec.json.format(msgspec.json.encode(records), indent=2)
    return download(body, name="my-registrations.json", media_type=MediaType.JSON)


async def record_of(
    db: Connection, registration: Registration, position: int | None, language: str
) -> RegistrationRecord:
    roster = await rosters.get(db, registration.roster_id)
    if roster is None:
        raise NotFound("roster")
    event = await events.find_public(db, registration.event_id)
    settings = await sign_up_settings.get(db, registration.event_id)
    return RegistrationRecord(
        registration=registration,
        event=event.title if event else "",
        starts_at=roster.starts_at,
        ends_at=roster.ends_at,
        waiting_position=position,
        answers=shown_answers(settings, registration.answers, language),
        links=await access_links.count_of(db, registration.id),
        opinion=await opinions.find(db, registration.id),
        history=await history_of(db, registration.id),
    )


async def history_of(db: Connection, registration_id: UUID) -> list[HistoryRecord]:
    return [
        HistoryRecord(
            at=entry.at,
            done_by=entry.actor_kind,
            deed="" if entry.mail_kind else deed_of(entry),
            before=entry.before,
            after=entry.after,
            also_changed=entry.unsaid,
            mail=entry.mail_kind,
            mail_state=entry.mail_state,
        )
        for entry in await registration_changes.list_of(db, registration_id)
    ]


@get("/registrations/{token:str}/calendar.ics", who=Who.ANYONE, include_in_schema=False)
async def show_own_entry(request: Request, db: Transaction, token: FromPath[str]) -> Response[bytes]:
    """The date for their own calendar: the same entry as in the mail and in the feed. Raises `NotFound` without one."""
    opened = await open_link(request, db, token)
    language = language_of(request).code
    vevent, time_zone = await entry_of(db, opened, language)
    zones = [time_zone] if "TZID=" in vevent else []
    return download(
        calendar([vevent], language=language, time_zones=zones), name="event.ics", media_type="text/calendar"
    )


async def entry_of(db: Connection, opened: Opened, language: str) -> tuple[str, str]:
    event = await events.find_public(db, opened.registration.event_id)
    own = [
        each
        for each in await personal_feeds.list_entries(db, opened.person)
        if each.roster_id == opened.registration.roster_id
    ]
    vevent = vevent_of(own[0], event, language) if event and own else None
    if event is None or vevent is None:
        raise NotFound("entry")
    return vevent, event.time_zone


def download(body: bytes, *, name: str, media_type: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=media_type, headers=headers)


ROUTES = (show_own_records, show_own_entry)
