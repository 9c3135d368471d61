-- The ballot box. Each shelf holds sealed ballots of one style, closed once more under a key that no file holds:
-- what lies in it, and what was put in between two copies of this store, only the running station can tell.
DROP TABLE sealed_ballot;
CREATE TABLE ballot_box (
    ballot_style TEXT NOT NULL,
    shelf        INTEGER NOT NULL,
    ballots      INTEGER NOT NULL CHECK (ballots > 0),
    closed       BLOB NOT NULL,
    PRIMARY KEY (ballot_style, shelf)
) STRICT, WITHOUT ROWID;
