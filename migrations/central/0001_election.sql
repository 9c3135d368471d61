-- Central's record of one election. Everything below `quarantine` in the way of the data can be made again
-- from the station logs; everything above it is what officials decided.

-- ---- The election -----------------------------------------------------------------------------------------

-- One row: a database holds one election.
create table election (
    only_one boolean primary key default true check (only_one),
    election_id text not null,
    title text not null,
    status text not null default 'open' check (status in ('open', 'closed', 'certified')),
    disclosure text not null check (disclosure in ('live', 'after_close')),
    min_batch integer not null check (min_batch >= 1),
    version integer not null,
    definition bytea not null,
    authority_key bytea not null check (length(authority_key) = 32)
);

create table party (
    party_id text primary key,
    name text not null,
    abbreviation text not null
);

create table contest (
    contest_id text primary key,
    title text not null,
    vote_variation text not null check (vote_variation in ('plurality', 'ranked')),
    -- Votes allowed, or ranks allowed.
    slots integer not null check (slots >= 1),
    overvote_permitted boolean not null,
    ballot_order integer not null
);

create table candidate (
    candidate_id text primary key,
    contest_id text not null references contest,
    name text not null,
    party_id text references party,
    accreditation text not null check (accreditation in ('pending', 'accredited', 'rejected', 'withdrawn')),
    picture text not null,
    biography text not null,
    platform text not null,
    ballot_order integer not null
);

create table district (
    district_id text primary key,
    name text not null,
    parent_id text references district
);

create table polling_station (
    station_id text primary key,
    name text not null,
    district_id text not null references district,
    address text not null,
    ballot_styles text[] not null,
    -- Voters on the roll, and those of them who may vote: kept by import and intake in the transaction that
    -- changes `voter`, because counting 100,000 rows for every board would not be real time.
    registered bigint not null default 0,
    accredited bigint not null default 0
);

-- Where a station's counts are shown: the station itself, its district, and every district above.
create table place (
    place_id text not null,
    station_id text not null references polling_station,
    primary key (place_id, station_id)
);
create index place_by_station on place (station_id);

-- ---- The identity side ------------------------------------------------------------------------------------

create table voter (
    voter_id uuid primary key,
    registration_number text not null,
    name text not null,
    date_of_birth date not null,
    gender text not null,
    nationality text not null,
    street text not null,
    city text not null,
    state text not null,
    country text not null,
    postcode text not null,
    email text not null,
    phone text not null,
    cell text not null,
    picture text not null,
    accreditation text not null check (accreditation in ('pending', 'accredited', 'rejected', 'withdrawn')),
    polling_station text not null references polling_station,
    ballot_style text not null,
    registered_at timestamptz not null,
    -- Null when the voter came with a roll file.
    registered_by_station text,
    version bigint not null default 1
);
create index voter_by_polling_station on voter (polling_station);

-- Every check-in that a station logged, also a second one of the same voter: both are kept.
create table check_in (
    station_id text not null,
    incarnation integer not null,
    seq bigint not null,
    voter_id uuid not null,
    ballot_style text not null,
    at timestamptz not null,
    undone boolean not null default false,
    primary key (station_id, incarnation, seq)
);
create index check_in_by_voter on check_in (voter_id);

create table provisional_case (
    case_id uuid primary key,
    station_id text not null,
    incarnation integer not null,
    seq bigint not null,
    reason text not null,
    claimant jsonb not null,
    at timestamptz not null,
    status text not null default 'pending' check (status in ('pending', 'released', 'rejected'))
);

-- ---- The ballot side --------------------------------------------------------------------------------------

-- A batch as the station sealed it. `opened` when its ballots stand in `ballot`.
create table batch (
    station_id text not null,
    incarnation integer not null,
    seq bigint not null,
    ballots integer not null check (ballots >= 1),
    encapped_key bytea not null check (length(encapped_key) = 32),
    -- The sealed ballots: Protobuf, as they came.
    sealed bytea not null,
    opened boolean not null default false,
    primary key (station_id, incarnation, seq)
);
create index batch_waiting on batch (station_id) where not opened;

-- No voter, no time, no sequence. Keyed by the random tracking code.
create table ballot (
    tracking_code bytea primary key check (length(tracking_code) = 24),
    station_id text not null,
    ballot_style text not null,
    -- Marks by contest: a candidate id, "" for blank, null for an overvote.
    contests jsonb not null
);
create index ballot_by_station on ballot (station_id);

create table provisional_ballot (
    case_id uuid primary key,
    station_id text not null,
    encapped_key bytea not null,
    tracking_code bytea not null,
    ciphertext bytea not null
);

-- ---- The station logs -------------------------------------------------------------------------------------

create table station (
    station_id text not null references polling_station,
    incarnation integer not null check (incarnation >= 1),
    public_key bytea not null check (length(public_key) = 32),
    -- The signed enrolment.
    enrolment bytea not null,
    standing text not null default 'active' check (standing in ('active', 'revoked', 'quarantined')),
    enrolled_at timestamptz not null default now(),
    -- The head: everything before next_seq is here.
    next_seq bigint not null default 0,
    head_hash bytea not null check (length(head_hash) = 32),
    polls_state text not null default 'not_opened'
        check (polls_state in ('not_opened', 'open', 'paused', 'closed')),
    zero_report jsonb,
    close_report jsonb,
    -- Why the last refused segment of this incarnation was kept in quarantine.
    refusal text not null default '',
    last_seen timestamptz,
    -- Partition of the station log on which it arrives, once known.
    shard integer not null default -1,
    primary key (station_id, incarnation)
);

-- One row a segment: enough to tell a duplicate from an equivocation, at any sequence number.
create table segment (
    station_id text not null,
    incarnation integer not null,
    first_seq bigint not null,
    next_seq bigint not null,
    prev_hash bytea not null,
    -- 32 bytes for each entry, in order.
    entry_hashes bytea not null,
    -- One byte for each entry: its kind.
    entry_kinds bytea not null,
    primary key (station_id, incarnation, first_seq)
);

-- Segments that came before the ones they follow. Bounded by intake.
create table held_segment (
    station_id text not null,
    incarnation integer not null,
    first_seq bigint not null,
    next_seq bigint not null,
    bytes bytea not null,
    -- Where it stood in the station log, should it end in quarantine.
    partition integer not null,
    message_offset bigint not null,
    primary key (station_id, incarnation, first_seq, next_seq)
);

create table incident (
    incident_id bigserial primary key,
    kind text not null,
    station_id text,
    voter_id uuid,
    detail text not null,
    at timestamptz not null default now(),
    -- The same incident is reported once, however often its entries arrive.
    unique_key text unique
);

create table officer_action (
    station_id text not null,
    incarnation integer not null,
    seq bigint not null,
    action text not null,
    officer text not null,
    detail text not null,
    at timestamptz not null,
    primary key (station_id, incarnation, seq)
);

-- What was refused, whole, with its reason. Never dropped.
create table quarantine (
    quarantine_id bigserial primary key,
    claimed_station text not null,
    claimed_incarnation bigint,
    reason text not null,
    detail text not null,
    sha256 bytea not null,
    message bytea not null,
    partition integer not null,
    message_offset bigint not null,
    at timestamptz not null default now(),
    unique (partition, message_offset)
);

-- ---- Streams ----------------------------------------------------------------------------------------------

-- Where each consumer stands; moved in the transaction that stores what it read.
create table consumer_offset (
    consumer text not null,
    topic text not null,
    partition integer not null,
    next_offset bigint not null,
    primary key (consumer, topic, partition)
);

-- Numbers of the events that a station's log has given rise to, per topic, without gaps.
create table station_event (
    station_id text not null,
    topic text not null,
    last_event bigint not null,
    primary key (station_id, topic)
);

-- Derived messages, committed with what they tell of and published after. A shard is a partition of the
-- station log; its rows are published in order by whoever owns the partition. Shard -1: by any intake.
create table outbox (
    id bigserial primary key,
    shard integer not null,
    topic text not null,
    key text not null,
    payload bytea
);
create index outbox_by_shard on outbox (shard, id);

-- ---- The aggregator's counts (streaming; `check` compares them with what SQL counts) ------------------------

create table contest_tally (
    place_id text not null,
    contest_id text not null,
    ballots bigint not null,
    undervotes bigint not null,
    overvotes bigint not null,
    version bigint not null,
    primary key (place_id, contest_id)
);

create table candidate_tally (
    place_id text not null,
    contest_id text not null,
    candidate_id text not null,
    votes bigint not null,
    primary key (place_id, contest_id, candidate_id)
);

create table turnout (
    place_id text primary key,
    checked_in bigint not null default 0,
    ballots bigint not null default 0,
    provisional bigint not null default 0,
    stations_reporting bigint not null default 0,
    stations_closed bigint not null default 0,
    version bigint not null default 0
);

create table turnout_hour (
    place_id text not null,
    -- UTC, e.g. 2026-11-03T14
    hour text not null,
    checked_in bigint not null,
    primary key (place_id, hour)
);

-- What the aggregator has seen of each station.
create table aggregator_mark (
    station_id text not null,
    topic text not null,
    last_event bigint not null,
    polls_state text,
    primary key (station_id, topic)
);
