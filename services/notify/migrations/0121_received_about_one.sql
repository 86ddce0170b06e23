-- migrate:up

-- Of what came back about the same mail or registration only so much is kept.
CREATE INDEX received_mails_about_one ON received_mails (coalesce(registration_id, mail_id));

-- migrate:down
