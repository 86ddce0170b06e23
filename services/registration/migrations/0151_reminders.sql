-- migrate:up

ALTER TABLE rosters
    -- How many hours before the start those who come are reminded; null means as usual.
    ADD COLUMN reminder_hours integer[],
    -- Whether they are asked the day after how it was.
    ADD COLUMN asks_how_it_was boolean NOT NULL DEFAULT false;

-- migrate:down
