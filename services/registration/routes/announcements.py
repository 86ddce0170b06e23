"""The page on which an organiser writes to those who signed up."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.registration.commands.announce import announce
from services.registration.domain.announcement import Addressee, Readers, Words, readers_of
from services.registration.domain.roster import Roster
from services.registration.routes.own import get_own_rosters
from services.registration.tables import announcements, events
from shared.access import Who
from shared.database import Connection
from shared.formats import date_and_time, number
from shared.forms import from_form
from shared.problems import Invalid
from shared.sessions import digest_of, new_token
from shared.translations import N_, catalogue
from shared.web import Request, Transaction, form_for, language_of, page, principal_of, see_other, typed_form

ANNOUNCEMENT = "/portal/rosters/{event_id:uuid}/announcement"
READERS = {
    Readers.ALL: N_("Everybody who signed up"),
    Readers.CONFIRMED: N_("Those who have a place"),
    Readers.WAITING: N_("Those on the waiting list"),
}
COUNTED = N_("%(readers)s (%(count)s)")
ALL_DATES = N_("All dates")


class Step(StrEnum):
    """What the pressed button wants: see it as it will be, go back to it, or send it."""

    PREVIEW = "preview"
    EDIT = "edit"
    SEND = "send"


@get(ANNOUNCEMENT, who=Who.MEMBER, include_in_schema=False)
async def new_announcement(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    own = await get_own_rosters(request, db, event_id)
    typed = {"said_to": Readers.ALL.value, "nonce": new_token()}
    return await show(request, db, own, typed)


@post(ANNOUNCEMENT, who=Who.MEMBER, include_in_schema=False)
async def create_announcement(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str] | Redirect:
    own = await get_own_rosters(request, db, event_id)
    typed = await typed_form(request)
    if typed.get("step") == Step.EDIT:
        return await show(request, db, own, typed)
    try:
        words = from_form(Words, typed)
        if typed.get("step") != Step.SEND:
            return await show(request, db, own, typed, preview=words)
        principal = principal_of(request)
        await announce(
            db,
            event_id,
            words,
            organisation_id=principal.organisation_id,
            sender_name=principal.name,
            request_key=digest_of(str(typed.get("nonce") or new_token())),
        )
    except Invalid as problem:
        return await show(request, db, own, typed, problem=problem)
    return see_other(f"/portal/rosters/{event_id}/announcement?sent=yes")


async def show(
    request: Request,
    db: Connection,
    own: list[Roster],
    typed: dict[str, Any],
    *,
    preview: Words | None = None,
    problem: Invalid | None = None,
) -> Response[str]:
    event_id = own[0].event_id
    language = language_of(request).code
    everybody = await announcements.list_addressees(db, event_id)
    dates = {roster.id: date_and_time(roster.wall_time, language) for roster in own}
    reached, unreached = readers_of(everybody, preview.said_to, preview.roster_id) if preview else ([], [])
    return page(
        request,
        "announcement.html",
        event_id=event_id,
        event=(await events.find_many(db, [event_id])).get(event_id),
        form=form_for(request, Words, typed, problem),
        date_options=date_options(dates, everybody, language),
        reader_options=reader_options(everybody, language),
        preview=preview,
        reached=reached,
        unreached=unreached,
        is_sent="sent" in request.query_params,
        said=await announcements.list_of_event(db, event_id),
        dates=dates,
        reader_names=READERS,
        zone=request.app.state.settings.zone,
    )


def date_options(dates: dict[UUID, str], everybody: list[Addressee], language: str) -> list[tuple[str, str]]:
    """Those that somebody has signed up for."""
    with_people = {each.roster_id for each in everybody}
    return [("", catalogue(language).gettext(ALL_DATES))] + [
        (str(roster_id), date) for roster_id, date in dates.items() if roster_id in with_people
    ]


def reader_options(everybody: list[Addressee], language: str) -> list[tuple[str, str]]:
    """With how many there are, counted over all dates."""
    translate = catalogue(language).gettext
    counts = {each: len(readers_of(everybody, each)[0]) for each in Readers}
    return [
        (each.value, translate(COUNTED) % {"readers": translate(READERS[each]), "count": number(count, language)})
        for each, count in counts.items()
    ]


ROUTES = (new_announcement, create_announcement)
