"""What an operator does from the command line: let organisations and people in, and shut people out."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.events.commands.add_member import add_member
from services.events.commands.add_organisation import add_organisation
from services.events.commands.issue_token import issue_token
from services.events.commands.remove_member import remove_member
from services.events.settings import Settings
from services.events.tables import members, organisations
from shared.acting import ActorKind, act_as
from shared.database import Connection, create_pool
from shared.messages.events import Role


@asynccontextmanager
async def transaction(settings: Settings) -> AsyncIterator[Connection]:
    async with create_pool(settings.database_url) as pool, pool.acquire() as db, db.transaction():
        await act_as(db, ActorKind.OPERATOR)
        yield db


async def add_organisation_named(settings: Settings, arguments: list[str]) -> None:
    slug, name = expect(arguments, "SLUG", "NAME")
    async with transaction(settings) as db:
        await add_organisation(db, slug=slug, name=name)


async def add_member_named(settings: Settings, arguments: list[str]) -> None:
    slug, name, email, role = expect(arguments, "ORGANISATION-SLUG", "NAME", "EMAIL", "member|coordinator")
    async with transaction(settings) as db:
        organisation = await organisations.get_by_slug(db, slug)
        await add_member(db, organisation_id=organisation.id, name=name, email=email, role=Role(role))


async def remove_member_named(settings: Settings, arguments: list[str]) -> None:
    (email,) = expect(arguments, "EMAIL")
    async with transaction(settings) as db:
        member = await members.find_by_email(db, email)
        if member is None:
            sys.exit(f"nobody with the address {email} is a member")
        await remove_member(db, member.id)


async def issue_token_for(settings: Settings, arguments: list[str]) -> None:
    slug, role = expect(arguments, "ORGANISATION-SLUG", "member|coordinator")
    async with transaction(settings) as db:
        organisation = await organisations.get_by_slug(db, slug)
        token = await issue_token(db, organisation_id=organisation.id, role=Role(role), name="operator")
    sys.stdout.write(f"{token}\n")


def expect(arguments: list[str], *names: str) -> list[str]:
    if len(arguments) != len(names):
        sys.exit(f"expected: {' '.join(names)}")
    return arguments


COMMANDS = {
    "add-organisation": add_organisation_named,
    "add-member": add_member_named,
    "remove-member": remove_member_named,
    "issue-token": issue_token_for,
}
