-- migrate:up

-- The private calendar addresses of members, by the digest of their token: who holds one sees internal events too.
CREATE TABLE feed_tokens (
    digest text PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE UNIQUE INDEX feed_tokens_one_per_member ON feed_tokens (member_id) WHERE revoked_at IS NULL;

-- migrate:down
