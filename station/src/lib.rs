//! Everything that a polling-station kiosk does, without its window.
//!
//! A [`Station`] is one SQLite file: the roll, the open voting sessions, the sealed ballots that wait for
//! their batch, and the station log, to which everything that happens is appended in the transaction that
//! makes it happen. The log is the offline queue: an [`Uplink`] drains it to Kafka in signed segments until
//! central's receipts cover it, and nothing here ever waits for a network.
//!
//! The identity side (roll, check-ins) and the ballot side (sessions, sealed ballots) never meet: no row, no
//! message and no log line holds both.

mod ballot_box;
mod check_in;
mod definition;
mod error;
mod forwarder;
mod incident;
mod keys;
mod log;
mod opening;
mod options;
mod polls;
mod registration;
mod roll;
mod search;
mod session;
mod station;
mod store;
mod sync;
mod words;

pub use error::{ErrorKind, StationError};
pub use forwarder::{Attachment, Uplink, UplinkConfig};
pub use keys::{KeyFile, KeyFileError};
pub use log::LogLine;
pub use options::{Clock, Durability, StationOptions};
pub use polls::{ForbiddenArrow, Polls, PollsAction};
pub use registration::{NewVoter, Registered};
pub use roll::{RollEntry, VoterStanding};
pub use session::{CheckedIn, OpenSession};
pub use station::{Counters, Station};
pub use sync::{Connection, SyncStatus, SyncTrouble};
