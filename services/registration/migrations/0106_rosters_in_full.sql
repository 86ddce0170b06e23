-- migrate:up

ALTER TABLE rosters
    -- What the organiser set for this date; null means what the entry says.
    ADD COLUMN own_capacity integer,
    -- Places kept for those whom the organiser enters by hand.
    ADD COLUMN reserved_count integer NOT NULL DEFAULT 0,
    -- When sign-up begins and ends; null means at once, and when the date begins.
    ADD COLUMN opens_at timestamptz,
    ADD COLUMN closes_at timestamptz,
    -- The organiser takes nobody at the moment.
    ADD COLUMN halted_at timestamptz,
    ADD COLUMN attended_count integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT rosters_reserve_from_zero CHECK (reserved_count >= 0 AND attended_count >= 0);

-- migrate:down
