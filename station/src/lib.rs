//! Everything that a polling-station kiosk does, without its window.
//!
//! A [`Station`] is one SQLite file: the roll, the open voting sessions, the ballot box, and the station log, to which everything that happens is appended in the transaction that
//! makes it happen. The log is the offline queue: an [`Uplink`] drains it to Kafka in signed segments until
//! central's receipts cover it, and nothing here ever waits for a network.
//!
//! The identity side (roll, check-ins) and the ballot side (sessions, sealed ballots) never meet: no row, no
//! message and no log line holds both.

mod attempts;
mod ballot_box;
mod booth;
mod booth_exit;
mod cases;
mod check_in;
mod clock;
mod definition;
mod error;
mod export;
mod files;
mod forwarder;
mod hours;
mod import;
mod incident;
mod issue;
mod keys;
mod licence;
mod log;
mod officers;
mod opening;
mod options;
mod pin;
mod polls;
mod program;
mod registration;
mod release;
mod reports;
mod roll;
mod search;
mod session;
mod shelf;
mod staff;
mod station;
mod store;
mod sync;
mod words;

pub use booth::Booth;
pub use cases::EarlierCase;
pub use check_in::{MAX_WAITING, WaitingVoter};
pub use clock::{ClockReading, clock_offset};
pub use error::{ErrorKind, StationError};
pub use export::{Export, ExportRange};
pub use files::replace_file;
pub use forwarder::{Attachment, Uplink, UplinkConfig};
pub use import::Imported;
pub use issue::IssueObstacle;
pub use keys::{KeyFile, KeyFileError};
#[cfg(feature = "keyring")]
pub use keys::{KeyringEntry, KeyringError};
pub use licence::{Licence, LicenceError, MAX_SCAN_CHARS};
pub use log::LogLine;
pub use officers::{
    MAX_STATION_OFFICERS, MIN_OFFICERS, NewOfficer, Officer, OfficerId, Role, check_officers,
};
pub use options::{Clock, Durability, StationOptions, Stopwatch};
pub use pin::{MAX_PIN_DIGITS, MIN_PIN_DIGITS};
pub use polls::{ForbiddenArrow, Polls, PollsAction};
pub use registration::{LookAlikes, NewVoter, Registered};
pub use release::{Release, ReleaseRule, decide};
pub use reports::{CloseRecord, ZeroRecord};
pub use roll::{RollEntry, VoterStanding};
pub use search::{DateOrder, Found, find_places};
pub use session::{CheckedIn, NewCase, OpenSession};
pub use staff::StaffRefusal;
pub use station::{Counters, Station};
pub use sync::{Connection, SyncStatus, SyncTrouble};
