"""How current calendar apps are: when each family of them asked last, and how long changes take to show there."""

from datetime import UTC, datetime

from litestar import Response, get
from msgspec import Struct

from services.events.domain.app_families import FAMILY_HINTS, FAMILY_NAMES
from services.events.domain.currency import FamilyCurrency, currency_of
from services.events.feeds.readership import Readership
from shared import formats
from shared.access import Who
from shared.problems import Unavailable
from shared.web import Request, language_of, page


class CurrencyList(Struct, frozen=True, kw_only=True):
    items: list[FamilyCurrency]


class CurrencyRow(Struct, frozen=True, kw_only=True):
    """A family of apps in the reader's language; what is not known is empty."""

    name: str
    asked: str
    asked_at: datetime
    half_within: str
    nine_in_ten_within: str
    only_the_first: bool
    requests_in_7_days: int


@get("/how-current", who=Who.ANYONE, include_in_schema=False)
async def show_how_current(request: Request) -> Response[str]:
    now = datetime.now(UTC)
    families = [row_of(each, request, now) for each in currencies(request, now)]
    hints = [(FAMILY_NAMES[family], hint) for family, hint in FAMILY_HINTS.items()]
    return page(request, "how_current.html", families=families, hints=hints)


@get("/api/events/how-current", who=Who.ANYONE, tags=["feeds"])
async def show_how_current_json(request: Request) -> CurrencyList:
    """For each family of calendar apps: when it last asked for a feed, and how long changes took to show there."""
    return CurrencyList(items=currencies(request, datetime.now(UTC)))


def currencies(request: Request, now: datetime) -> list[FamilyCurrency]:
    """Raises `Unavailable` while we have not heard of everything yet."""
    readership: Readership = request.app.state.readership
    if not readership.caught_up.is_set():
        raise Unavailable
    return currency_of(readership.states.values(), now)


def row_of(family: FamilyCurrency, request: Request, now: datetime) -> CurrencyRow:
    language = language_of(request).code
    half, most = family.half_within_seconds, family.nine_in_ten_within_seconds
    return CurrencyRow(
        name=FAMILY_NAMES[family.family],
        asked=formats.ago(now - family.asked_at, language),
        asked_at=family.asked_at.astimezone(request.app.state.settings.zone),
        half_within="" if half is None else formats.duration(half, language),
        nine_in_ten_within="" if most is None else formats.duration(most, language),
        only_the_first=family.only_the_first,
        requests_in_7_days=family.requests_in_7_days,
    )
