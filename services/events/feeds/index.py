"""Which entries each feed with a fixed address is made of, in order, so that a change costs as much as it changes."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from uuid import UUID

from services.events.domain.feed import Choice, Entry
from shared.categories import Category
from shared.problems import NotFound

CALENDAR = "/calendar.ics"
ARCHIVE = "/calendar-archive.ics"
ICS = ".ics"

FOLDERS = frozenset({"/events", "/organisations", "/campaigns", "/categories"})
CATEGORIES = frozenset(Category)

position = attrgetter("position")


class Index:
    """The entries below each address; those of `CALENDAR` are all."""

    def __init__(self) -> None:
        self.entries: dict[UUID, Entry] = {}
        self.lists: dict[str, list[Entry]] = {}
        # The lists that are put in order when they are next needed: at the start, once for thousands of new entries.
        self.unordered: set[str] = set()

    def put(self, event_id: UUID, entry: Entry | None) -> Entry | None:
        """Take the entry in place of the one there was; gives the one there was."""
        before = self.entries.pop(event_id, None)
        if before is not None:
            for address in addresses_of(before):
                found = self.ordered(address)
                del found[bisect_left(found, before.position, key=position)]
        if entry is not None:
            self.entries[event_id] = entry
            for address in addresses_of(entry):
                self.lists.setdefault(address, []).append(entry)
                self.unordered.add(address)
        return before

    def near(self, choice: Choice) -> Sequence[Entry]:
        """The shortest list that holds all that is chosen."""
        return self.ordered(min(addresses_about(choice), key=lambda address: len(self.lists.get(address, []))))

    def ordered(self, address: str) -> list[Entry]:
        found = self.lists.get(address, [])
        if address in self.unordered:
            self.unordered.remove(address)
            found.sort(key=position)
        return found


def addresses_of(entry: Entry) -> set[str]:
    """The feeds that it can be in. The archive has no list of its own, since it is of all."""
    state = entry.state
    found = {CALENDAR, f"/events/{state.slug}.ics"}
    if state.category in CATEGORIES:
        found.add(f"/categories/{state.category}.ics")
    found |= {f"/organisations/{slug}.ics" for slug in entry.organisations}
    return found | {f"/campaigns/{state.campaign}.ics"} if state.campaign else found


def addresses_about(choice: Choice) -> list[str]:
    given = {
        "events": choice.event,
        "organisations": choice.organisation,
        "campaigns": choice.campaign,
        "categories": choice.category,
    }
    return [CALENDAR, *(f"/{folder}/{name}.ics" for folder, name in given.items() if name)]


def is_address(path: str) -> bool:
    """Whether a feed may be here."""
    folder, _, name = path.rpartition("/")
    return path in {CALENDAR, ARCHIVE} or (folder in FOLDERS and name.endswith(ICS))


def choice_at(address: str) -> Choice:
    """What the feed with this fixed address is about. Raises `NotFound` for a category we do not have."""
    folder, _, name = address.removesuffix(ICS).rpartition("/")
    match folder:
        case "/events":
            return Choice(event=name)
        case "/organisations":
            return Choice(organisation=name)
        case "/campaigns":
            return Choice(campaign=name)
        case "/categories" if name not in CATEGORIES:
            raise NotFound("feed")
        case "/categories":
            return Choice(category=Category(name))
    return Choice(archive=address == ARCHIVE)
