-- migrate:up

-- What organisers said to those who signed up, and how many it went to.
CREATE TABLE announcements (
    id uuid PRIMARY KEY,
    event_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    -- The date whose people it was for; null means all dates.
    roster_id uuid,
    said_to text NOT NULL CONSTRAINT announcements_known_readers CHECK (said_to IN ('all', 'confirmed', 'waiting')),
    subject_line text NOT NULL,
    text text NOT NULL,
    sender_name text NOT NULL,
    mail_count integer NOT NULL,
    -- Those who gave no mail address.
    unreached_count integer NOT NULL,
    said_at timestamptz NOT NULL,
    -- A digest of the form it was sent with: the same form once more says nothing a second time.
    request_key text NOT NULL,
    CONSTRAINT announcements_once_for_a_form UNIQUE (event_id, request_key)
);

-- migrate:down
