-- migrate:up

-- "Answers" are what people answer to an organiser's questions; what a request was answered is a reply.
ALTER TABLE answers RENAME TO replies;

-- migrate:down
