"""A partner's website asks on a form of its own what ours asks."""

import httpx
from msgspec.structs import replace

from services.registration.domain.privacy_notice import NOTICE_VERSION
from shared.database import Pool
from tests.registration.given import an_open_event, asking
from tests.registration.test_sign_up_form import FOOD, NUTS


async def test_a_website_reads_what_it_has_to_ask(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=20)
        await asking(db, event, questions=[FOOD, replace(NUTS, only_if=None, is_gone=True)], asks_names=True)

    form = (await web.get(f"/api/registrations/forms/{event.id}")).json()

    assert [each["id"] for each in form["questions"]] == ["food"]
    assert (form["settings_version"], form["notice_version"], form["asks_names"]) == (1, NOTICE_VERSION, True)
    assert [each["seats_left"] for each in form["dates"]] == [20]
    assert (await web.get("/api/registrations/forms/00000000-0000-0000-0000-000000000009")).status_code == 404
