-- A polling station's store. Two sides that never meet: the voter side (voter, check_in) and the ballot side
-- (voting_session, sealed_ballot) share no key, no number and no time. STRICT everywhere: a wrong type is an
-- error, not a surprise later.

-- Who this station is. One row, written when the station package is opened.
CREATE TABLE station (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    definition    BLOB NOT NULL,                 -- the newest signed definition, exactly as it was signed
    election      TEXT NOT NULL,
    station       TEXT NOT NULL,
    incarnation   INTEGER NOT NULL,
    public_key    BLOB NOT NULL,                 -- of the key that signs this incarnation's segments
    authority_key BLOB NOT NULL,
    kafka         TEXT NOT NULL,
    topic_prefix  TEXT NOT NULL
) STRICT;

-- What cannot be counted from other tables, because spent sessions are deleted. One row.
CREATE TABLE progress (
    id                INTEGER PRIMARY KEY CHECK (id = 1),
    polls             TEXT NOT NULL,
    undone            INTEGER NOT NULL,
    ballots           INTEGER NOT NULL,
    provisional       INTEGER NOT NULL,
    spoiled           INTEGER NOT NULL,
    fled              INTEGER NOT NULL,
    registrations     INTEGER NOT NULL,
    provisional_cases INTEGER NOT NULL
) STRICT;

-- The station log, and thereby the offline queue: never updated, never deleted from.
CREATE TABLE entry (
    seq     INTEGER PRIMARY KEY,                 -- from 0, without gaps
    kind    INTEGER NOT NULL,                    -- number of the kind on the wire
    payload BLOB NOT NULL,
    hash    BLOB NOT NULL
) STRICT;

-- The best receipt so far. One row.
CREATE TABLE sync (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    receipted    INTEGER NOT NULL,               -- entries before this number are durable at central
    received_at  INTEGER,                        -- seconds since 1970, by this station's clock
    standing     TEXT NOT NULL,
    refusal      TEXT NOT NULL,
    trouble      TEXT                            -- JSON; NULL when there is none
) STRICT;

-- Voter side -----------------------------------------------------------------------------------------------

CREATE TABLE voter (
    id                INTEGER PRIMARY KEY,
    voter_id          BLOB NOT NULL UNIQUE,
    number            TEXT NOT NULL,             -- registration number, normalised
    date_of_birth     TEXT NOT NULL,             -- YYYY-MM-DD
    accreditation     TEXT NOT NULL,
    record            TEXT NOT NULL,             -- the whole record, JSON
    version           INTEGER NOT NULL,          -- of the roll update it comes from; 0: registered here
    elsewhere_station TEXT,                      -- the check-in that another incarnation or station made
    elsewhere_at      INTEGER,
    CHECK ((elsewhere_station IS NULL) = (elsewhere_at IS NULL))
) STRICT;
CREATE INDEX voter_number ON voter (number);
CREATE INDEX voter_date_of_birth ON voter (date_of_birth);

-- Words of names, folded by the program: the `ascii` tokenizer only splits them at the spaces between.
CREATE VIRTUAL TABLE voter_words USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '1 2'
);

CREATE TABLE check_in (
    voter  INTEGER PRIMARY KEY REFERENCES voter (id),
    seq    INTEGER NOT NULL,                     -- of its entry
    at     INTEGER NOT NULL,                     -- seconds since 1970
    issued INTEGER NOT NULL CHECK (issued IN (0, 1))
) STRICT;

-- Ballot side ----------------------------------------------------------------------------------------------

-- Open sessions only. Keyed by a random id and kept in its order: the table says nothing of when or for whom.
CREATE TABLE voting_session (
    session_id   BLOB PRIMARY KEY,
    ballot_style TEXT NOT NULL,
    case_id      BLOB                            -- of a provisional session
) STRICT, WITHOUT ROWID;

-- The batch that is being filled. Keyed by the random nonce and kept in its order.
CREATE TABLE sealed_ballot (
    nonce        BLOB PRIMARY KEY,
    encapped_key BLOB NOT NULL,
    ciphertext   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
