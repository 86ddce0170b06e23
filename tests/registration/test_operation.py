"""What an operator sees of a service on its page."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx

from services.registration.tables.registrations import ARRIVALS_BY_DAY
from shared.database import Connection, Pool
from shared.operations import CHART_DAYS, Chart, by_day
from tests.registration.given import an_open_event, signed_up
from tests.registration.sessions import callers_of

PAGE = "/portal/operations/registration"
ARRIVALS = Chart(title="Sign-ups", counts=ARRIVALS_BY_DAY)
ZONE = "Pacific/Kiritimati"


async def test_sign_ups_are_counted_on_the_day_that_it_was_in_the_network(db: Connection) -> None:
    event = await an_open_event(db)
    await signed_up(db, event, "ada@people.example")
    await signed_up(db, event, "bob@people.example")
    today = datetime.now(ZoneInfo(ZONE)).date()
    midnight = datetime.combine(today, datetime.min.time(), ZoneInfo(ZONE))

    counts = [await counts_of(db, midnight - before) for before in (timedelta(seconds=1), timedelta())]

    days = [today - timedelta(days=past) for past in range(CHART_DAYS)]
    assert [list(each) for each in counts] == [days, days]
    assert [(each[days[1]], each[days[0]]) for each in counts] == [(2, 0), (0, 2)]


async def counts_of(db: Connection, instant: datetime) -> dict[date, int]:
    """The counts when all sign-ups came at this instant."""
    await db.execute("UPDATE registrations SET registered_at = $1", instant)
    return await by_day(db, ARRIVALS, ZONE)


async def test_a_coordinator_sees_how_the_service_does_and_nobody_else_does(
    web: httpx.AsyncClient, pool: Pool, environment: dict[str, str]
) -> None:
    callers = await callers_of(pool, environment)

    page = await web.get(PAGE, headers=callers.coordinator)

    assert page.status_code == 200
    assert all(text in page.text for text in ("Operation: registration", "Database", "Sign-ups", "0 seconds"))
    assert (await web.get(PAGE, headers=callers.own)).status_code == 403
