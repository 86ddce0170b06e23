-- migrate:up

-- Until when places are held for one who has to act: prove the address, or accept an offer.
ALTER TABLE participants ADD COLUMN held_until timestamptz;

-- migrate:down
