-- migrate:up

-- Since when those who came were asked how it was.
ALTER TABLE rosters ADD COLUMN asked_at timestamptz;

CREATE INDEX rosters_to_ask ON rosters (ends_at) WHERE asks_how_it_was AND asked_at IS NULL;

-- How it was, as those say who came: one for each registration. The words go with the person's name, the mark stays.
CREATE TABLE opinions (
    registration_id uuid PRIMARY KEY,
    roster_id uuid NOT NULL,
    mark text NOT NULL CONSTRAINT opinions_known_mark CHECK (mark IN ('good', 'fair', 'poor')),
    words text NOT NULL
);

CREATE INDEX opinions_by_roster ON opinions (roster_id);

-- migrate:down
