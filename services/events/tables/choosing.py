"""Which events fit what people chose; a list and a calendar begin with these."""

from typing import Any

from services.events.domain.search import Search
from shared.messages.event_details import Audience

PUBLIC = (Audience.PUBLIC,)
WHOLE_NETWORK = (Audience.PUBLIC, Audience.INTERNAL)


def chosen_by(search: Search, audiences: tuple[Audience, ...]) -> list[Any]:
    """What the first parameters of a query that begins with `CHOSEN` are."""
    return [
        audiences,
        search.organisation,
        search.campaign,
        search.category,
        search.language,
        search.for_whom,
        search.cost,
    ]


CHOSEN = """
WITH chosen AS NOT MATERIALIZED (
    SELECT e.id, e.changed_at, e.starts_at IS NULL AND e.starts_on IS NULL AS is_undated
    FROM events AS e
    WHERE e.status IN ('published', 'postponed', 'cancelled')
      AND e.audience = ANY($1)
      AND (
            $2::text IS NULL
            OR e.organisation_id = (SELECT id FROM organisations WHERE slug = $2)
            OR EXISTS (
                SELECT FROM co_organisations AS co
                JOIN organisations AS o ON o.id = co.organisation_id
                WHERE co.event_id = e.id AND o.slug = $2 AND co.status = 'accepted'
            )
          )
      AND ($3::text IS NULL OR e.campaign_id = (SELECT id FROM campaigns WHERE slug = $3))
      AND ($4::text IS NULL OR e.category = $4)
      AND ($5::text IS NULL OR $5 = ANY(e.languages))
      AND ($6::text IS NULL OR coalesce(e.facts -> 'for_whom', '[]') = '[]' OR e.facts -> 'for_whom' ? $6)
      AND ($7::text IS NULL OR e.facts ->> 'cost' = $7)
)
"""
