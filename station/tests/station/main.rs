//! The station from outside, as the kiosk uses it: one binary, because linking costs more than running.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod ballots;
mod check_in;
mod cost;
mod crash;
mod enrolment;
mod polling_day;
mod provisional;
mod queue;
mod receipts;
mod registration;
mod revision;
mod search;
mod secrecy;
mod support;
mod uplink;
