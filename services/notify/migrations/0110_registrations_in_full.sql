-- migrate:up

ALTER TABLE participants
    -- When the registration became what stands here: of two facts heard in the wrong order the later one is true.
    ADD COLUMN said_at timestamptz NOT NULL DEFAULT 'epoch',
    ADD COLUMN waiting_position integer,
    -- What was signed up for in one go has the same, and is told in one mail.
    ADD COLUMN booking_id uuid,
    DROP CONSTRAINT participants_known_status,
    ADD CONSTRAINT participants_known_status CHECK (
        status IN ('pending', 'confirmed', 'waiting', 'offered', 'cancelled', 'expired', 'attended', 'missed')
    );

DROP INDEX participants_to_tell;
CREATE INDEX participants_to_tell ON participants (event_id) WHERE status NOT IN ('pending', 'cancelled', 'expired');
CREATE INDEX participants_by_booking ON participants (booking_id);
CREATE INDEX participants_by_address ON participants (lower(email));

CREATE INDEX mails_of_registration ON mails (registration_id);
CREATE INDEX mails_of_people_by_address ON mails (lower(recipient)) WHERE registration_id IS NOT NULL;

-- Registrations whose people must not be known here any more, also when a message about them comes late.
CREATE TABLE erased_registrations (
    registration_id uuid PRIMARY KEY,
    -- Whether we knew them: receipts count it, in whatever order the messages come.
    was_known boolean NOT NULL
);

-- migrate:down
