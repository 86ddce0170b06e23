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

-- migrate:down
