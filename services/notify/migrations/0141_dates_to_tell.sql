-- migrate:up

-- The dates of public events that take place, as the weekly digest looks for them.
CREATE TABLE public_dates (
    event_id uuid NOT NULL,
    occurrence_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    category text NOT NULL,
    languages text[] NOT NULL,
    -- Whose event it is, and who takes part.
    organisation_ids uuid[] NOT NULL,
    PRIMARY KEY (event_id, occurrence_id)
);

CREATE INDEX public_dates_by_start ON public_dates (starts_at);

INSERT INTO public_dates
SELECT copies.id, date.id, date.starts_at, event.category,
       ARRAY(SELECT jsonb_array_elements_text(state -> 'languages')),
       event.organisation_id || ARRAY(SELECT (each ->> 'id')::uuid FROM jsonb_array_elements(state -> 'co_organisers') AS each)
FROM copies
CROSS JOIN jsonb_to_record(state) AS event (status text, audience text, category text, organisation_id uuid)
CROSS JOIN jsonb_to_recordset(state -> 'occurrences') AS date (id uuid, starts_at timestamptz, status text)
WHERE topic = 'events.event' AND event.status = 'published' AND event.audience = 'public' AND date.status = 'confirmed';

-- Which of them each subscriber wants to hear of.
CREATE VIEW wanted_dates AS
SELECT subscribers.id AS subscriber_id, event_id, occurrence_id, starts_at
FROM subscribers
JOIN public_dates
    ON (cardinality(subscribers.topics) = 0 OR public_dates.category = ANY (subscribers.topics))
    AND (cardinality(subscribers.event_languages) = 0 OR public_dates.languages && subscribers.event_languages)
    AND (cardinality(subscribers.organisation_ids) = 0 OR public_dates.organisation_ids && subscribers.organisation_ids);

DROP INDEX mails_of_people_by_address;

-- migrate:down
