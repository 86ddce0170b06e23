-- migrate:up

-- Messages of committed changes, on their way to NATS; the relay deletes them once the stream has them.
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject text NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    staged_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION wake_relay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER outbox_wakes_relay AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION wake_relay();

-- The newest state of things that other services own, as heard from them.
CREATE TABLE copies (
    topic text NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    state jsonb NOT NULL,
    PRIMARY KEY (topic, id)
);

CREATE INDEX copies_by_organisation ON copies (topic, (state ->> 'organisation_id'));
CREATE INDEX copies_by_token ON copies USING gin ((state -> 'tokens') jsonb_path_ops);

-- Messages that a consumer could not read or gave up, kept until an operator replays them.
CREATE TABLE dead_letters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer text NOT NULL,
    subject text NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    reason text NOT NULL,
    delivery_count integer NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    replayed_at timestamptz
);

CREATE INDEX dead_letters_waiting ON dead_letters (failed_at) WHERE replayed_at IS NULL;

-- migrate:down
