from services.notify.domain.edition import Edition, EditionFields, check_edition, slug_of
from services.notify.tables import editions
from shared.database import Connection


async def create_edition(db: Connection, fields: EditionFields) -> Edition:
    """Begin a newsletter edition. Raises `Invalid`."""
    check_edition(fields)
    number = await editions.lock_next_number(db)
    edition_id = await editions.insert(db, fields, number=number, slug=slug_of(fields.title, number))
    return await editions.get(db, edition_id)
