//! Central: takes the station logs in, counts, publishes and shows the results.
//!
//! - [`embedded`]: a private Kafka and Postgres, set up and supervised
//! - [`settings`], [`kafka`], [`store`]: where everything is and how it is reached
//! - [`keys`], [`ceremony`]: central's secrets, and shares of one of them
//! - [`table`], [`roll_file`]: tables that other programs wrote, and voters from them
//! - [`admin`]: init, roll import, enrolment, revocation, closing
//! - [`consume`]: reading topics in a group, with offsets in Postgres
//! - [`intake`]: station log → Postgres, exactly once
//! - [`aggregate`]: votes and check-ins → versioned totals, exactly once
//! - [`recount`]: the result again, from nothing but the station logs
//! - [`results`], [`check`]: what was counted, and whether everything that is held fits together
//! - [`live`]: the results as they arrive, for whoever shows them
//! - [`board`]: the election on one screen of a terminal, live
//! - [`simulate`]: a generated electorate living an election day

#[macro_use]
mod output;

pub mod admin;
pub mod aggregate;
pub mod board;
pub mod ceremony;
pub mod check;
pub mod cli;
pub mod columns;
pub mod consume;
pub mod deck;
pub mod embedded;
pub mod intake;
pub mod kafka;
pub mod keys;
pub mod live;
pub mod outcome;
pub mod park;
pub mod publish;
pub mod recount;
pub mod rehearsal;
pub mod replay;
pub mod results;
pub mod roll_file;
pub mod rounds;
pub mod settings;
pub mod simulate;
pub mod store;
pub mod streams;
pub mod table;
pub mod verdict;
