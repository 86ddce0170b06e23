-- migrate:up

-- The dates of events, to find those that begin soon.
CREATE TABLE occurrences (
    id uuid PRIMARY KEY,
    event_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    -- Of which people were reminded so many hours before this start.
    reminded_hours integer[] NOT NULL DEFAULT '{}'
);

CREATE INDEX occurrences_by_start ON occurrences (starts_at);
CREATE INDEX occurrences_by_event ON occurrences (event_id);

INSERT INTO occurrences (id, event_id, starts_at)
SELECT date.id, copies.id, date.starts_at
FROM copies, jsonb_to_recordset(state -> 'occurrences') AS date (id uuid, starts_at timestamptz)
WHERE topic = 'events.event'
ORDER BY state ->> 'changed_at' DESC
ON CONFLICT (id) DO NOTHING;

-- migrate:down
