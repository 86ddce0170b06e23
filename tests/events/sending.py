"""Files as they are sent by partners."""

from typing import Any

import httpx

from services.events.domain.event import Event
from tests.events.given import Partner
from tests.pictures import a_jpeg, a_pdf, saved

ENGLISH = {"Accept-Language": "en"}
SAID = {"alt": "Frauen kochen in einer großen Küche", "credit": "Olena K.", "released": "on"}


async def send(web: httpx.AsyncClient, address: str, by: dict[str, str], content: bytes, **said: str) -> httpx.Response:
    return await web.post(
        address, files={"file": ("IMG_1.jpg", content, "image/jpeg")}, data=said or SAID, headers=by | ENGLISH
    )


async def a_picture(web: httpx.AsyncClient, event: Event, partner: Partner, *, width: int = 900) -> dict[str, Any]:
    answer = await send(web, f"/api/events/{event.id}/pictures", partner.bearer, a_jpeg(width))
    assert answer.status_code == 201, answer.text
    picture: dict[str, Any] = answer.json()
    return picture


async def a_flyer(web: httpx.AsyncClient, event: Event, partner: Partner, *, pages: int = 1) -> dict[str, Any]:
    address = f"/api/events/{event.id}/flyers"
    answer = await send(web, address, partner.bearer, saved(a_pdf(pages)), title="Einladung (українська)")
    assert answer.status_code == 201, answer.text
    flyer: dict[str, Any] = answer.json()
    return flyer
