"""The registrations of an event as its organiser reads them: searched, ordered, counted."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from services.registration.domain.party import OfferToCall, RosterNumbers, SeatsOfOrganisation
from services.registration.domain.party_search import PartyListing, PartySearch, digits_of, questions_to_answer
from services.registration.domain.registration import Registration
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.tables.registrations import SELECT
from shared.database import Connection, many

COUNT = "SELECT count(*) FROM registrations"
FOUND = """
    CROSS JOIN jsonb_to_record($2) AS search (words text, digits text, shown text, date uuid, come_from uuid,
                                              unanswered boolean, questions jsonb)
    WHERE event_id = $1
      AND CASE shown
          WHEN 'all' THEN true
          WHEN 'active' THEN status NOT IN ('cancelled', 'expired')
          ELSE status = shown
          END
      AND (date IS NULL OR roster_id = date)
      AND (come_from IS NULL OR organisation_id = come_from)
      AND (position(words IN lower(concat_ws(E'\\n', name, email, array_to_string(attendees, E'\\n')))) > 0
           OR digits <> '' AND position(digits IN regexp_replace(phone, '\\D', '', 'g')) > 0)
      AND (NOT unanswered OR EXISTS (
          SELECT FROM jsonb_to_recordset(questions) AS question (question text, only_if text, answer text)
          WHERE NOT jsonb_exists(answers, question)
            AND (only_if IS NULL OR answers ->> only_if = answer OR jsonb_exists(answers -> only_if, answer)
                 OR answer = 'yes' AND answers ->> only_if = 'true')
      ))
"""
# Those who come, then those who wait, then those who do not come any more.
ORDERED = """
    ORDER BY CASE WHEN $3 <> 'arrival' THEN 0 WHEN status = 'waiting' THEN 1
                  WHEN status IN ('cancelled', 'expired') THEN 2 ELSE 0 END,
             CASE WHEN $3 = 'latest' THEN -arrival END,
             CASE WHEN $3 = 'name' THEN translate(lower(name), 'äöüß', 'aous') END,
             CASE WHEN $3 = 'size' THEN -party_size END,
             arrival
    LIMIT $4 OFFSET $5
"""


async def list_page(
    db: Connection, event_id: UUID, listing: PartyListing, settings: SignUpSettings, *, limit: int
) -> list[Registration]:
    """The page that is wanted, in the order that is wanted."""
    offset = (listing.page - 1) * limit
    terms = terms_of(listing, settings)
    rows = await db.fetch(SELECT + FOUND + ORDERED, event_id, terms, listing.sort, limit, offset)
    return many(rows, Registration)


async def count(db: Connection, event_id: UUID, search: PartySearch, settings: SignUpSettings) -> int:
    terms = terms_of(search, settings)
    return int(await db.fetchval(COUNT + FOUND, event_id, terms))


async def list_after(
    db: Connection, event_id: UUID, search: PartySearch, settings: SignUpSettings, *, after: int, limit: int
) -> list[Registration]:
    """In the order of arrival, from the first after `after` on."""
    terms = terms_of(search, settings)
    rows = await db.fetch(SELECT + FOUND + "AND arrival > $3 ORDER BY arrival LIMIT $4", event_id, terms, after, limit)
    return many(rows, Registration)


def terms_of(search: PartySearch, settings: SignUpSettings) -> dict[str, Any]:
    return {
        "words": search.q.lower(),
        "digits": digits_of(search.q),
        "shown": search.status,
        "date": search.roster_id,
        "come_from": search.organisation_id,
        "unanswered": search.unanswered,
        "questions": questions_to_answer(settings),
    }


async def list_seated(db: Connection, roster_id: UUID) -> list[Registration]:
    """Those who have places, but for those who were here, the latest first."""
    return many(
        await db.fetch(
            SELECT
            + """
            WHERE roster_id = $1 AND status IN ('pending', 'confirmed', 'offered')
            ORDER BY arrival DESC
            """,
            roster_id,
        ),
        Registration,
    )


async def count_by_roster(db: Connection, event_ids: Collection[UUID]) -> dict[UUID, RosterNumbers]:
    rows = await db.fetch(
        """
        SELECT roster_id,
               coalesce(sum(offered_size), 0) AS offered_seats,
               coalesce(sum(party_size) FILTER (WHERE status = 'pending'), 0) AS pending_seats,
               coalesce(sum(party_size) FILTER (WHERE status = 'waiting'), 0) AS waiting_people,
               min(held_until) FILTER (WHERE status = 'offered') AS held_until
        FROM registrations
        WHERE event_id = ANY($1)
        GROUP BY roster_id
        """,
        list(event_ids),
    )
    return {numbers.roster_id: numbers for numbers in many(rows, RosterNumbers)}


async def count_by_organisation(db: Connection, event_id: UUID, *, roster_id: UUID | None) -> list[SeatsOfOrganisation]:
    """The people who have places, by the organisation they come from: the most first, those without one last.

    On one date, or on all of them.
    """
    return many(
        await db.fetch(
            """
            SELECT organisation_id, coalesce(state ->> 'name', '') AS name,
                   sum(coalesce(offered_size, party_size)) AS people
            FROM registrations
            LEFT JOIN copies ON topic = 'events.organisation' AND copies.id = organisation_id
            WHERE event_id = $1 AND ($2::uuid IS NULL OR roster_id = $2)
              AND status IN ('pending', 'confirmed', 'offered', 'attended', 'missed')
            GROUP BY organisation_id, state
            ORDER BY organisation_id IS NULL, people DESC, name
            """,
            event_id,
            roster_id,
        ),
        SeatsOfOrganisation,
    )


async def list_offers_to_call(db: Connection, organisation_id: UUID) -> list[OfferToCall]:
    """Those of the organisation that no mail tells of, the first to end on top."""
    return many(
        await db.fetch(
            """
            SELECT r.id AS registration_id, r.event_id, name, phone, offered_size, held_until, time_zone
            FROM registrations AS r
            JOIN rosters ON rosters.id = roster_id
            WHERE rosters.organisation_id = $1 AND status = 'offered' AND email = ''
            ORDER BY held_until
            """,
            organisation_id,
        ),
        OfferToCall,
    )
