-- migrate:up

-- What an organiser asks of those who sign up for an event, and how; without a row all is as usual.
CREATE TABLE sign_up_settings (
    event_id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL,
    -- Grows with each change, so that a form tells which questions it was filled in for.
    version integer NOT NULL,
    settings jsonb NOT NULL,
    changed_at timestamptz NOT NULL
);

-- migrate:down
