-- The ballot side by groups: a ballot is sealed by itself, leaves its station in a group of one style, and stands
-- opened only among the ballots of its group. Codes and opened ballots are two lists that nothing joins.

-- A group as it left its station. `opened` when its ballots stand in `opened_group`.
drop table batch;
create table sealed_group (
    station_id text not null,
    incarnation integer not null,
    seq bigint not null,
    ballot_style text not null,
    ballots integer not null check (ballots >= 1),
    -- Encapsulation, length and ciphertext of each ballot, one after the other. Empty once they are opened.
    sealed bytea not null,
    opened boolean not null default false,
    primary key (station_id, incarnation, seq)
);
create index sealed_group_waiting on sealed_group (station_id, ballot_style) where not opened;

-- Opened ballots, one row for those that were opened together. No voter, no time, no code.
drop table ballot;
create table opened_group (
    group_id uuid primary key default gen_random_uuid(),
    station_id text not null,
    ballot_style text not null,
    size integer not null check (size >= 1),
    -- Each ballot's marks by contest: a candidate id, "" for blank, null for an overvote. Sorted by what they say:
    -- their order says nothing else.
    ballots jsonb not null check (jsonb_array_length(ballots) = size)
);
create index opened_group_by_station on opened_group (station_id);

-- One row a ballot, for arithmetic.
create view ballot as
    select g.station_id, g.ballot_style, b.contests
    from opened_group g cross join lateral jsonb_array_elements(g.ballots) as b (contests);

-- The codes of sealed ballots that were counted. Written in their order, whatever they were counted with.
create table counted_code (
    code bytea primary key check (length(code) = 20),
    station_id text not null
);

alter table provisional_ballot drop column tracking_code;
alter table provisional_ballot add column ballot_style text not null default '';
alter table provisional_ballot alter column ballot_style drop default;
