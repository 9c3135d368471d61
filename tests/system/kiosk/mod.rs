//! The polling-station app in its real windows (WebKit), on a real Kafka and a real Postgres.

mod day;
mod guard;
mod hands;
mod stick;
mod training;
