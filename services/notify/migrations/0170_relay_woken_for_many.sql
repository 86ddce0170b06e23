-- migrate:up

-- Commits that notify wait for each other, to the disk and back. What is told of each mail wakes the relay when its
-- sender gives its claims back, and no other message waits.
DROP TRIGGER outbox_wakes_relay ON outbox;
CREATE TRIGGER outbox_wakes_relay AFTER INSERT ON outbox FOR EACH ROW
    WHEN (new.subject NOT LIKE 'notify.mail.%') EXECUTE FUNCTION wake_relay();

-- migrate:down
