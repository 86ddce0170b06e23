-- migrate:up

-- Mails that came back to us and that an operator may want to see; kept for a month.
CREATE TABLE received_mails (
    -- Version 7, so that the order of ids is the order of time.
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Why nobody but a person can tell what to do with it.
    reason text NOT NULL,
    -- Who wrote it as far as it says so, and where its own bounces go: addresses in our one spelling.
    sender text NOT NULL,
    returns_to text NOT NULL,
    subject_line text NOT NULL,
    -- What it came back to: the bounces of a mail, or the replies to a registration's invitations.
    mail_id uuid,
    registration_id uuid,
    content bytea NOT NULL,
    -- Of the content: handed over twice, it is kept once.
    digest bytea NOT NULL,
    CONSTRAINT received_mails_once UNIQUE NULLS NOT DISTINCT (digest, mail_id, registration_id)
);

CREATE INDEX received_mails_by_time ON received_mails (received_at);

-- What people's calendars have answered last to our invitations; what is older than that does not count.
CREATE TABLE calendar_replies (
    registration_id uuid PRIMARY KEY,
    answer text NOT NULL,
    -- SEQUENCE and DTSTAMP of the answer.
    sequence integer NOT NULL,
    said_at timestamptz NOT NULL
);

-- migrate:down
