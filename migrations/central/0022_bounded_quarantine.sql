-- Anybody who reaches the broker can send nonsense without end. Of each sender the newest refused messages that nobody
-- has dealt with are kept whole; those before them are counted here.
create table quarantine_counted (
    claimed_station text not null,
    reason text not null,
    messages bigint not null,
    primary key (claimed_station, reason)
);
create index quarantine_by_sender on quarantine (claimed_station, quarantine_id) where decision is null;
