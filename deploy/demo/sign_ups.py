"""People who signed up, so that a newcomer sees rosters in use: through the API, as a partner's website would."""

import asyncio
from http import HTTPStatus
from typing import Any

import httpx
from slugify import slugify

# Registration hears of a new event within a second or so.
PATIENCE_SECONDS = 20
RETRY_SECONDS = 0.2


async def sign_up(rosters: list[Any], *, tokens: dict[str, str], base_url: str) -> None:
    """With the token of each event's organisation: who calls with one is not counted as a robot might be."""
    async with httpx.AsyncClient(base_url=base_url) as client:
        for roster in rosters:
            found = (await client.get("/api/events", params={"q": roster["title"]})).raise_for_status().json()["items"]
            event = next(event for event in found if event["takes_registrations"])
            client.headers["Authorization"] = f"Bearer {tokens[event['organisation']]}"
            for name, party_size, language in roster["people"]:
                await register(client, event["id"], name=name, party_size=party_size, language=language)


async def register(client: httpx.AsyncClient, event_id: str, *, name: str, party_size: int, language: str) -> None:
    person = {
        "event_id": event_id,
        "name": name,
        "email": f"{slugify(name, separator='.')}@people.example",
        "party_size": party_size,
        "language": language,
        "consent": True,
    }
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            answer = await client.post("/api/registrations", json=person)
            if answer.status_code == HTTPStatus.CREATED:
                return
            await asyncio.sleep(RETRY_SECONDS)
