-- migrate:up

-- One message to one person: written before it is sent, and kept with what became of it.
CREATE TABLE mails (
    -- Version 7, so that the order of ids is the order of time.
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    -- What the mail is about to say, e.g. `registration.confirmed:<fact>`: the same cause never makes a second mail.
    cause text NOT NULL CONSTRAINT mails_one_per_cause UNIQUE,
    kind text NOT NULL,
    recipient text NOT NULL,
    recipient_name text NOT NULL,
    language text NOT NULL,
    event_id uuid,
    registration_id uuid,
    variables jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL DEFAULT 'queued'
        CONSTRAINT mails_known_state CHECK (state IN ('queued', 'sent', 'failed', 'skipped')),
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    tries integer NOT NULL DEFAULT 0,
    -- What the server said last, or why the mail was skipped.
    last_answer text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent_at timestamptz,
    CONSTRAINT mails_sent_has_its_time CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);

CREATE INDEX mails_due ON mails (due_at) WHERE state = 'queued';
CREATE INDEX mails_queued_of_registration ON mails (registration_id) WHERE state = 'queued';
CREATE INDEX mails_by_state ON mails (state, id);

CREATE FUNCTION wake_senders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('mails', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER mails_wake_senders AFTER INSERT ON mails FOR EACH STATEMENT EXECUTE FUNCTION wake_senders();

-- Who signed up for what: whom to tell when an event changes, and what each of them was told last.
CREATE TABLE participants (
    registration_id uuid PRIMARY KEY,
    event_id uuid NOT NULL,
    roster_id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    language text NOT NULL,
    status text NOT NULL CONSTRAINT participants_known_status CHECK (status IN ('waiting', 'confirmed', 'cancelled')),
    link text NOT NULL,
    party_size integer NOT NULL,
    -- The event as this person knows it.
    told jsonb NOT NULL
);

CREATE INDEX participants_to_tell ON participants (event_id) WHERE status <> 'cancelled';

-- Events that changed a moment ago: the participants are told once nothing has changed for a while.
CREATE TABLE pending_changes (
    event_id uuid PRIMARY KEY,
    due_at timestamptz NOT NULL
);

CREATE INDEX pending_changes_due ON pending_changes (due_at);

-- migrate:down
