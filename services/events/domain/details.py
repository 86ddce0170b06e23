"""What an entry can say beyond what, when and where."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from shared.forms import EMAIL, PROSE
from shared.messages.event_details import Cost, GermanLevel, Group
from shared.translations import N_

SpokenLanguage = Annotated[str, Meta(max_length=3)]
# Only what a browser opens as a page: a link such as `javascript:…` would run in the reader's session.
WebAddress = Annotated[str, Meta(max_length=500, pattern=r"^(https?://[^\s<>\"]+)?$")]


class CoordinatesFields(Struct, frozen=True, kw_only=True):
    """Degrees (WGS 84)."""

    latitude: Annotated[float, Meta(title=N_("Latitude"), ge=-90, le=90)]
    longitude: Annotated[float, Meta(title=N_("Longitude"), ge=-180, le=180)]


class RecurrenceFields(Struct, frozen=True, kw_only=True):
    """RRULE (RFC 5545, 3.3.10) without its name, and the days it does not hold on."""

    rule: Annotated[str, Meta(title=N_("Repeats"), min_length=1, max_length=200)]
    except_on: Annotated[list[date], Meta(title=N_("Not on these days"), max_length=200)] = []


class ConferenceFields(Struct, frozen=True, kw_only=True):
    """How to join online; only people with a place see it, unless it is public."""

    url: Annotated[WebAddress, Meta(title=N_("Link to join"))] = ""
    meeting_id: Annotated[str, Meta(title=N_("Meeting ID"), max_length=100)] = ""
    pass_code: Annotated[str, Meta(title=N_("Pass code"), max_length=100)] = ""
    dial_in: Annotated[str, Meta(title=N_("By phone"), max_length=300, extra=PROSE)] = ""
    is_public: Annotated[bool, Meta(title=N_("Everybody may see how to join"))] = False


class FactsFields(Struct, frozen=True, kw_only=True):
    """What people look for before they come; what is left out was not said."""

    interpreters: Annotated[list[SpokenLanguage], Meta(title=N_("Interpreters for"), max_length=20)] = []
    german_level: Annotated[GermanLevel | None, Meta(title=N_("German one should know"))] = None
    for_whom: Annotated[list[Group], Meta(title=N_("For whom"), max_length=10)] = []
    childcare: Annotated[bool | None, Meta(title=N_("Childcare"))] = None
    step_free: Annotated[bool | None, Meta(title=N_("Access without steps"))] = None
    cost: Annotated[Cost | None, Meta(title=N_("Cost"))] = None
    cost_note: Annotated[str, Meta(title=N_("How much?"), max_length=120)] = ""
    asks_for_papers: Annotated[bool | None, Meta(title=N_("One must show papers"))] = None
    contact_name: Annotated[str, Meta(title=N_("Whom to ask"), max_length=80)] = ""
    contact_email: Annotated[str, Meta(title=N_("E-mail"), max_length=254, extra=EMAIL)] = ""
    contact_phone: Annotated[str, Meta(title=N_("Phone"), max_length=40)] = ""


GROUP_NAMES = {
    Group.FAMILIES: N_("Families"),
    Group.CHILDREN: N_("Children"),
    Group.YOUNG_PEOPLE: N_("Young people"),
    Group.WOMEN: N_("Women"),
    Group.MEN: N_("Men"),
    Group.SENIORS: N_("Seniors"),
    Group.NEWCOMERS: N_("People who are new here"),
    Group.JOB_SEEKERS: N_("People who look for work"),
    Group.VOLUNTEERS: N_("Volunteers"),
    Group.PROFESSIONALS: N_("People who work in this field"),
}

COST_NAMES = {
    Cost.FREE: N_("It costs nothing"),
    Cost.DONATION: N_("You give what you can"),
    Cost.PAID: N_("It costs something"),
}

GERMAN_LEVEL_NAMES = {
    GermanLevel.NONE: N_("No German needed"),
    GermanLevel.A1: N_("A1: first words"),
    GermanLevel.A2: N_("A2: simple sentences"),
    GermanLevel.B1: N_("B1: everyday talk"),
    GermanLevel.B2: N_("B2: good German"),
    GermanLevel.C1: N_("C1: very good German"),
}
