-- migrate:up

ALTER TABLE editions
    -- The last subscriber whose mail is queued: whoever goes on, after whatever, goes on from there.
    ADD COLUMN queued_up_to uuid;

ALTER TABLE mails ADD COLUMN edition_id uuid;
CREATE INDEX mails_of_edition ON mails (edition_id, state) WHERE edition_id IS NOT NULL;

-- migrate:down
