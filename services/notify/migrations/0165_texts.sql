-- migrate:up

-- The operator's words in place of ours: one row for each sentence of the mails in one language.
CREATE TABLE texts (
    -- As it stands in the templates, in English; of one with a plural, its singular.
    sentence text NOT NULL,
    language text NOT NULL,
    -- One for each plural form of the language; else one.
    forms text[] NOT NULL,
    changed_by uuid,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (sentence, language)
);

-- migrate:down
