-- migrate:up

-- The partners of the network.
CREATE TABLE organisations (
    id uuid PRIMARY KEY,
    slug text NOT NULL CONSTRAINT organisations_one_per_slug UNIQUE,
    name text NOT NULL,
    version bigint NOT NULL DEFAULT 1
);

-- What an organisation's website calls our APIs with; the tokens themselves are never stored.
CREATE TABLE api_tokens (
    digest text PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations,
    role text NOT NULL CONSTRAINT api_tokens_known_role CHECK (role IN ('member', 'coordinator')),
    revoked_at timestamptz
);

-- The people who log in for an organisation.
CREATE TABLE members (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations,
    name text NOT NULL,
    email text NOT NULL,
    language text NOT NULL,
    role text NOT NULL CONSTRAINT members_known_role CHECK (role IN ('member', 'coordinator')),
    version bigint NOT NULL DEFAULT 1,
    removed_at timestamptz
);

CREATE UNIQUE INDEX members_one_per_address ON members (lower(email)) WHERE removed_at IS NULL;

-- One-time links to log in, by the digest of their token.
CREATE TABLE login_links (
    digest text PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

CREATE INDEX login_links_by_member ON login_links (member_id, expires_at);

-- migrate:down
