//! What the window asks of the background.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;
use pollstream_central::admin::{NewCandidate, NewParty, RegistrationDecision, Verdict};
use pollstream_central::store::decision::ProposalRow;
use pollstream_protocol::ids::{CandidateId, CaseKey, OfficialId, VoterId};
use pollstream_protocol::voter::Accreditation;
use zeroize::Zeroizing;

use crate::snapshot::Snapshot;

/// A wish of the person at the window. The background carries it out; what came of it is in a later snapshot.
#[derive(Debug, Clone)]
pub enum Command {
    /// Ask for the hours of this place and of what lies in it.
    Hours {
        /// Its number in the geography.
        place: usize,
    },
    /// Run every check.
    Check,
    /// Count again from nothing but the station logs.
    Recount,
    /// Write something to a file in the export folder.
    Export(Export),
    /// Something for the officials' desk.
    Desk(Order),
}

/// What is asked of the officials' desk. Numbered orders are carried out one at a time; how each one ended is in
/// [`crate::desk::Desk::last`] under its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Sign an official in.
    SignIn {
        /// The order's number.
        number: u64,
        /// Who.
        official: OfficialId,
        /// Opens the official's key.
        passphrase: Passphrase,
    },
    /// Sign out. What is under way comes to its end.
    SignOut,
    /// Somebody is at the window: the time to the sign-out begins anew.
    Stir,
    /// Check readiness to certify.
    Hurdles,
    /// Read a definition file, so that it can become an election.
    ReadDefinition {
        /// The order's number.
        number: u64,
        /// The file.
        path: PathBuf,
    },
    /// Make an election from the definition file that was read.
    CreateElection {
        /// The order's number.
        number: u64,
    },
    /// Decide something as the official who is signed in.
    Decide {
        /// The order's number.
        number: u64,
        /// What.
        deed: Deed,
        /// Why: kept with the decision. Empty for what needs none.
        reason: String,
    },
}

/// What an official decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Close the election.
    Close,
    /// Propose certification, or confirm what another official has proposed.
    Certify {
        /// What the official saw proposed: something else is not confirmed.
        seen: Option<ProposalRow>,
        /// Why, although provisional ballots are undecided.
        despite: Option<String>,
    },
    /// Drop the proposal to certify.
    DeclineCertification,
    /// Submit a candidate.
    SubmitCandidate(NewCandidate),
    /// Accredit, reject or withdraw a candidate.
    DecideCandidate {
        /// Whom.
        candidate: CandidateId,
        /// Where they are to stand.
        to: Accreditation,
    },
    /// Add a party.
    AddParty(NewParty),
    /// Accredit or reject a registration.
    DecideRegistration {
        /// The voter.
        voter: VoterId,
        /// What is decided.
        decision: RegistrationDecision,
    },
    /// Propose what is to become of provisional ballots.
    ProposeCases {
        /// The cases.
        cases: Vec<CaseKey>,
        /// What is proposed.
        verdict: Verdict,
    },
    /// Confirm what another official has proposed for provisional ballots.
    ConfirmCases(Vec<SeenProposal>),
    /// Drop what is proposed for provisional ballots.
    DeclineCases(Vec<CaseKey>),
    /// Write down how an incident was dealt with.
    ResolveIncident(i64),
    /// Write down how a refused message was dealt with.
    ResolveRefused(i64),
}

/// A provisional case, and what the official saw proposed for it: something else is not confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenProposal {
    /// The case.
    pub case: CaseKey,
    /// What was seen.
    pub proposal: ProposalRow,
}

/// A passphrase on its way to the desk: never printed, wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes over what was typed.
    pub fn new(typed: Zeroizing<String>) -> Self {
        Passphrase(typed)
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// What is written to a file.
#[derive(Debug, Clone)]
pub enum Export {
    /// Results as JSON, whole or by place.
    Json(Arc<Snapshot>),
    /// Results as CSV, a line for each number.
    Csv(Arc<Snapshot>),
    /// The results report as PDF.
    Pdf(Arc<Snapshot>),
    /// A table as CSV.
    Table {
        /// What it is, for the file's name.
        name: String,
        /// Lines, the first one being the header.
        rows: Vec<Vec<String>>,
    },
    /// A picture of a chart, as it stands on the screen.
    Png {
        /// What it shows, for the file's name.
        name: String,
        /// The pixels.
        image: Arc<egui::ColorImage>,
    },
}

/// Where commands and exports go.
#[derive(Debug, Clone)]
pub struct Folders {
    /// Exports.
    pub exports: PathBuf,
    /// Candidates' pictures.
    pub pictures: PathBuf,
}
