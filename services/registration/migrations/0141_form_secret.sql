-- migrate:up

-- What forms and proofs of work are signed with; made by the first process that needs it, the same for all of them.
CREATE TABLE form_secret (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    secret text NOT NULL
);

-- migrate:down
