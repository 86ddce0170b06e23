-- migrate:up

-- What was said to which organisation about a campaign's call: by us, or by its coordinator.
CREATE TABLE campaign_words (
    campaign_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    said_at timestamptz NOT NULL
);

CREATE INDEX campaign_words_by_campaign ON campaign_words (campaign_id);

-- When each digest was made last.
CREATE TABLE made_digests (
    kind text PRIMARY KEY,
    made_at timestamptz NOT NULL
);

-- What became of sign-ups, for the organisers' digest: numbers without names.
CREATE TABLE sign_ups (
    -- The fact's, so that what is heard twice counts once.
    fact_id uuid PRIMARY KEY,
    event_id uuid NOT NULL,
    roster_id uuid NOT NULL,
    deed text NOT NULL CONSTRAINT sign_ups_known_deed CHECK (deed IN ('signed_up', 'cancelled', 'waiting')),
    party_size integer NOT NULL,
    -- When a digest took it up.
    told_at timestamptz
);

CREATE INDEX sign_ups_untold ON sign_ups (event_id) WHERE told_at IS NULL;

-- Messages that a service gave up, until coordinators were told.
CREATE TABLE given_up_messages (
    fact_id uuid PRIMARY KEY,
    service text NOT NULL,
    consumer text NOT NULL,
    heard text NOT NULL,
    reason text NOT NULL,
    told_at timestamptz
);

CREATE INDEX given_up_messages_untold ON given_up_messages (fact_id) WHERE told_at IS NULL;

-- Organisations that applied; once there is a decision, nothing but that there is one.
CREATE TABLE applications (
    application_id uuid PRIMARY KEY,
    organisation_name text NOT NULL DEFAULT '',
    is_decided boolean NOT NULL
);

-- Mails that a member does not want.
CREATE TABLE unwanted_mails (
    member_id uuid NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (member_id, kind)
);

-- migrate:down
