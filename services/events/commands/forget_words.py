from services.events.tables import searched_words
from shared.database import Connection


async def forget_words(db: Connection) -> None:
    """Forget the words that were taken out of entries, so that nobody's search is led to them."""
    await searched_words.lock(db)
    await searched_words.delete_unused(db)
