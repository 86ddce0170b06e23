-- migrate:up

-- Pictures of an event, an organisation or a campaign, in the order in which they are shown.
CREATE TABLE pictures (
    id uuid PRIMARY KEY,
    event_id uuid REFERENCES events ON DELETE CASCADE,
    organisation_id uuid REFERENCES organisations ON DELETE CASCADE,
    campaign_id uuid REFERENCES campaigns ON DELETE CASCADE,
    position integer NOT NULL,
    alt text NOT NULL,
    credit text NOT NULL,
    is_logo boolean NOT NULL,
    -- Who said that it may be published and that the people in it agree; no member when a website said so by its token.
    released_by_organisation_id uuid NOT NULL REFERENCES organisations,
    released_by_member_id uuid REFERENCES members,
    released_at timestamptz NOT NULL,
    CONSTRAINT pictures_one_owner CHECK (num_nonnulls(event_id, organisation_id, campaign_id) = 1),
    CONSTRAINT pictures_some_alt CHECK (alt <> '')
);

CREATE INDEX pictures_by_event ON pictures (event_id, position);
CREATE INDEX pictures_by_organisation ON pictures (organisation_id, position);
CREATE INDEX pictures_by_campaign ON pictures (campaign_id, position);
CREATE UNIQUE INDEX pictures_one_logo ON pictures (organisation_id) WHERE is_logo;

-- The bytes of each picture in its sizes, apart from it so that lists do not drag them along. They are in PostgreSQL
-- since a network has a few gigabytes at most: one backup holds everything, a picture and its row come and go in one
-- transaction, and every replica sees it at once.
CREATE TABLE picture_files (
    picture_id uuid NOT NULL REFERENCES pictures ON DELETE CASCADE,
    size text NOT NULL CONSTRAINT picture_files_known_size CHECK (size IN ('small', 'large', 'original')),
    media_type text NOT NULL CONSTRAINT picture_files_known_type CHECK (media_type IN ('image/jpeg', 'image/png')),
    width integer NOT NULL,
    height integer NOT NULL,
    size_bytes integer NOT NULL,
    sha256 text NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (picture_id, size)
);

-- PDFs to download with an event.
CREATE TABLE flyers (
    id uuid PRIMARY KEY,
    event_id uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    position integer NOT NULL,
    title text NOT NULL,
    size_bytes integer NOT NULL,
    sha256 text NOT NULL
);

CREATE INDEX flyers_by_event ON flyers (event_id, position);

-- The bytes of each flyer; in PostgreSQL for the same reasons as those of pictures.
CREATE TABLE flyer_files (
    flyer_id uuid PRIMARY KEY REFERENCES flyers ON DELETE CASCADE,
    bytes bytea NOT NULL
);

-- They are compressed already; trying again only costs time.
ALTER TABLE picture_files ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE flyer_files ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TRIGGER pictures_noted AFTER INSERT OR UPDATE OR DELETE ON pictures
    FOR EACH ROW EXECUTE FUNCTION note_change('released_by');
CREATE TRIGGER flyers_noted AFTER INSERT OR UPDATE OR DELETE ON flyers
    FOR EACH ROW EXECUTE FUNCTION note_change();

-- migrate:down
