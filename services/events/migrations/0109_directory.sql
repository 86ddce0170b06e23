-- migrate:up

-- Text as people search it: small letters, no accents, and ä, ae and a are one.
CREATE FUNCTION folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
    regexp_replace(replace(lower(normalize(words, NFD)), 'ß', 'ss'), '[\u0300-\u036f]', '', 'g'), '([aou])e', '\1', 'g'
);

-- What the directory says about a partner; `left_at` is when it left the network.
ALTER TABLE organisations
    ADD COLUMN description text NOT NULL DEFAULT '',
    ADD COLUMN purpose text NOT NULL DEFAULT '',
    ADD COLUMN language text NOT NULL DEFAULT 'de',
    ADD COLUMN languages text[] NOT NULL DEFAULT '{}',
    ADD COLUMN address text NOT NULL DEFAULT '',
    ADD COLUMN opening_hours text NOT NULL DEFAULT '',
    ADD COLUMN contact_name text,
    ADD COLUMN email text,
    ADD COLUMN phone text,
    ADD COLUMN website text,
    ADD COLUMN left_at timestamptz;

-- A token's own number, so that it can be named without its digest.
ALTER TABLE api_tokens
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT api_tokens_one_per_id UNIQUE,
    ADD COLUMN name text NOT NULL DEFAULT '',
    ADD COLUMN issued_at timestamptz NOT NULL DEFAULT now();

-- What a partner offers all the time: advice, a course, a café.
CREATE TABLE offers (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations,
    title text NOT NULL,
    description text NOT NULL,
    language text NOT NULL,
    kind text NOT NULL,
    for_whom text[] NOT NULL,
    languages text[] NOT NULL,
    place text NOT NULL,
    online boolean NOT NULL,
    times text NOT NULL,
    contact text NOT NULL,
    changed_at timestamptz NOT NULL,
    -- The nonce of the form that made it, so that sending it twice makes one offer.
    request_key uuid CONSTRAINT offers_one_per_form UNIQUE
);

CREATE INDEX offers_by_organisation ON offers (organisation_id);

-- What a partner has to say for some days, such as that it is closed; the last day is included.
CREATE TABLE notices (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations,
    text text NOT NULL,
    language text NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    changed_at timestamptz NOT NULL,
    request_key uuid CONSTRAINT notices_one_per_form UNIQUE,
    CONSTRAINT notices_end_after_start CHECK (valid_until >= valid_from)
);

CREATE INDEX notices_by_organisation ON notices (organisation_id, valid_until);

-- People who were asked to log in for an organisation, by the digest of their one-time link.
CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    digest text NOT NULL CONSTRAINT invitations_one_per_link UNIQUE,
    organisation_id uuid NOT NULL REFERENCES organisations,
    name text NOT NULL,
    email text NOT NULL,
    language text NOT NULL,
    role text NOT NULL CONSTRAINT invitations_known_role CHECK (role IN ('member', 'coordinator')),
    invited_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz
);

CREATE UNIQUE INDEX invitations_one_open_per_address ON invitations (organisation_id, lower(email))
    WHERE accepted_at IS NULL;

-- Organisations that ask to be let into the network.
CREATE TABLE applications (
    id uuid PRIMARY KEY,
    organisation_name text NOT NULL,
    description text NOT NULL,
    website text,
    name text NOT NULL,
    email text NOT NULL,
    phone text,
    language text NOT NULL,
    applied_at timestamptz NOT NULL,
    decision text CONSTRAINT applications_known_decision CHECK (decision IN ('verified', 'refused')),
    decided_at timestamptz,
    note text NOT NULL DEFAULT '',
    organisation_id uuid REFERENCES organisations,
    CONSTRAINT applications_whole_decisions CHECK ((decision IS NULL) = (decided_at IS NULL))
);

CREATE UNIQUE INDEX applications_one_waiting_per_address ON applications (lower(email)) WHERE decision IS NULL;

CREATE TRIGGER offers_noted AFTER INSERT OR UPDATE OR DELETE ON offers
    FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER notices_noted AFTER INSERT OR UPDATE OR DELETE ON notices
    FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER invitations_noted AFTER INSERT OR UPDATE OR DELETE ON invitations
    FOR EACH ROW EXECUTE FUNCTION note_change('name', 'email', 'language');
CREATE TRIGGER applications_noted AFTER INSERT OR UPDATE OR DELETE ON applications
    FOR EACH ROW EXECUTE FUNCTION note_change('name', 'email', 'phone', 'language', 'description', 'website');

-- migrate:down
