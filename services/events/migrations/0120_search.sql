-- migrate:up

-- Text as people search it: small letters without accents, ä, ae and a are one, and so are the letters that Arabic,
-- Persian and Turkish keyboards tell apart and readers do not. `domain/words.py` does the same with what is looked for.
CREATE OR REPLACE FUNCTION folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
    translate(
        regexp_replace(
            replace(lower(normalize(words, NFD)), 'ß', 'ss'), '[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200c]', '', 'g'
        ),
        'ıłøđςةىیکے', 'ilodσهييكي'
    ),
    '([aou])e', '\1', 'g'
);

CREATE FUNCTION words_in(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(folded(words), '[^[:alnum:]]+', ' ', 'g');

-- All that three letters of a word can be, also at its ends; words that share many of them are much alike.
CREATE FUNCTION grams(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT DISTINCT substr('  ' || word || ' ', n, 3) FROM generate_series(1, length(word) + 1) AS n);

-- What an event can be found by: its words in all languages (A those of titles), and codes such as `spoken:uk`, which
-- stand for names in any language.
CREATE TABLE searched_events (
    event_id uuid PRIMARY KEY REFERENCES events ON DELETE CASCADE,
    words tsvector NOT NULL
);

CREATE INDEX searched_events_by_word ON searched_events USING gin (words) WITH (fastupdate = off);

-- Each word that any event has had, to find it by a part of it or in another spelling.
CREATE TABLE searched_words (
    word text PRIMARY KEY,
    grams text[] NOT NULL GENERATED ALWAYS AS (grams(word)) STORED
);

CREATE INDEX searched_words_by_gram ON searched_words USING gin (grams) WITH (fastupdate = off);

CREATE FUNCTION words_of(sought uuid) RETURNS tsvector LANGUAGE sql STABLE
RETURN (
    SELECT setweight(to_tsvector('simple'::regconfig, words_in(concat_ws(' ', e.title, t.titles))), 'A')
        || setweight(to_tsvector('simple'::regconfig, words_in(concat_ws(' ', e.place_name, e.place_address))), 'B')
        || setweight(to_tsvector('simple'::regconfig, words_in(concat_ws(' ', e.description, t.descriptions))), 'D')
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

CREATE FUNCTION note_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed uuid := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END ->> TG_ARGV[0];
    known tsvector := words_of(changed);
BEGIN
    -- It was deleted, and this with it.
    IF known IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO searched_events (event_id, words) VALUES (changed, known)
    ON CONFLICT (event_id) DO UPDATE SET words = excluded.words;
    -- In one order, so that two who bring the same words wait for each other and not both.
    INSERT INTO searched_words (word)
    SELECT word FROM unnest(tsvector_to_array(known)) AS word WHERE word NOT LIKE '%:%' ORDER BY word
    ON CONFLICT (word) DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER events_searched
    AFTER INSERT OR UPDATE OF title, description, place_name, place_address, category, languages ON events
    FOR EACH ROW EXECUTE FUNCTION note_words('id');
CREATE TRIGGER event_texts_searched AFTER INSERT OR UPDATE OR DELETE ON event_texts
    FOR EACH ROW EXECUTE FUNCTION note_words('event_id');
CREATE TRIGGER co_organisations_searched AFTER INSERT OR UPDATE OR DELETE ON co_organisations
    FOR EACH ROW EXECUTE FUNCTION note_words('event_id');

INSERT INTO searched_events (event_id, words) SELECT id, words_of(id) FROM events;
INSERT INTO searched_words (word)
SELECT DISTINCT word FROM searched_events, unnest(tsvector_to_array(words)) AS word WHERE word NOT LIKE '%:%';

-- migrate:down
