-- migrate:up

-- Every change of what the public or the members see: who, when, what. Written by the trigger below, never changed.
-- It names nobody: who acted is an id, and the name behind it is looked up for as long as we have it.
CREATE TABLE audit_entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_kind text NOT NULL CONSTRAINT audit_entries_known_actor
        CHECK (actor_kind IN ('member', 'website', 'operator', 'citizen', 'system')),
    -- The member, or the organisation whose website called with a token.
    actor_id uuid,
    kind text NOT NULL,
    row_key text NOT NULL,
    label text NOT NULL,
    deed text NOT NULL CONSTRAINT audit_entries_known_deed CHECK (deed IN ('added', 'changed', 'removed')),
    organisation_id uuid,
    event_id uuid,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    -- Columns that changed, and whose content is nobody's business here.
    unsaid text[] NOT NULL
);

CREATE INDEX audit_entries_by_event ON audit_entries (event_id, id) WHERE event_id IS NOT NULL;
CREATE INDEX audit_entries_by_organisation ON audit_entries (organisation_id, id);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor_id, id) WHERE actor_id IS NOT NULL;

-- For any table: AFTER INSERT OR UPDATE OR DELETE ... FOR EACH ROW EXECUTE FUNCTION note_change().
-- Its arguments name columns of which only that they changed is noted, such as people's names.
-- Who acts is told by set_config('app.actor', '<kind> <id>', true) in the transaction; nobody means the system itself.
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noise CONSTANT text[] := '{id,slug,version,sequence,changed_at,request_key,digest,original_digest,searched_text}';
    hidden CONSTANT text[] := '{join_details,conference}'::text[] || TG_ARGV;
    was CONSTANT jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE jsonb_strip_nulls(to_jsonb(OLD)) END;
    is_now CONSTANT jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE jsonb_strip_nulls(to_jsonb(NEW)) END;
    whole CONSTANT jsonb := was || is_now;
    actor CONSTANT text := coalesce(nullif(current_setting('app.actor', true), ''), 'system');
    changed text[];
    known text[];
    about_event uuid;
    key text := whole ->> 'id';
BEGIN
    SELECT coalesce(array_agg(name ORDER BY name), '{}') INTO changed
    FROM jsonb_object_keys(whole) AS name
    WHERE was -> name IS DISTINCT FROM is_now -> name AND name <> ALL (noise);
    IF TG_OP = 'UPDATE' AND cardinality(changed) = 0 THEN
        RETURN NULL;
    END IF;
    known := ARRAY(SELECT name FROM unnest(changed) AS name WHERE name <> ALL (hidden));
    IF key IS NULL THEN
        SELECT string_agg(whole ->> column_of_key.attname, ' ' ORDER BY column_of_key.attnum) INTO key
        FROM pg_index AS primary_key
        JOIN pg_attribute AS column_of_key
          ON column_of_key.attrelid = primary_key.indrelid AND column_of_key.attnum = ANY (primary_key.indkey)
        WHERE primary_key.indrelid = TG_RELID AND primary_key.indisprimary AND column_of_key.attname <> ALL (noise);
    END IF;
    about_event := CASE WHEN TG_TABLE_NAME = 'events' THEN whole ->> 'id' ELSE whole ->> 'event_id' END;
    INSERT INTO audit_entries (
        actor_kind, actor_id, kind, row_key, label, deed, organisation_id, event_id, before, after, unsaid
    )
    VALUES (
        split_part(actor, ' ', 1),
        nullif(split_part(actor, ' ', 2), '')::uuid,
        TG_TABLE_NAME,
        coalesce(key, ''),
        coalesce(
            (
                SELECT whole ->> name
                FROM unnest('{title,name,organisation_name,text,alt}'::text[]) WITH ORDINALITY AS names (name, position)
                WHERE name <> ALL (hidden) AND whole ->> name <> ''
                ORDER BY position
                LIMIT 1
            ),
            ''
        ),
        CASE TG_OP WHEN 'INSERT' THEN 'added' WHEN 'UPDATE' THEN 'changed' ELSE 'removed' END,
        CASE
            WHEN TG_TABLE_NAME = 'organisations' THEN (whole ->> 'id')::uuid
            WHEN whole ? 'organisation_id' THEN (whole ->> 'organisation_id')::uuid
            ELSE (SELECT organisation_id FROM events WHERE id = about_event)
        END,
        about_event,
        (SELECT coalesce(jsonb_object_agg(name, was -> name), '{}') FROM unnest(known) AS name WHERE was ? name),
        (SELECT coalesce(jsonb_object_agg(name, is_now -> name), '{}') FROM unnest(known) AS name WHERE is_now ? name),
        ARRAY(SELECT name FROM unnest(changed) AS name WHERE name = ANY (hidden))
    );
    RETURN NULL;
END
$$;

CREATE FUNCTION keep_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE 'what is in the audit log stays as it is';
END
$$;

CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION keep_audit_entry();

CREATE TRIGGER events_noted AFTER INSERT OR UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION note_change('facts');
CREATE TRIGGER event_texts_noted AFTER INSERT OR UPDATE OR DELETE ON event_texts
    FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER co_organisations_noted AFTER INSERT OR UPDATE OR DELETE ON co_organisations
    FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER campaigns_noted AFTER INSERT OR UPDATE OR DELETE ON campaigns
    FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER organisations_noted AFTER INSERT OR UPDATE OR DELETE ON organisations
    FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER members_noted AFTER INSERT OR UPDATE OR DELETE ON members
    FOR EACH ROW EXECUTE FUNCTION note_change('name', 'email', 'language');
CREATE TRIGGER api_tokens_noted AFTER INSERT OR UPDATE OR DELETE ON api_tokens
    FOR EACH ROW EXECUTE FUNCTION note_change();

-- migrate:down
