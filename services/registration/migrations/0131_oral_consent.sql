-- migrate:up

ALTER TABLE registrations
    -- Whether they ticked that they agree, or said so to whoever entered them.
    ADD COLUMN consent_kind text NOT NULL DEFAULT 'written'
        CONSTRAINT registrations_consent_kind_known CHECK (consent_kind IN ('written', 'oral'));

-- migrate:down
