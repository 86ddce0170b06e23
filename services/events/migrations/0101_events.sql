-- migrate:up

-- Frames such as a week against racism.
CREATE TABLE campaigns (
    id uuid PRIMARY KEY,
    slug text NOT NULL CONSTRAINT campaigns_one_per_slug UNIQUE,
    title text NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    CONSTRAINT campaigns_end_after_start CHECK (ends_on >= starts_on)
);

-- What is or will be in the calendar. Dates are wall times in time_zone, or whole days, or neither: to be announced.
CREATE TABLE events (
    id uuid PRIMARY KEY,
    slug text NOT NULL CONSTRAINT events_one_per_slug UNIQUE,
    organisation_id uuid NOT NULL REFERENCES organisations,
    campaign_id uuid REFERENCES campaigns,
    status text NOT NULL CONSTRAINT events_known_status
        CHECK (status IN ('draft', 'submitted', 'returned', 'published', 'postponed', 'cancelled')),
    -- Counts every change; SEQUENCE (RFC 5545) only those that move people's calendars.
    version bigint NOT NULL,
    sequence integer NOT NULL,
    changed_at timestamptz NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    language text NOT NULL,
    starts_at timestamp,
    ends_at timestamp,
    starts_on date,
    ends_on date,
    time_zone text NOT NULL,
    place_name text,
    place_address text NOT NULL,
    online boolean NOT NULL,
    join_details text NOT NULL,
    category text NOT NULL,
    languages text[] NOT NULL,
    takes_registrations boolean NOT NULL,
    capacity integer,
    return_reason text,
    return_note text NOT NULL DEFAULT '',
    -- The nonce of the form that made it, so that sending it twice makes one draft.
    request_key uuid CONSTRAINT events_one_per_form UNIQUE,
    CONSTRAINT events_end_after_start CHECK (ends_at > starts_at AND ends_on >= starts_on),
    CONSTRAINT events_one_kind_of_date CHECK (starts_at IS NULL OR starts_on IS NULL),
    CONSTRAINT events_whole_dates CHECK ((starts_at IS NULL) = (ends_at IS NULL) AND (starts_on IS NULL) = (ends_on IS NULL)),
    CONSTRAINT events_some_capacity CHECK (capacity > 0)
);

CREATE INDEX events_by_organisation ON events (organisation_id, changed_at);
CREATE INDEX events_by_status ON events (status, changed_at);

-- The dates of events as instants, derived from the above; the id of one stays when it moves.
CREATE TABLE occurrences (
    id uuid PRIMARY KEY,
    event_id uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
);

CREATE INDEX occurrences_by_event ON occurrences (event_id, starts_at);
CREATE INDEX occurrences_by_end ON occurrences (ends_at);

-- migrate:down
