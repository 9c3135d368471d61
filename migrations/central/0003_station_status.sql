-- What a station last said of itself on the `station-status` topic: how it is, never part of the record.

alter table station
    -- When it said so, by its own clock, and when the broker heard it.
    add column status_at timestamptz,
    add column status_heard timestamptz,
    -- Entries of its log that waited for a receipt.
    add column queue_depth bigint,
    add column software text;
