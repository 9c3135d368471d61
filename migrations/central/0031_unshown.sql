-- What is counted and not shown, by place and contest: ballots that are too few to be shown without showing whose
-- they are. `waiting` is shown here and above when it is enough; `hidden` is everything that is missing from what is
-- shown here. A place and contest of which all is shown has no row.
create table unshown (
    place_id text not null,
    contest_id text not null,
    waiting jsonb not null,
    hidden jsonb not null,
    primary key (place_id, contest_id)
);
