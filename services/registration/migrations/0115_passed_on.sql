-- migrate:up

ALTER TABLE registrations
    -- Since when somebody else has the places. They may have signed up by themselves as well: then they have both, as
    -- refusing it would tell the one who passes on who is registered.
    ADD COLUMN passed_on_at timestamptz;

DROP INDEX registrations_one_per_address;
CREATE UNIQUE INDEX registrations_one_per_address ON registrations (roster_id, address_key)
    WHERE status NOT IN ('cancelled', 'expired') AND erased_at IS NULL AND passed_on_at IS NULL;

-- migrate:down
