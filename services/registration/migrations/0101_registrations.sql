-- migrate:up

-- One party on a roster.
CREATE TABLE registrations (
    -- Random, not by time: an answer must not tell how long an address has been registered.
    id uuid PRIMARY KEY,
    -- The order in which parties came to the locked roster; the waiting list follows it.
    arrival bigint GENERATED ALWAYS AS IDENTITY,
    roster_id uuid NOT NULL REFERENCES rosters,
    event_id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    -- The address as it is compared, so that capitals do not make a second person.
    address_key text NOT NULL,
    phone text NOT NULL,
    party_size integer NOT NULL,
    language text NOT NULL,
    status text NOT NULL,
    registered_at timestamptz NOT NULL,
    consent_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    CONSTRAINT registrations_party_of_1_to_20 CHECK (party_size BETWEEN 1 AND 20),
    CONSTRAINT registrations_status_known CHECK (status IN ('confirmed', 'waiting', 'cancelled')),
    CONSTRAINT registrations_cancelled_have_a_time CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL))
);

CREATE UNIQUE INDEX registrations_one_per_address ON registrations (roster_id, address_key)
    WHERE status IN ('confirmed', 'waiting');
CREATE INDEX registrations_waiting ON registrations (roster_id, arrival) WHERE status = 'waiting';
CREATE INDEX registrations_by_event ON registrations (event_id, arrival);

-- The random tokens in people's links to their registration, hashed: each mail brings a new one.
CREATE TABLE access_links (
    digest text PRIMARY KEY,
    registration_id uuid NOT NULL REFERENCES registrations,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX access_links_by_registration ON access_links (registration_id);

-- What was answered to a request with a key, so that the same request again gets the same answer and does nothing.
CREATE TABLE answers (
    roster_id uuid NOT NULL REFERENCES rosters,
    -- A digest of the key and of what was sent.
    request_key text NOT NULL,
    registration_id uuid NOT NULL REFERENCES registrations,
    status text NOT NULL,
    waiting_position integer,
    answered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (roster_id, request_key)
);

-- migrate:down
