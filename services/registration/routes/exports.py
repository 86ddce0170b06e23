"""Who comes, to be taken along: as a spreadsheet, on paper, as badges. The filters are those of the list itself."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from services.registration.domain.look import LookKind
from services.registration.domain.party_search import Order, PartyListing
from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.printing import badges
from services.registration.printing.party_list import heading_of, rows_of
from services.registration.routes.looking import look_at_people
from services.registration.tables import events, parties, sign_up_settings
from shared import copies
from shared.access import Who
from shared.database import Connection
from shared.forms import from_form
from shared.messages.events import EventState, OrganisationState
from shared.printing import pdf_about_people
from shared.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, csv_of, xlsx_of
from shared.web import Request, begin, language_of, page

# More than come to all dates of any event of ours; the API pages through all of them.
MOST_PARTIES = 20_000
NOT_STORED = {"Cache-Control": "no-store"}


class PartyList(Struct, frozen=True, kw_only=True):
    """Who was asked for, and what is needed to tell of them."""

    event: EventState | None
    settings: SignUpSettings
    rosters: dict[UUID, Roster]
    parties: list[Registration]
    organisations: dict[UUID, str]

    @property
    def title(self) -> str:
        return self.event.title if self.event else ""

    def file_name(self, ending: str) -> str:
        return f"{self.event.slug}.{ending}" if self.event else f"list.{ending}"


# No `db` here and below: a file takes its time, and connections are few.
@get("/portal/rosters/{event_id:uuid}/list.csv", who=Who.MEMBER, include_in_schema=False)
async def show_csv(request: Request, event_id: FromPath[UUID]) -> Response[bytes]:
    listed = await list_asked_for(request, event_id)
    heading, rows = table_of(listed, language_of(request).code)
    body = await asyncio.to_thread(csv_of, heading, rows)
    return file_answer(body, listed.file_name("csv"), media_type=CSV_TYPE)


@get("/portal/rosters/{event_id:uuid}/list.xlsx", who=Who.MEMBER, include_in_schema=False)
async def show_xlsx(request: Request, event_id: FromPath[UUID]) -> Response[bytes]:
    listed, language = await list_asked_for(request, event_id), language_of(request)
    heading, rows = table_of(listed, language.code)
    body = await asyncio.to_thread(xlsx_of, heading, rows, direction=language.direction)
    return file_answer(body, listed.file_name("xlsx"), media_type=XLSX_TYPE)


@get("/portal/rosters/{event_id:uuid}/badges.pdf", who=Who.MEMBER, include_in_schema=False)
async def show_badges(request: Request, event_id: FromPath[UUID]) -> Response[bytes]:
    """For those who have places, by name."""
    listed = await list_asked_for(request, event_id, sort=Order.NAME)
    content = badges.content_of(
        [party for party in listed.parties if party.erased_at is None],
        organisations=listed.organisations,
        title=listed.title,
        network=request.app.state.settings.network_name,
        language=language_of(request).code,
    )
    body = await asyncio.to_thread(pdf_about_people, badges.TEMPLATE, content, as_of=datetime.now(UTC))
    return file_answer(body, listed.file_name("pdf"), media_type="application/pdf")


@get("/portal/rosters/{event_id:uuid}/print", who=Who.MEMBER, include_in_schema=False)
async def show_print_list(request: Request, event_id: FromPath[UUID]) -> Response[str]:
    """A sheet for each date, by name, with boxes to tick."""
    listed = await list_asked_for(request, event_id, sort=Order.NAME)
    known = [party for party in listed.parties if party.erased_at is None]
    by_date = [(roster, [each for each in known if each.roster_id == roster.id]) for roster in listed.rosters.values()]
    answer = page(
        request,
        "print_list.html",
        event=listed.event,
        event_id=event_id,
        dates=[(roster, found) for roster, found in by_date if found],
    )
    answer.headers.update(NOT_STORED)
    return answer


async def list_asked_for(request: Request, event_id: UUID, *, sort: Order | None = None) -> PartyList:
    """Raises `NotFound` for what is another's, and `Invalid`."""
    wanted = from_form(PartyListing, dict(request.query_params))
    async with begin(request) as db:
        _, rosters = await look_at_people(request, db, event_id, LookKind.EXPORT)
        settings = await sign_up_settings.get(db, event_id)
        listing = replace(wanted, page=1, sort=sort or wanted.sort)
        found = await parties.list_page(db, event_id, listing, settings, limit=MOST_PARTIES)
        return PartyList(
            event=(await events.find_many(db, [event_id])).get(event_id),
            settings=settings,
            rosters={roster.id: roster for roster in rosters},
            parties=found,
            organisations=await organisations_of(db, found),
        )


async def organisations_of(db: Connection, found: list[Registration]) -> dict[UUID, str]:
    """The names of those that people said they come from."""
    ids = {party.organisation_id for party in found if party.organisation_id}
    known = await copies.find_many(db, OrganisationState, list(ids))
    return {each.id: each.name for each in known.values()}


def table_of(listed: PartyList, language: str) -> tuple[list[str], list[list[Cell]]]:
    return heading_of(listed.settings, language), rows_of(
        listed.parties,
        settings=listed.settings,
        rosters=listed.rosters,
        organisations=listed.organisations,
        language=language,
    )


def file_answer(body: bytes, name: str, *, media_type: str) -> Response[bytes]:
    """A file that no cache on the way keeps."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'} | NOT_STORED
    return Response(body, headers=headers, media_type=media_type)


ROUTES = (show_csv, show_xlsx, show_badges, show_print_list)
