-- migrate:up

-- Whether a date still takes place: asked by mail some days before, and answered with one button, without logging in.
CREATE TABLE still_on_questions (
    -- Of the token in the mail.
    digest text PRIMARY KEY,
    event_id uuid NOT NULL REFERENCES events,
    -- No foreign key: a date may be taken out, and the question stays what it was.
    occurrence_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    -- A date that moved may be asked about once more.
    CONSTRAINT still_on_questions_one_per_date UNIQUE (occurrence_id, starts_at)
);

CREATE INDEX still_on_questions_by_event ON still_on_questions (event_id);

-- migrate:down
