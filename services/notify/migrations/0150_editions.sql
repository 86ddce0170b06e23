-- migrate:up

-- Newsletter editions, from the call for contributions to the archive.
CREATE TABLE editions (
    id uuid PRIMARY KEY,
    number integer NOT NULL CONSTRAINT editions_one_per_number UNIQUE,
    slug text NOT NULL CONSTRAINT editions_one_per_slug UNIQUE,
    state text NOT NULL DEFAULT 'preparing'
        CONSTRAINT editions_known_state CHECK (state IN ('preparing', 'sending', 'paused', 'sent')),
    -- Grows with each change of what the editor says, so that two editors do not overwrite each other.
    version integer NOT NULL DEFAULT 1,
    -- The one that the edition's own words are written in first.
    language text NOT NULL,
    call_note text NOT NULL,
    -- The last day on which organisations may contribute, in the network's time zone.
    call_closes_on date,
    called_at timestamptz,
    reminded_at timestamptz,
    -- Contributions are taken after that day as well.
    takes_late boolean NOT NULL,
    -- Which of the coming events are listed.
    events jsonb NOT NULL,
    -- When it began to be sent; from then on it stays as it was.
    published_at timestamptz,
    -- When the web edition was put right last.
    corrected_at timestamptz,
    CONSTRAINT editions_published_once_sent CHECK ((state = 'preparing') = (published_at IS NULL))
);

-- An edition's own words in each language they were written in.
CREATE TABLE edition_texts (
    edition_id uuid NOT NULL REFERENCES editions ON DELETE CASCADE,
    language text NOT NULL,
    title text NOT NULL,
    welcome text NOT NULL,
    notices text NOT NULL,
    PRIMARY KEY (edition_id, language)
);

-- What readers of each language get: as it was when the edition began to be sent, and as the web shows it if it was
-- put right since.
CREATE TABLE composed_editions (
    edition_id uuid NOT NULL REFERENCES editions ON DELETE CASCADE,
    language text NOT NULL,
    sent jsonb NOT NULL,
    corrected jsonb,
    PRIMARY KEY (edition_id, language)
);

-- What organisations give to an edition.
CREATE TABLE contributions (
    id uuid PRIMARY KEY,
    edition_id uuid NOT NULL REFERENCES editions ON DELETE CASCADE,
    organisation_id uuid NOT NULL,
    position integer NOT NULL,
    state text NOT NULL DEFAULT 'offered'
        CONSTRAINT contributions_known_state CHECK (state IN ('offered', 'accepted', 'left_out')),
    version integer NOT NULL DEFAULT 1,
    language text NOT NULL,
    place text NOT NULL,
    contact text NOT NULL,
    link text
);

CREATE INDEX contributions_by_edition ON contributions (edition_id, position);
CREATE INDEX contributions_by_organisation ON contributions (organisation_id);

-- The words of a contribution in each language they were written in.
CREATE TABLE contribution_texts (
    contribution_id uuid NOT NULL REFERENCES contributions ON DELETE CASCADE,
    language text NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    aim text NOT NULL,
    PRIMARY KEY (contribution_id, language)
);

-- The photos of a contribution in their order, and its logo.
CREATE TABLE contribution_pictures (
    id uuid PRIMARY KEY,
    contribution_id uuid NOT NULL REFERENCES contributions ON DELETE CASCADE,
    position integer NOT NULL,
    alt text NOT NULL,
    credit text NOT NULL,
    is_logo boolean NOT NULL,
    -- Who said that it may be published and that the people in it agree.
    released_by_organisation_id uuid NOT NULL,
    released_by_member_id uuid NOT NULL,
    released_at timestamptz NOT NULL,
    CONSTRAINT contribution_pictures_some_alt CHECK (alt <> '')
);

CREATE INDEX contribution_pictures_by_contribution ON contribution_pictures (contribution_id, position);
CREATE UNIQUE INDEX contribution_pictures_one_logo ON contribution_pictures (contribution_id) WHERE is_logo;

-- The bytes of each picture in its sizes, apart from it so that lists do not drag them along.
CREATE TABLE contribution_picture_files (
    picture_id uuid NOT NULL REFERENCES contribution_pictures ON DELETE CASCADE,
    size text NOT NULL CONSTRAINT contribution_picture_files_known_size CHECK (size IN ('small', 'large', 'original')),
    media_type text NOT NULL
        CONSTRAINT contribution_picture_files_known_type CHECK (media_type IN ('image/jpeg', 'image/png')),
    width integer NOT NULL,
    height integer NOT NULL,
    size_bytes integer NOT NULL,
    sha256 text NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (picture_id, size)
);

-- They are compressed already; trying again only costs time.
ALTER TABLE contribution_picture_files ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- migrate:down
