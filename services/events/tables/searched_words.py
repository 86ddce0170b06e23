"""The words that any event is found by; the trigger `note_words()` adds to them."""

from shared.database import Connection


async def lock(db: Connection) -> None:
    """Nobody else adds words until we are done; those who did so before have finished."""
    await db.execute("LOCK TABLE searched_words IN SHARE ROW EXCLUSIVE MODE")


async def delete_unused(db: Connection) -> None:
    """Delete the words that are in no event any more. A word that is just being added is safe only behind `lock`."""
    await db.execute(
        """
        DELETE FROM searched_words
        WHERE word IN (
            SELECT word FROM searched_words
            EXCEPT
            SELECT unnest(tsvector_to_array(words)) FROM searched_events
        )
        """
    )
