//! The system as processes, on a real Kafka and a real Postgres. See the test plan in CONTRIBUTING.md.

mod attacks;
mod canary;
mod command_line;
mod decisions;
mod hostile;
mod journey;
mod kiosk;
mod office;
mod officials;
mod officials_desk;
mod real_election;
mod roll_files;
mod streams;
mod supervised;
mod window;
