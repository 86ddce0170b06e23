-- migrate:up

CREATE INDEX copies_rosters_by_event ON copies ((state ->> 'event_id')) WHERE topic = 'registration.roster';

-- migrate:down
