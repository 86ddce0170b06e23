-- migrate:up

ALTER TABLE mails
    -- One spelling of the recipient's address.
    ADD COLUMN address_key text NOT NULL DEFAULT '',
    ADD COLUMN domain text NOT NULL GENERATED ALWAYS AS (split_part(address_key, '@', -1)) STORED,
    -- 0 what somebody waits for, 1 the rest of single mails, 2 what goes to many; the lower goes first.
    ADD COLUMN priority smallint NOT NULL DEFAULT 1,
    -- What the server said to each try: {"at", "text"}, the oldest first.
    ADD COLUMN answers jsonb NOT NULL DEFAULT '[]',
    -- The sender that has it in hand, as long as that lives.
    ADD COLUMN claimed_by bigint;

UPDATE mails SET address_key = lower(recipient);

DROP INDEX mails_due;
CREATE INDEX mails_due ON mails (priority, due_at) INCLUDE (domain) WHERE state = 'queued';
CREATE INDEX mails_due_of_domain ON mails (domain, priority, due_at) WHERE state = 'queued';
CREATE INDEX mails_claimed ON mails (claimed_by) INCLUDE (domain) WHERE claimed_by IS NOT NULL;
CREATE INDEX mails_by_address ON mails (address_key);

-- Addresses that mail does not reach: they get nothing more until an operator frees them.
CREATE TABLE bounced_addresses (
    address_key text PRIMARY KEY,
    -- What the server said, without addresses.
    reason text NOT NULL,
    bounced_at timestamptz NOT NULL
);

-- Domains whose servers hung or said "later": they are left alone for a while, longer from time to time.
CREATE TABLE resting_domains (
    domain text PRIMARY KEY,
    failures integer NOT NULL,
    until timestamptz NOT NULL
);

-- Each sender of each process takes a number, and holds it by an advisory lock while it lives.
CREATE SEQUENCE senders;

-- migrate:down
