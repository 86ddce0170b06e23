import hashlib

from services.events.commands.attaching import tell
from services.events.domain.attachments import MOST_FLYERS, Owner, StoredFlyer
from services.events.tables import flyers, pictures
from shared.database import Connection
from shared.picture_files import TooManyFiles


async def add_flyer(db: Connection, owner: Owner, *, title: str, content: bytes, base_url: str) -> StoredFlyer:
    """Put one more PDF behind the others; the same one sent twice is one. Raises `TooManyFiles`."""
    await pictures.lock_owner(db, owner)
    present = await flyers.list_of(db, owner)
    digest = hashlib.sha256(content).hexdigest()
    known = next((each for each in present if each.sha256 == digest), None)
    if known:
        return known
    if len(present) >= MOST_FLYERS:
        raise TooManyFiles
    flyer_id = await flyers.insert(db, owner, title=title, content=content, position=len(present) + 1)
    await tell(db, owner, base_url=base_url)
    return await flyers.get(db, flyer_id)
