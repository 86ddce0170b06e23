-- migrate:up

-- The table `secret` that all services have is in its place; a form that is open meanwhile is to be sent once more.
DROP TABLE form_secret;

-- migrate:down
