-- migrate:up

ALTER TABLE registrations
    -- What they would also take of their party's places; null means all or none.
    ADD COLUMN smallest_party integer,
    -- How many places are held for them as an offer.
    ADD COLUMN offered_size integer,
    -- Until when places are held for one who has to act: prove the address, or accept an offer.
    ADD COLUMN held_until timestamptz,
    -- The names of the party, where the organiser asks for them.
    ADD COLUMN attendees text[] NOT NULL DEFAULT '{}',
    -- By the id of the question.
    ADD COLUMN answers jsonb NOT NULL DEFAULT '{}',
    -- The privacy notice they agreed to.
    ADD COLUMN notice_version integer NOT NULL DEFAULT 1,
    -- Whom they come from, where the places are shared out among organisations.
    ADD COLUMN organisation_id uuid,
    -- What was signed up for in one go, such as all dates of a course, has the same.
    ADD COLUMN booking_id uuid NOT NULL DEFAULT gen_random_uuid(),
    -- How many of the party came.
    ADD COLUMN attended_count integer NOT NULL DEFAULT 0,
    ADD COLUMN cancel_reason text NOT NULL DEFAULT '',
    -- Since when nobody can tell who it was; the counts stay.
    ADD COLUMN erased_at timestamptz,
    DROP CONSTRAINT registrations_status_known,
    ADD CONSTRAINT registrations_status_known CHECK (
        status IN ('pending', 'confirmed', 'waiting', 'offered', 'cancelled', 'expired', 'attended', 'missed')
    ),
    ADD CONSTRAINT registrations_offers_have_a_size CHECK ((status = 'offered') = (offered_size IS NOT NULL)),
    ADD CONSTRAINT registrations_offers_fit_the_party CHECK (offered_size BETWEEN 1 AND party_size),
    ADD CONSTRAINT registrations_held_have_a_time CHECK (
        (status IN ('pending', 'offered')) = (held_until IS NOT NULL)
    ),
    ADD CONSTRAINT registrations_smallest_party_is_smaller CHECK (smallest_party BETWEEN 1 AND party_size),
    ADD CONSTRAINT registrations_attended_are_of_the_party CHECK (attended_count BETWEEN 0 AND party_size);

DROP INDEX registrations_one_per_address;
CREATE UNIQUE INDEX registrations_one_per_address ON registrations (roster_id, address_key)
    WHERE status NOT IN ('cancelled', 'expired') AND erased_at IS NULL;
CREATE INDEX registrations_by_address ON registrations (address_key) WHERE erased_at IS NULL;
CREATE INDEX registrations_by_booking ON registrations (booking_id);
CREATE INDEX registrations_held ON registrations (held_until) WHERE held_until IS NOT NULL;

-- migrate:down
