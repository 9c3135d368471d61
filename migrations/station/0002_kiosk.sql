-- What a kiosk with officers and a booth keeps besides. The two sides still never meet: `officer` and
-- `roll_heard` are of neither, `booth` is of the ballot side.

-- Who may sign in at the desk. Gone is an officer who was removed: the log keeps the name.
CREATE TABLE officer (
    id            BLOB PRIMARY KEY,              -- random
    name          TEXT NOT NULL UNIQUE,
    role          TEXT NOT NULL CHECK (role IN ('poll_worker', 'presiding_officer')),
    pin           BLOB NOT NULL,                 -- an empty secret sealed with the PIN (Argon2id)
    failures      INTEGER NOT NULL,              -- wrong PINs since the last right one
    refused_until INTEGER                        -- seconds since 1970; no attempt is taken before
) STRICT, WITHOUT ROWID;

-- The session in the booth, which may be spent: then its ballot was cast, and the voter has not left yet. One
-- row at most. It says nothing of the voter, and nothing of the ballot but that it was cast.
CREATE TABLE booth (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    session_id  BLOB NOT NULL,
    provisional INTEGER NOT NULL CHECK (provisional IN (0, 1))
) STRICT;

-- When the roll was last known to be what central has. One row at most.
CREATE TABLE roll_heard (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL                          -- seconds since 1970, by this station's clock
) STRICT;

-- The log by kind: for the officers' filter and the reports.
CREATE INDEX entry_kind ON entry (kind);
