-- How this database stands to the topics that are made from it.

-- One life of the derived topics and of the database behind them. A new one begins when they are made again.
create table epoch (
    only_one boolean primary key default true check (only_one),
    number bigint not null default 1 check (number >= 1),
    -- Why it began, in words.
    reason text not null default 'the election was made',
    began_at timestamptz not null default now()
);
insert into epoch default values;

-- How far each topic was published: the offset after the last message that the broker has acknowledged, and that
-- message's number. What the broker has is compared with it.
create table published_end (
    topic text not null,
    partition integer not null,
    epoch bigint not null,
    next_offset bigint not null,
    number bigint not null,
    primary key (topic, partition)
);

-- Messages that a reader did not believe: counted, never kept whole, because anybody who reaches the broker can
-- write as many as they like. The last one of each kind is named.
create table parked (
    reader text not null,
    topic text not null,
    reason text not null,
    messages bigint not null,
    partition integer not null,
    message_offset bigint not null,
    detail text not null,
    first_at timestamptz not null default now(),
    last_at timestamptz not null default now(),
    primary key (reader, topic, reason)
);
