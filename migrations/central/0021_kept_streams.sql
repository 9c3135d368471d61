-- What a broker may lose is kept here as well.

-- Every segment that was taken in, exactly as its station signed it. Holds what the station log holds: sealed
-- ballots, and nothing that opens them.
create table raw_segment (
    station_id text not null,
    incarnation integer not null,
    first_seq bigint not null,
    next_seq bigint not null,
    bytes bytea not null,
    primary key (station_id, incarnation, next_seq)
);
-- Sealed ballots do not compress.
alter table raw_segment alter column bytes set storage external;

-- The events of `votes` and `check-ins`, exactly as they are published.
create table derived_event (
    topic text not null,
    station_id text not null,
    event bigint not null,
    payload bytea not null,
    primary key (topic, station_id, event)
);

-- SHA-256 of the message before `next_offset`: tells a topic that was made anew and has grown beyond it.
alter table consumer_offset add column last_message bytea check (length(last_message) = 32);
