-- migrate:up

-- The parser of text search takes what looks like a number apart (`4e5db` is 4e5 and db), and what is looked for does
-- not: each word is taken as it is. Longer ones than the column holds are cut.
CREATE FUNCTION word_by_word(words text, weight text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(string_agg(format('%L:1%s', left(word, 255), weight), ' '), '')::tsvector
    FROM unnest(string_to_array(words_in(words), ' ')) AS word
    WHERE word <> ''
);

CREATE OR REPLACE FUNCTION words_of(sought uuid) RETURNS tsvector LANGUAGE sql STABLE
RETURN (
    SELECT word_by_word(concat_ws(' ', e.title, t.titles), 'A')
        || word_by_word(concat_ws(' ', e.place_name, e.place_address), 'B')
        || word_by_word(concat_ws(' ', e.description, t.descriptions), 'D')
        || c.codes::tsvector
    FROM events AS e
    CROSS JOIN LATERAL (
        SELECT string_agg(title, ' ') AS titles, string_agg(description, ' ') AS descriptions
        FROM event_texts
        WHERE event_id = e.id
    ) AS t
    CROSS JOIN LATERAL (
        SELECT string_agg(format('%L:1B', code), ' ') AS codes
        FROM (
            SELECT 'category:' || e.category
            UNION SELECT 'spoken:' || spoken FROM unnest(e.languages) AS spoken
            UNION SELECT 'organisation:' || e.organisation_id
            UNION SELECT 'organisation:' || organisation_id
            FROM co_organisations
            WHERE event_id = e.id AND status = 'accepted'
        ) AS known (code)
    ) AS c
    WHERE e.id = sought
);

UPDATE searched_events SET words = words_of(event_id);
INSERT INTO searched_words (word)
SELECT DISTINCT word FROM searched_events, unnest(tsvector_to_array(words)) AS word WHERE word NOT LIKE '%:%'
ON CONFLICT (word) DO NOTHING;

-- Nothing has read it since events are found by their words.
ALTER TABLE events DROP COLUMN searched_text;

-- migrate:down
