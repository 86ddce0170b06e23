-- migrate:up

-- The days of a campaign and of its call are whole days in time_zone, the last ones included.
ALTER TABLE campaigns
    ADD COLUMN description text NOT NULL DEFAULT '',
    ADD COLUMN time_zone text NOT NULL DEFAULT 'Europe/Berlin',
    ADD COLUMN call_text text NOT NULL DEFAULT '',
    ADD COLUMN call_opens_on date,
    ADD COLUMN call_closes_on date,
    -- What is asked of each entry beyond the usual, as a list.
    ADD COLUMN questions jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN request_key uuid CONSTRAINT campaigns_one_per_form UNIQUE,
    ADD CONSTRAINT campaigns_call_closes_after_it_opens CHECK (call_closes_on >= call_opens_on);

CREATE INDEX events_by_campaign ON events (campaign_id) WHERE campaign_id IS NOT NULL;

-- What an organisation answered for an entry; an answer stays while its question is changed or away.
CREATE TABLE campaign_answers (
    event_id uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    question_id uuid NOT NULL,
    answer text NOT NULL,
    PRIMARY KEY (event_id, question_id)
);

-- Digests of the codes that let one organisation enter until a day, whatever the call says.
CREATE TABLE late_codes (
    id uuid PRIMARY KEY,
    campaign_id uuid NOT NULL REFERENCES campaigns,
    organisation_id uuid NOT NULL REFERENCES organisations,
    digest text NOT NULL CONSTRAINT late_codes_one_per_digest UNIQUE,
    expires_on date NOT NULL,
    made_at timestamptz NOT NULL,
    redeemed_at timestamptz,
    revoked_at timestamptz
);

CREATE UNIQUE INDEX late_codes_one_per_organisation ON late_codes (campaign_id, organisation_id)
    WHERE revoked_at IS NULL;

-- Wrong late codes that an organisation typed, so that nobody tries them out one after the other.
CREATE TABLE late_code_tries (
    organisation_id uuid NOT NULL REFERENCES organisations,
    tried_at timestamptz NOT NULL
);

CREATE INDEX late_code_tries_by_organisation ON late_code_tries (organisation_id, tried_at);

-- Who was reminded of a campaign's call, when, and with which words.
CREATE TABLE campaign_reminders (
    campaign_id uuid NOT NULL REFERENCES campaigns,
    organisation_id uuid NOT NULL REFERENCES organisations,
    reminded_at timestamptz NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (campaign_id, organisation_id, reminded_at)
);

-- A programme as it went to print: its entries as they stood then.
CREATE TABLE programme_editions (
    campaign_id uuid NOT NULL REFERENCES campaigns,
    number integer NOT NULL,
    frozen_at timestamptz NOT NULL,
    frozen_by text NOT NULL,
    programme jsonb NOT NULL,
    PRIMARY KEY (campaign_id, number)
);

CREATE TRIGGER late_codes_noted AFTER INSERT OR UPDATE OR DELETE ON late_codes
    FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER programme_editions_noted AFTER INSERT OR UPDATE OR DELETE ON programme_editions
    FOR EACH ROW EXECUTE FUNCTION note_change('programme');

-- migrate:down
