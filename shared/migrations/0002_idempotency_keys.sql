-- migrate:up

-- What was replied to a request with an `Idempotency-Key`, so that the same request again has no second effect.
-- A reply may name people, so it is kept for a day only.
CREATE TABLE idempotency_keys (
    -- Of who asked, where, and the key.
    digest text PRIMARY KEY,
    request_digest text NOT NULL,
    status integer NOT NULL,
    body text NOT NULL,
    replied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX idempotency_keys_by_time ON idempotency_keys (replied_at);

-- migrate:down
