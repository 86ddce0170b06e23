-- migrate:up

-- Who may sign up: everybody, or only the members of the network.
ALTER TABLE rosters
    ADD COLUMN audience text NOT NULL DEFAULT 'public'
        CONSTRAINT rosters_audience_known CHECK (audience IN ('public', 'internal'));

-- migrate:down
