"""What is written to coordinators: what waits for them, and where something went wrong."""

import msgspec

from services.notify.commands.write_to_partner import require_member
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, MemberVariables
from services.notify.domain.operating import BounceCount, GivenUpSaid
from services.notify.tables import applications, events
from shared.database import Connection
from shared.translations import N_

# A mail is read at a glance; the page has the rest.
MOST_LISTED = 20


async def variables_of(db: Connection, mail: DueMail) -> MemberVariables:
    variables = msgspec.convert(mail.variables, MemberVariables)
    await require_member(db, variables.member_id)
    return variables


async def write_queue(db: Connection, mail: DueMail) -> Letter:
    """What waits when the mail goes out, the oldest first."""
    await variables_of(db, mail)
    entries = await events.list_submitted(db)
    applied = await applications.list_open(db)
    if not entries and not applied:
        raise NoLongerTrue(N_("Nothing waits any more."))
    return Letter(
        context={
            "entries": entries[:MOST_LISTED],
            "entry_count": len(entries),
            "applications": applied[:MOST_LISTED],
            "application_count": len(applied),
        }
    )


async def write_given_up(db: Connection, mail: DueMail) -> Letter:
    said = msgspec.convert((await variables_of(db, mail)).said, GivenUpSaid)
    return Letter(
        context={
            "messages": said.messages,
            "message_count": sum(each.count for each in said.messages),
            "services": sorted({each.service for each in said.messages}),
        }
    )


async def write_bounces(db: Connection, mail: DueMail) -> Letter:
    said = msgspec.convert((await variables_of(db, mail)).said, BounceCount)
    return Letter(context={"count": said})
