-- migrate:up

ALTER TABLE access_links
    -- The address it was mailed to, as it is compared: who holds it reads that mailbox. Null if it was handed out.
    ADD COLUMN sent_to text;

UPDATE access_links SET sent_to = address_key FROM registrations WHERE registrations.id = registration_id;

-- People who wanted all of theirs deleted, as they may look it up: how much of what that was, and nothing about them.
CREATE TABLE erasures (
    id uuid PRIMARY KEY,
    -- Of the token in the address of the receipt.
    digest text NOT NULL CONSTRAINT erasures_one_per_receipt UNIQUE,
    requested_at timestamptz NOT NULL,
    registration_counts jsonb NOT NULL DEFAULT '{}',
    -- Null until that service has answered.
    events_counts jsonb,
    notify_counts jsonb,
    -- Messages, by stream.
    purged_counts jsonb NOT NULL DEFAULT '{}'
);

-- Subjects of messages that name somebody who is forgotten: they are to leave the streams, and then this table.
CREATE TABLE purges (
    subject text PRIMARY KEY,
    -- The last id in the subject: as long as a message about it is in the outbox, it is too early.
    about_id uuid NOT NULL,
    -- So many of the last messages stay, because others may not have heard them yet.
    kept_count integer NOT NULL,
    -- Then the other services come first.
    erasure_id uuid REFERENCES erasures
);

CREATE INDEX purges_by_erasure ON purges (erasure_id);

-- migrate:down
