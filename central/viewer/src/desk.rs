//! The officials' desk: who is signed in, what is under way, and what lies on the desk.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use pollstream_central::admin::Hurdle;
use pollstream_central::store::candidate::{CandidateRow, PartyRow};
use pollstream_central::store::decision::{DecisionRow, ProposalRow};
use pollstream_central::store::official::OfficialRow;
use pollstream_central::store::provisional::CaseRow;
use pollstream_central::store::registration::RegistrationRow;
use pollstream_protocol::decision::Role;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::OfficialId;

use crate::snapshot::Job;

/// The desk at one moment.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// Who is signed in.
    pub session: Option<Session>,
    /// The order that is being carried out; there is one at a time.
    pub running: Option<Running>,
    /// How the last numbered order ended.
    pub last: Option<Outcome>,
    /// What stands in the way of certification, when it was last looked for.
    pub hurdles: Job<Vec<Hurdle>>,
    /// The definition file that was read last.
    pub draft: Option<Draft>,
}

/// An official, or an auditor, who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// With which id.
    pub official: OfficialId,
    /// Full name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// When the desk signs them out, if nobody stirs before.
    pub ends: Timestamp,
}

/// An order under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// The order's number.
    pub number: u64,
    /// Since when.
    pub since: Timestamp,
}

/// How an order ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The order's number.
    pub number: u64,
    /// Why it was not carried out, in words.
    pub refused: Option<String>,
}

/// A definition file that may become an election.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The file.
    pub path: PathBuf,
    /// As it was read: nothing else becomes the election.
    pub toml: Arc<str>,
    /// What it says.
    pub definition: Arc<ElectionDefinition>,
}

/// What lies on the desk for everybody to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Papers {
    /// Who can sign in, and who no longer can.
    pub officials: Vec<OfficialRow>,
    /// Every candidate in ballot order, with the last decision about them.
    pub candidates: Vec<CandidateRow>,
    /// Every party.
    pub parties: Vec<PartyRow>,
    /// What waits for a second official.
    pub proposals: Vec<ProposalRow>,
    /// The newest decisions, newest first.
    pub decisions: Vec<DecisionRow>,
}

/// Voters' records on the desk: read only while somebody is signed in, and forgotten when they sign out. Nothing
/// here leads to a ballot: of a provisional one it is known whether it has arrived.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voters {
    /// Registrations that wait for a decision, with whom they may be already.
    pub registrations: Vec<RegistrationRow>,
    /// Provisional cases, decided ones too.
    pub cases: Vec<CaseRow>,
}

impl Papers {
    /// The proposal to certify the results.
    pub fn certification(&self) -> Option<&ProposalRow> {
        (self.proposals.iter()).find(|p| p.about == pollstream_central::admin::CERTIFICATION)
    }

    /// An official's name, or the id of somebody who is not on the list.
    pub fn official_name(&self, id: &str) -> String {
        let official = self.officials.iter().find(|o| o.id.as_str() == id);
        official.map_or_else(|| id.to_owned(), |o| o.name.clone())
    }

    /// `Anna Okoye and Ben Falk`; who follows from a rule is nobody.
    pub fn official_names(&self, ids: &[String]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.official_name(id)).collect();
        names.join(" and ")
    }
}
