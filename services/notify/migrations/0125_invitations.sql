-- migrate:up

-- From now on an entry's UID is its registration's id; those in people's calendars already go on under their own.
UPDATE participants
SET told = told || jsonb_build_object(
    'entry_id', coalesce(told ->> 'entry_id', event_id::text),
    'has_entry', status IN ('confirmed', 'attended', 'missed')
);

-- migrate:down
