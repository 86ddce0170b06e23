-- migrate:up

-- Who gets the newsletter, the weekly digest or both, and what of it.
CREATE TABLE subscribers (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    email text NOT NULL,
    -- The address in one spelling.
    address_key text NOT NULL CONSTRAINT subscribers_one_per_address UNIQUE,
    language text NOT NULL,
    state text NOT NULL DEFAULT 'pending'
        CONSTRAINT subscribers_known_state CHECK (state IN ('pending', 'active', 'unsubscribed', 'bounced')),
    -- What events have to be to be told of; empty: all.
    topics text[] NOT NULL DEFAULT '{}',
    event_languages text[] NOT NULL DEFAULT '{}',
    organisation_ids uuid[] NOT NULL DEFAULT '{}',
    wants_editions boolean NOT NULL,
    wants_weekly boolean NOT NULL,
    -- In each of their mails; opens their page.
    token text NOT NULL CONSTRAINT subscribers_one_per_token UNIQUE,
    asked_at timestamptz NOT NULL,
    -- When a link was last mailed because somebody asked for it.
    link_mailed_at timestamptz,
    confirmed_at timestamptz,
    ended_at timestamptz,
    -- The subscription that goes once this address is confirmed.
    replaces_id uuid REFERENCES subscribers ON DELETE SET NULL,
    -- The Thursday for which a digest was last thought of.
    digest_on date,
    CONSTRAINT subscribers_active_are_confirmed CHECK (state <> 'active' OR confirmed_at IS NOT NULL),
    CONSTRAINT subscribers_ended_have_their_time CHECK ((state IN ('unsubscribed', 'bounced')) = (ended_at IS NOT NULL))
);

CREATE INDEX subscribers_of_editions ON subscribers (id) WHERE state = 'active' AND wants_editions;
CREATE INDEX subscribers_of_digests ON subscribers (digest_on) WHERE state = 'active' AND wants_weekly;
CREATE INDEX subscribers_replaced ON subscribers (replaces_id) WHERE replaces_id IS NOT NULL;

ALTER TABLE mails ADD COLUMN subscriber_id uuid;
CREATE INDEX mails_of_subscriber ON mails (subscriber_id) WHERE subscriber_id IS NOT NULL;

-- migrate:down
