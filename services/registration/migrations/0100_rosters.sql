-- migrate:up

-- The list of registrations for one occurrence of an event; its id is the occurrence's.
CREATE TABLE rosters (
    id uuid PRIMARY KEY,
    event_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    -- The zone in which people name one of several dates by its wall time.
    time_zone text NOT NULL,
    -- What the organiser wants; null means no limit.
    wanted_capacity integer,
    -- The larger of that and the seats taken, so that lowering it throws nobody out.
    capacity integer,
    seats_taken integer NOT NULL,
    waiting_count integer NOT NULL,
    version bigint NOT NULL,
    closed_at timestamptz,
    CONSTRAINT rosters_never_overfull CHECK (seats_taken <= capacity),
    CONSTRAINT rosters_count_from_zero CHECK (seats_taken >= 0 AND waiting_count >= 0)
);

CREATE INDEX rosters_by_event ON rosters (event_id);
CREATE INDEX rosters_by_organisation ON rosters (organisation_id, starts_at);

-- The pages name an event by its slug.
CREATE INDEX copies_by_slug ON copies ((state ->> 'slug')) WHERE topic = 'events.event';

-- migrate:down
