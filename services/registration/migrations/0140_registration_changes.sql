-- migrate:up

-- What happened to each registration: when, who did it, what differs. It names nobody and repeats nothing that people
-- typed, so it can stay when they are forgotten. Written by the triggers below, never changed.
CREATE TABLE registration_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    registration_id uuid NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_kind text NOT NULL,
    -- The member, or the organisation whose website called with a token.
    actor_id uuid,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    -- Columns that changed, and whose content is for those alone who may see the registration.
    unsaid text[] NOT NULL
);

CREATE INDEX registration_changes_by_registration ON registration_changes (registration_id, id);

-- What became of each mail about a registration, as the notify service says.
CREATE TABLE registration_mails (
    mail_id uuid PRIMARY KEY,
    registration_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    recorded_at timestamptz NOT NULL
);

CREATE INDEX registration_mails_by_registration ON registration_mails (registration_id);

-- What the history says in full.
CREATE FUNCTION said_of(registration registrations) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'status', registration.status,
        'party_size', registration.party_size,
        'offered_size', registration.offered_size,
        'roster_id', registration.roster_id,
        'attended_count', registration.attended_count,
        'erased', registration.erased_at IS NOT NULL
    )
$$;

-- What it says only that it changed.
CREATE FUNCTION unsaid_of(registration registrations) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'name', registration.name,
        'email', registration.email,
        'phone', registration.phone,
        'language', registration.language,
        'smallest_party', registration.smallest_party,
        'attendees', registration.attendees,
        'answers', registration.answers
    )
$$;

-- Once for each statement, since a rush writes two hundred rows with one. Who acts is told by
-- set_config('app.actor', '<kind> <id>', true): people who sign up in a rush share a transaction that names nobody, and
-- what else names nobody the clock does.
CREATE FUNCTION note_new_registrations() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    actor CONSTANT text := coalesce(nullif(current_setting('app.actor', true), ''), 'citizen');
BEGIN
    INSERT INTO registration_changes (registration_id, actor_kind, actor_id, before, after, unsaid)
    SELECT id, split_part(actor, ' ', 1), nullif(split_part(actor, ' ', 2), '')::uuid, '{}',
           jsonb_build_object('status', status, 'party_size', party_size), '{}'
    FROM added
    ORDER BY arrival;
    RETURN NULL;
END
$$;

CREATE FUNCTION note_changed_registrations() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    actor CONSTANT text := coalesce(nullif(current_setting('app.actor', true), ''), 'system');
BEGIN
    INSERT INTO registration_changes (registration_id, actor_kind, actor_id, before, after, unsaid)
    SELECT id, split_part(actor, ' ', 1), nullif(split_part(actor, ' ', 2), '')::uuid,
           coalesce(differing.before, '{}'), coalesce(differing.after, '{}'), hidden.names
    FROM was
    JOIN is_now USING (id)
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(name, old_value) AS before, jsonb_object_agg(name, said_of(is_now) -> name) AS after
        FROM jsonb_each(said_of(was)) AS old (name, old_value)
        WHERE old_value IS DISTINCT FROM said_of(is_now) -> name
    ) AS differing
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(name ORDER BY name), '{}') AS names
        FROM jsonb_each(unsaid_of(was)) AS old (name, old_value)
        WHERE old_value IS DISTINCT FROM unsaid_of(is_now) -> name
    ) AS hidden
    WHERE differing.before IS NOT NULL OR hidden.names <> '{}'
    ORDER BY is_now.arrival;
    RETURN NULL;
END
$$;

CREATE TRIGGER registrations_note_new AFTER INSERT ON registrations
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION note_new_registrations();

CREATE TRIGGER registrations_note_changed AFTER UPDATE ON registrations
    REFERENCING OLD TABLE AS was NEW TABLE AS is_now
    FOR EACH STATEMENT EXECUTE FUNCTION note_changed_registrations();

-- migrate:down
