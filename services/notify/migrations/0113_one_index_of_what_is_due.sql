-- migrate:up

-- What is due is claimed in one order for all domains.
DROP INDEX mails_due_of_domain;

-- migrate:down
