-- migrate:up

ALTER TABLE events
    ADD COLUMN audience text NOT NULL DEFAULT 'public'
        CONSTRAINT events_known_audience CHECK (audience IN ('public', 'internal')),
    ADD COLUMN coordinates jsonb,
    -- RRULE and the days it does not hold on (RFC 5545); the dates of the event are those of its first occurrence.
    ADD COLUMN recurrence jsonb,
    ADD COLUMN conference jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN facts jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN is_sold_out boolean NOT NULL DEFAULT false,
    ADD COLUMN wants_co_organisers boolean NOT NULL DEFAULT false,
    ADD COLUMN searched_text text NOT NULL
        GENERATED ALWAYS AS (lower(title || ' ' || description || ' ' || coalesce(place_name, ''))) STORED;

CREATE INDEX events_undated ON events (id) WHERE starts_at IS NULL AND starts_on IS NULL;

-- An occurrence is known by the wall time at which its event or its rule wants it; one that was moved has wall times of
-- its own.
ALTER TABLE occurrences
    ADD COLUMN wall_time timestamp,
    ADD COLUMN moved_starts_at timestamp,
    ADD COLUMN moved_ends_at timestamp,
    ADD COLUMN status text NOT NULL DEFAULT 'confirmed'
        CONSTRAINT occurrences_known_status CHECK (status IN ('confirmed', 'cancelled')),
    ADD CONSTRAINT occurrences_moved_as_a_whole
        CHECK (moved_ends_at > moved_starts_at AND (moved_starts_at IS NULL) = (moved_ends_at IS NULL));

UPDATE occurrences AS o
SET wall_time = coalesce(e.starts_at, e.starts_on)
FROM events AS e
WHERE e.id = o.event_id;

ALTER TABLE occurrences ALTER COLUMN wall_time SET NOT NULL;

CREATE INDEX occurrences_by_start ON occurrences (starts_at, event_id);

-- Title and description in other languages; `original_digest` is that of the original they were made from.
CREATE TABLE event_texts (
    event_id uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    language text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    original_digest text NOT NULL,
    PRIMARY KEY (event_id, language)
);

-- Organisations that take part in another's event, or ask to.
CREATE TABLE co_organisations (
    event_id uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    organisation_id uuid NOT NULL REFERENCES organisations,
    status text NOT NULL CONSTRAINT co_organisations_known_status CHECK (status IN ('asked', 'accepted', 'refused')),
    note text NOT NULL,
    PRIMARY KEY (event_id, organisation_id)
);

CREATE INDEX co_organisations_by_organisation ON co_organisations (organisation_id);

-- migrate:down
