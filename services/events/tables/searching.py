"""What the words that somebody looks for are in the calendar: as they are typed, within others, or nearly so."""

from collections.abc import AsyncIterator, Iterable
from uuid import UUID

from msgspec import Struct

from services.events.domain.words import Meaning, meanings_of
from shared.database import Connection

# A short word is in many others.
MOST_WITHIN = 60
MOST_NEAR = 8
# How much of their letters words must share, three by three: `sprachkaffe` and `Sprachcafé` share 0.44.
NEAR = 0.4


class Sought(Struct, frozen=True, kw_only=True):
    """What to ask the index for (tsquery); without words all is meant."""

    words: str | None = None
    is_near: bool = False


async def ways_to_look(db: Connection, text: str | None) -> AsyncIterator[Sought]:
    """Those in which these words are understood; the one there is, if none are given."""
    if not text:
        yield Sought()
        return
    async for sought in understood(db, text):
        yield sought


async def understood(db: Connection, text: str) -> AsyncIterator[Sought]:
    """The ways to look for these words, from the exact one to the one that finds something sooner."""
    meanings = meanings_of(text)
    if not meanings:
        return
    within = await words_within(db, {word for each in meanings for word in each.parts})
    hosts = await organisations_called(db, [each.word for each in meanings])
    exact = [alternatives(each, within, hosts.get(each.word, [])) for each in meanings]
    yield sought(exact, " & ", is_near=False)
    near = await words_near(db, [each.word for each in meanings])
    nearly = [known | set(near.get(each.word, [])) for each, known in zip(meanings, exact, strict=True)]
    yield sought(nearly, " & ", is_near=True)
    yield sought(nearly, " | ", is_near=True)


def alternatives(meaning: Meaning, within: dict[str, list[str]], hosts: list[UUID]) -> set[str]:
    """What is as good as this word; it may itself be the beginning of a longer one."""
    words = {meaning.word, *meaning.others}
    known = words.union(*(within.get(word, []) for word in words), meaning.codes)
    return {f"{meaning.word}*", *known, *(f"organisation:{organisation_id}" for organisation_id in hosts)}


def sought(groups: list[set[str]], joined_by: str, *, is_near: bool) -> Sought:
    """One of each group; a word holds no quote."""
    alternatives = (" | ".join(operand(word) for word in sorted(group)) for group in groups)
    return Sought(words=joined_by.join(f"({group})" for group in alternatives), is_near=is_near)


def operand(word: str) -> str:
    plain = word.removesuffix("*")
    return f"'{plain}'" if plain == word else f"'{plain}':*"


async def words_within(db: Connection, parts: Iterable[str]) -> dict[str, list[str]]:
    """For each of these the words of which it is a part."""
    rows = await db.fetch(
        """
        SELECT asked.part, array_agg(found.word) AS words
        FROM unnest($1::text[]) AS asked (part)
        CROSS JOIN LATERAL (
            SELECT word
            FROM searched_words
            WHERE grams @> ARRAY(SELECT substr(asked.part, n, 3) FROM generate_series(1, length(asked.part) - 2) AS n)
              AND strpos(word, asked.part) > 0
            ORDER BY length(word), word
            LIMIT $2
        ) AS found
        GROUP BY asked.part
        """,
        list(parts),
        MOST_WITHIN,
    )
    return {row["part"]: row["words"] for row in rows}


async def words_near(db: Connection, words: list[str]) -> dict[str, list[str]]:
    """For each of these the words that look like it."""
    rows = await db.fetch(
        """
        SELECT asked.word AS asked, array_agg(found.word) AS words
        FROM unnest($1::text[]) AS asked (word)
        CROSS JOIN LATERAL grams(asked.word) AS own (grams)
        CROSS JOIN LATERAL (
            SELECT w.word
            FROM searched_words AS w
            CROSS JOIN LATERAL (
                SELECT count(*) FROM unnest(w.grams) AS gram WHERE gram = ANY(own.grams)
            ) AS shared (grams)
            CROSS JOIN LATERAL (
                SELECT shared.grams::float / (cardinality(own.grams) + cardinality(w.grams) - shared.grams)
            ) AS near (part)
            WHERE w.grams && own.grams AND near.part >= $2
            ORDER BY near.part DESC, w.word
            LIMIT $3
        ) AS found
        GROUP BY asked.word
        """,
        words,
        NEAR,
        MOST_NEAR,
    )
    return {row["asked"]: row["words"] for row in rows}


async def organisations_called(db: Connection, words: list[str]) -> dict[str, list[UUID]]:
    """For each word the partners in whose name it is."""
    rows = await db.fetch(
        """
        SELECT asked.word, array_agg(o.id) AS organisation_ids
        FROM unnest($1::text[]) AS asked (word)
        JOIN organisations AS o ON strpos(words_in(o.name), asked.word) > 0
        GROUP BY asked.word
        """,
        words,
    )
    return {row["word"]: row["organisation_ids"] for row in rows}
