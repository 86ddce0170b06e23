"""What is written to members about a newsletter edition that is being prepared."""

from datetime import UTC, datetime

import msgspec

from services.notify.commands.write_to_partner import CALL_PATIENCE, require_member
from services.notify.domain.edition import takes_contributions
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, EditionVariables, MailKind
from services.notify.tables import contributions, editions
from shared.database import Connection
from shared.translations import N_


async def write_call(db: Connection, mail: DueMail) -> Letter:
    """True as long as the edition takes contributions; the reminder, until the organisation has given one."""
    variables = msgspec.convert(mail.variables, EditionVariables)
    await require_member(db, variables.member_id)
    edition = await editions.find(db, variables.edition_id)
    if edition is None or not takes_contributions(edition, (datetime.now(UTC) - CALL_PATIENCE).date()):
        raise NoLongerTrue(N_("The call was closed."))
    if mail.kind is MailKind.CONTRIBUTION_DEADLINE:
        given = await contributions.list_of_edition(db, edition.id)
        if any(each.organisation_id == variables.organisation_id for each in given):
            raise NoLongerTrue(N_("The organisation has contributed meanwhile."))
    return Letter(context={"edition": edition})
