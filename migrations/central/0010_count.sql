-- How far each station's log is believed, and what officials ruled on it.

alter table station
    -- What the believed part adds up to, and from where on it is not believed: `LogState` of the crate `count`.
    add column log_state jsonb not null default '{"polls": "not_opened", "check_ins": 0, "undone": 0, "ballots": 0,
        "cases": 0, "provisional": 0, "registrations": 0, "close_report": null, "set_aside": null}',
    -- What the decisions say, for SQL: where two officials ruled that the log ends, and up to where what is odd
    -- about it is accepted.
    add column ruled_end bigint,
    add column accepted_to bigint not null default 0,
    drop column close_report;

-- Entries that are kept and counted nowhere: they break a rule of stations, follow one that does, or came after the
-- certification. Officials rule on them; then they count, or stay here.
create table set_aside_entry (
    station_id text not null,
    incarnation integer not null,
    seq bigint not null,
    -- As it is numbered on the wire.
    kind integer not null,
    payload bytea not null,
    primary key (station_id, incarnation, seq)
);

-- A case belongs to the log that opened it: no station's log says anything of another's.
alter table provisional_ballot add column incarnation integer;
update provisional_ballot b set incarnation = c.incarnation from provisional_case c where c.case_id = b.case_id;
alter table provisional_ballot alter column incarnation set not null;
alter table provisional_ballot drop constraint provisional_ballot_pkey;
alter table provisional_ballot add primary key (station_id, incarnation, case_id);
alter table provisional_case drop constraint provisional_case_pkey;
alter table provisional_case add primary key (station_id, incarnation, case_id);

-- Somebody is to become an official, or to get another name, role or key. With the one-time code they choose their
-- own passphrase; two officials confirm it then.
create table official_invitation (
    official_id text primary key,
    name text not null,
    role text not null check (role in ('central_official', 'auditor')),
    -- SHA-256 of the code; null once it was used.
    code_hash bytea check (length(code_hash) = 32),
    failures integer not null default 0,
    invited_by text,
    public_key bytea check (length(public_key) = 32),
    sealed_key bytea,
    at timestamptz not null default now(),
    check ((public_key is null) = (sealed_key is null) and (public_key is null) <> (code_hash is null))
);
-- One person is one official.
alter table official add constraint official_key_once unique (public_key);

-- Ballots of a station that cannot be counted: they do not open, are none of this election, or came twice.
create table void_ballots (
    station_id text primary key,
    ballots bigint not null
);
