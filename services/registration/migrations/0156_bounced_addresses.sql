-- migrate:up

ALTER TABLE registrations
    -- Since when mails do not arrive at the address, and what its server said.
    ADD COLUMN bounced_at timestamptz,
    ADD COLUMN bounce_reason text NOT NULL DEFAULT '';

-- What the history says in full.
CREATE OR REPLACE FUNCTION said_of(registration registrations) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'status', registration.status,
        'party_size', registration.party_size,
        'offered_size', registration.offered_size,
        'roster_id', registration.roster_id,
        'attended_count', registration.attended_count,
        'bounced', registration.bounced_at IS NOT NULL,
        'erased', registration.erased_at IS NOT NULL
    )
$$;

-- migrate:down
