"""Who acts in a transaction: told to the database, whose triggers may write it down."""

from enum import StrEnum
from uuid import UUID

from shared.database import Connection
from shared.sessions import Principal


class ActorKind(StrEnum):
    """A transaction that names nobody is the system's own: a consumer, the clock."""

    MEMBER = "member"
    WEBSITE = "website"
    OPERATOR = "operator"
    CITIZEN = "citizen"
    # A citizen's calendar app, which answers invitations by mail.
    CALENDAR = "calendar"
    SYSTEM = "system"


async def act_as(db: Connection, kind: ActorKind, actor_id: UUID | None = None) -> None:
    """What the current transaction changes from here on, this actor does."""
    actor = f"{kind.value} {actor_id}" if actor_id else kind.value
    await db.execute("SELECT set_config('app.actor', $1, true)", actor)


async def act_as_caller(db: Connection, principal: Principal | None) -> None:
    """The actor is who calls: a member, an organisation's website, or a visitor."""
    if principal is None:
        await act_as(db, ActorKind.CITIZEN)
    elif principal.member_id:
        await act_as(db, ActorKind.MEMBER, principal.member_id)
    else:
        await act_as(db, ActorKind.WEBSITE, principal.organisation_id)
