-- migrate:up

-- One mail may be about several registrations, such as all dates of a course.
ALTER TABLE registration_mails
    DROP CONSTRAINT registration_mails_pkey,
    ADD PRIMARY KEY (registration_id, mail_id);

DROP INDEX registration_mails_by_registration;

-- migrate:down
