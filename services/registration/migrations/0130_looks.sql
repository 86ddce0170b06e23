-- migrate:up

-- Each look of a coordinator at who comes to another organisation's event: that organisation can read it.
CREATE TABLE looks (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    event_id uuid NOT NULL,
    -- Null when it was at the whole list.
    registration_id uuid REFERENCES registrations,
    kind text NOT NULL,
    -- The coordinator; null when it was a program with their organisation's token.
    member_id uuid,
    organisation_id uuid NOT NULL,
    looked_at timestamptz NOT NULL,
    CONSTRAINT looks_kind_known CHECK (kind IN ('list', 'registration', 'export', 'api'))
);

CREATE INDEX looks_by_event ON looks (event_id, id);

-- migrate:down
