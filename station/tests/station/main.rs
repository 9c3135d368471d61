//! The station from outside, as the kiosk uses it: one binary, because linking costs more than running.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod ballots;
mod booth;
mod check_in;
mod cost;
mod crash;
mod enrolment;
mod officers;
mod polling_day;
mod provisional;
mod queue;
mod receipts;
mod registration;
mod reports;
mod revision;
mod search;
mod secrecy;
mod support;
mod transfer;
mod uplink;
