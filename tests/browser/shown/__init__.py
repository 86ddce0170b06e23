"""A network in which every page has something to show, and where those pages are that have an id or a key."""

from tests.browser.shown import events, later, notify, registration
from tests.browser.shown.paths import Paths
from tests.journeys.site import Site

SCENES = (
    *(events.organisation, events.invited, events.entries, events.cancelled_and_undated, events.series),
    *(registration.crowded, registration.asking, registration.own_pages),
    *(notify.subscriptions, notify.newsletter, notify.mails),
)


async def all_paths(site: Site) -> Paths:
    paths = Paths()
    for scene in SCENES:
        scene(site, paths)
    await later.asked_whether_still_on(site, paths)
    await later.over(site, paths)
    return paths
