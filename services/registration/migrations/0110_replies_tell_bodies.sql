-- migrate:up

ALTER TABLE replies
    -- Whether a request that has the same key is the same; empty where the key tells that alone.
    ADD COLUMN body_digest text NOT NULL DEFAULT '';

-- A key is used once, whatever it was used for.
CREATE INDEX replies_by_request_key ON replies (request_key);

-- migrate:down
