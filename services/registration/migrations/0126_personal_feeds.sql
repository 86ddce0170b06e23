-- migrate:up

-- Private calendar addresses, by the digest of their token: all dates of one address, or of one booking if the link
-- that made it does not prove the address.
CREATE TABLE personal_feeds (
    digest text PRIMARY KEY,
    address_key text NOT NULL,
    booking_id uuid,
    created_at timestamptz NOT NULL,
    CONSTRAINT personal_feeds_one_per_person UNIQUE NULLS NOT DISTINCT (address_key, booking_id)
);

-- Apps that go by the date alone must see what we heard late as well.
ALTER TABLE copies ADD COLUMN heard_at timestamptz NOT NULL DEFAULT clock_timestamp();

CREATE FUNCTION note_heard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.heard_at := clock_timestamp();
    RETURN NEW;
END
$$;

CREATE TRIGGER copies_heard BEFORE UPDATE ON copies FOR EACH ROW EXECUTE FUNCTION note_heard();

-- migrate:down
