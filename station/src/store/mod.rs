//! The only SQL of the station. One connection writes, a few read; every change is one transaction that holds
//! the state and the log entries that record it.

mod ballots;
mod change;
mod entries;
mod identity;
mod officers;
mod open;
mod receipts;
mod rows;
mod voters;
mod writer;

pub(crate) use ballots::Shelf;
pub(crate) use change::Change;
pub(crate) use entries::StoredEntry;
pub(crate) use identity::Identity;
pub(crate) use officers::OfficerRow;
pub(crate) use open::{FileLock, Reader, open};
pub(crate) use receipts::SyncRow;
pub(crate) use voters::{NewRow, VoterRow};
pub(crate) use writer::{State, Writer};
