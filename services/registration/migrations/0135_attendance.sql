-- migrate:up

ALTER TABLE registrations
    -- When somebody at the door last said whether they are there: an older word that comes later changes nothing.
    ADD COLUMN counted_at timestamptz,
    -- The version their roster had after that, so that a phone at the door can ask what is new since the last one.
    ADD COLUMN counted_version bigint;

CREATE INDEX registrations_counted ON registrations (roster_id, counted_version) WHERE counted_version IS NOT NULL;
CREATE INDEX rosters_counted ON rosters (ends_at) WHERE attended_count > 0;

-- Tells those who watch a roster that its numbers are others now.
CREATE FUNCTION tell_of_roster() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('rosters', new.id::text);
    RETURN NULL;
END
$$;

CREATE TRIGGER rosters_tell AFTER UPDATE ON rosters
    FOR EACH ROW WHEN (old.version <> new.version) EXECUTE FUNCTION tell_of_roster();

-- migrate:down
