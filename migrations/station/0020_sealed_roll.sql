-- The roll is stored under the station's key: whoever has the disk and not the key learns how many voters are on
-- it, and nothing of them. What is searched is held in memory.
CREATE TABLE sealed_voter (
    id                INTEGER PRIMARY KEY,
    lookup            BLOB NOT NULL UNIQUE,      -- a keyed hash of the voter's id
    record            BLOB NOT NULL,             -- the whole record as JSON, sealed to its lookup
    version           INTEGER NOT NULL,          -- of the roll update it comes from; 0: registered here
    elsewhere_station TEXT,                      -- the check-in that another incarnation or station made
    elsewhere_at      INTEGER,
    CHECK ((elsewhere_station IS NULL) = (elsewhere_at IS NULL))
) STRICT;

-- A store with a roll in clear is of a build before the first release, and cannot be sealed without the key: this
-- fails then (record), and the station has to be enrolled again.
INSERT INTO sealed_voter SELECT id, voter_id, NULL, version, elsewhere_station, elsewhere_at FROM voter;

DROP TABLE voter_words;
DROP TABLE voter;
ALTER TABLE sealed_voter RENAME TO voter;
