-- Officials and what they decide. Each decision is a row here, a signed message on the `decisions` topic, and a
-- change of the rows that it is about, in one transaction.

create table official (
    official_id text primary key,
    name text not null,
    role text not null check (role in ('central_official', 'auditor')),
    public_key bytea not null check (length(public_key) = 32),
    -- The key with which the official approves, under the official's passphrase (Argon2id): opening it is the
    -- sign-in, and nobody else can approve in the official's name.
    sealed_key bytea not null,
    -- Failed sign-ins since the last one that succeeded, and until when no other is tried.
    failures integer not null default 0,
    locked_until timestamptz,
    disabled boolean not null default false,
    added_at timestamptz not null default now()
);

-- The chain: numbered without gaps, each message naming the hash of the one before it.
create table decision (
    number bigint primary key check (number >= 0),
    statement_id uuid not null unique,
    kind text not null,
    subject text not null,
    officials text[] not null,
    reason text not null,
    at timestamptz not null,
    hash bytea not null check (length(hash) = 32),
    -- Signed, as it is on the topic.
    message bytea not null
);

-- What one official has approved and a second one must.
create table proposal (
    proposal_id uuid primary key,
    -- `case/ID` or `certification`: one proposal for each thing to be decided.
    about text not null unique,
    kind text not null,
    subject text not null,
    official text not null references official,
    reason text not null,
    statement bytea not null,
    signature bytea not null check (length(signature) = 64),
    at timestamptz not null default now()
);

-- A registration under a number that was on record already, as the other station wrote it: officials see both.
create table duplicate_registration (
    voter_id uuid not null,
    station_id text not null,
    record jsonb not null,
    at timestamptz not null default now(),
    decision bigint references decision,
    primary key (voter_id, station_id)
);

-- Released: to be counted. Counted: opened together with others, and from then on nothing here leads from the
-- case to its ballot.
alter table provisional_case drop constraint provisional_case_status_check;
alter table provisional_case add constraint provisional_case_status_check
    check (status in ('pending', 'released', 'counted', 'rejected'));

alter table provisional_case add column decision bigint references decision;
alter table candidate add column decision bigint references decision;
alter table voter add column decision bigint references decision;
alter table incident add column decision bigint references decision;
alter table quarantine add column decision bigint references decision;
