-- migrate:up

-- What a service signs with for itself: forms, proofs of work, addresses for answers by mail.
CREATE TABLE secret (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    secret text NOT NULL
);

-- migrate:down
