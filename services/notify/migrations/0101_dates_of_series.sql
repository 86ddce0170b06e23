-- migrate:up

-- A date may go to another event when its series is split; its participants are found by it.
CREATE INDEX participants_by_roster ON participants (roster_id);

-- migrate:down
