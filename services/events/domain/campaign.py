"""A frame such as a week of diversity: its days, its call for participation, and what it asks of each entry."""

from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct
from slugify import slugify

from services.events.domain.campaign_questions import Question
from services.events.domain.dates import LONGEST, NO_SUCH_YEAR, YEARS
from shared.formats import Dated, first_day
from shared.forms import PROSE
from shared.messages.events import CampaignState
from shared.problems import FieldProblem, Invalid, Problem, invalid
from shared.translations import N_

# A party on the last evening goes on past midnight.
LAST_NIGHT = timedelta(days=1)
LONGEST_SLUG = 60

END_BEFORE_START = N_("The last day must not come before the first.")
LASTS_TOO_LONG = N_("Please check the last day: this would last more than a year.")
CALL_CLOSES_FIRST = N_("The call must not close before it opens.")
CALL_CLOSES_LATE = N_("The call must close before the campaign is over, by %(last)s.")
OUTSIDE = N_("This is outside the campaign, which runs from %(first)s to %(last)s.")
NOT_OPEN_YET = N_("The call opens on %(opens)s. Please come back then.")
CLOSED = N_("The call closed on %(closes)s. Please ask the coordinator for a late access code.")
NO_SUCH_CAMPAIGN = N_("There is no such campaign.")


class CampaignFields(Struct, frozen=True, kw_only=True):
    """What a coordinator says about a campaign. Days are inclusive, in the network's time zone."""

    title: Annotated[str, Meta(title=N_("Title"), min_length=1, max_length=120)]
    description: Annotated[str, Meta(title=N_("What is it about?"), max_length=5000, extra=PROSE)] = ""
    starts_on: Annotated[date, Meta(title=N_("First day"))]
    ends_on: Annotated[date, Meta(title=N_("Last day"))]
    organisation: Annotated[str, Meta(title=N_("Who runs it"), max_length=100)]
    call_text: Annotated[str, Meta(title=N_("Call for participation"), max_length=5000, extra=PROSE)] = ""
    call_opens_on: Annotated[date | None, Meta(title=N_("The call opens on"))] = None
    call_closes_on: Annotated[date | None, Meta(title=N_("Last day of the call"))] = None


class Campaign(Struct, frozen=True, kw_only=True):
    """A campaign as it is stored, with the names of those who run it."""

    id: UUID
    slug: str
    title: str
    description: str = ""
    organisation_id: UUID
    organisation_slug: str
    organisation_name: str
    starts_on: date
    ends_on: date
    time_zone: str
    call_text: str = ""
    call_opens_on: date | None = None
    call_closes_on: date | None = None
    questions: list[Question] = []
    version: int
    changed_at: datetime

    @property
    def fields(self) -> CampaignFields:
        same = {name: getattr(self, name) for name in CampaignFields.__struct_fields__ if name != "organisation"}
        return CampaignFields(**same, organisation=self.organisation_slug)

    def today(self, now: datetime) -> date:
        """Which day it is where the campaign takes place."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


class TooManyTries(Problem):
    """Somebody may be guessing codes."""

    status = 429
    title = N_("Too many wrong codes")
    detail = N_("Please wait an hour, and check the code with the coordinator.")


def check_campaign(fields: CampaignFields) -> None:
    """Raises `Invalid` naming each field that makes no sense."""
    days = {name: getattr(fields, name) for name in ("starts_on", "ends_on", "call_opens_on", "call_closes_on")}
    problems = [
        FieldProblem(field=name, text=NO_SUCH_YEAR) for name, day in days.items() if day and day.year not in YEARS
    ]
    if problems:
        raise Invalid(*problems)
    if fields.ends_on < fields.starts_on:
        problems.append(FieldProblem(field="ends_on", text=END_BEFORE_START))
    elif fields.ends_on - fields.starts_on > LONGEST:
        problems.append(FieldProblem(field="ends_on", text=LASTS_TOO_LONG))
    closes = fields.call_closes_on or fields.ends_on
    if fields.call_opens_on and closes < fields.call_opens_on:
        problems.append(FieldProblem(field="call_closes_on", text=CALL_CLOSES_FIRST))
    elif closes > fields.ends_on:
        problems += invalid("call_closes_on", CALL_CLOSES_LATE, last=fields.ends_on.isoformat()).errors
    if problems:
        raise Invalid(*problems)


def slug_of(title: str, year: int, taken: set[str]) -> str:
    """Made once from the first title and year; the address stays when either changes."""
    readable = slugify(title, max_length=LONGEST_SLUG, word_boundary=True) or "campaign"
    wanted = readable if str(year) in readable else f"{readable}-{year}"
    number = 2
    slug = wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def is_call_open(campaign: Campaign, today: date) -> bool:
    """Whether organisations may enter on this day; without days of its own the call is open until the campaign ends."""
    return (campaign.call_opens_on or date.min) <= today <= (campaign.call_closes_on or campaign.ends_on)


def check_call(campaign: Campaign, today: date) -> None:
    """Raises `Invalid` naming the day when the call is not open."""
    if is_call_open(campaign, today):
        return
    if campaign.call_opens_on and today < campaign.call_opens_on:
        raise invalid("campaign", NOT_OPEN_YET, opens=campaign.call_opens_on.isoformat())
    raise invalid("campaign", CLOSED, closes=(campaign.call_closes_on or campaign.ends_on).isoformat())


def check_inside(campaign: Campaign, dates: Dated) -> None:
    """Raises `Invalid` naming the campaign's days when the entry begins or ends outside them."""
    first = first_day(dates)
    if first is None:
        return
    if dates.starts_at and dates.ends_at:
        start, end, last, latest = "starts_at", "ends_at", dates.ends_at.date(), campaign.ends_on + LAST_NIGHT
    else:
        start, end, last, latest = "starts_on", "ends_on", dates.ends_on or first, campaign.ends_on
    values = {"first": campaign.starts_on.isoformat(), "last": campaign.ends_on.isoformat()}
    if not campaign.starts_on <= first <= campaign.ends_on:
        raise invalid(start, OUTSIDE, **values)
    if last > latest:
        raise invalid(end, OUTSIDE, **values)


def state_of(campaign: Campaign, *, base_url: str) -> CampaignState:
    """The campaign as the other services hear of it."""
    same = set(CampaignState.__struct_fields__) & set(Campaign.__struct_fields__)
    return CampaignState(
        **{name: getattr(campaign, name) for name in same}, url=f"{base_url}/campaigns/{campaign.slug}"
    )
