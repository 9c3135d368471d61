//! Registering voters at the desk. What is registered here is pending until officials accredit it.

use jiff::civil::Date;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::events::PollsState;
use pollstream_protocol::ids::{BallotStyleId, VoterId};
use pollstream_protocol::voter::{Accreditation, Address, VoterFault, VoterRecord, looks_like_same_person};

use crate::error::StationError;
use crate::roll::RollEntry;
use crate::station::Station;
use crate::store::NewRow;
use crate::words;

/// What the form at the desk asks for. The rest of the record follows from it: the id from the registration
/// number, the polling station is this one, the status is pending.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewVoter {
    /// As the registry writes it.
    pub registration_number: String,
    /// Full name, in the voter's own order and script.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Date,
    /// As the registry writes it; may be empty.
    pub gender: String,
    /// ISO 3166-1 alpha-2; may be empty.
    pub nationality: String,
    /// Postal address.
    pub address: Address,
    /// E-mail; may be empty.
    pub email: String,
    /// Phone; may be empty.
    pub phone: String,
    /// Mobile phone; may be empty.
    pub cell: String,
    /// Reference to a picture; may be empty.
    pub picture: String,
    /// What the voter will be entitled to vote on; `None` for the first style issued here.
    pub ballot_style: Option<BallotStyleId>,
}

impl std::fmt::Debug for NewVoter {
    /// Prints nothing of it: personal data never reaches a log through a debug line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewVoter(…)")
    }
}

/// A registration on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Derived from the registration number.
    pub voter_id: VoterId,
    /// Number of its entry in the log: with station and incarnation it is the receipt's number.
    pub seq: u64,
    /// Voters on the roll with the same name and date of birth under other numbers: perhaps the same person.
    pub possible_duplicates: Vec<VoterId>,
}

/// Who on the roll a person at the form may be already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAlikes {
    /// The voter with this very registration number.
    pub same_number: Option<RollEntry>,
    /// Same name and date of birth under other numbers.
    pub alike: Vec<RollEntry>,
}

impl Station {
    /// Every rule that a form breaks; nothing is stored.
    pub fn registration_faults(&self, new: NewVoter) -> Result<Vec<VoterFault>, StationError> {
        Ok(self.record(new)?.faults(&self.current().signed.definition))
    }

    /// Who on the roll the person at the form may be already; nothing is stored.
    pub async fn look_alikes(&self, new: NewVoter) -> Result<LookAlikes, StationError> {
        let voter = self.record(new)?;
        let reader = self.reader();
        let same_number = reader.voter(voter.voter_id).await?;
        let same_day = self.roll_index().born_on(voter.date_of_birth);
        let same_day = reader.voters(&same_day).await?;
        Ok(LookAlikes {
            same_number: same_number.map(|row| self.roll_entry(row)),
            alike: (same_day.into_iter())
                .filter(|row| row.voter.voter_id != voter.voter_id)
                .filter(|row| looks_like_same_person(&row.voter, &voter))
                .map(|row| self.roll_entry(row))
                .collect(),
        })
    }

    /// The record of somebody who claims the right to vote and is not on the roll, for a provisional case.
    pub fn claimant(&self, new: NewVoter) -> Result<VoterRecord, StationError> {
        self.record(new)
    }

    /// Registers a voter, pending accreditation. Not after the polls closed.
    pub async fn register(&self, new: NewVoter, officer: &str) -> Result<Registered, StationError> {
        let officer = words::officer(officer)?;
        let voter = self.record(new)?;
        let faults = voter.faults(&self.current().signed.definition);
        if !faults.is_empty() {
            return Err(StationError::VoterFaults(faults));
        }
        let voter_id = voter.voter_id;
        let mut books = self.books().await?;
        if books.state().polls.state() == PollsState::Closed {
            return Err(StationError::PollsNotOpen(PollsState::Closed));
        }
        if books.writer.voter(voter_id).await?.is_some() {
            return Err(StationError::AlreadyRegistered(voter_id));
        }
        let same_day = self.roll_index().born_on(voter.date_of_birth);
        let same_day = books.writer.voters(&same_day).await?;
        let possible_duplicates = (same_day.iter())
            .filter(|row| looks_like_same_person(&row.voter, &voter))
            .map(|row| row.voter.voter_id)
            .collect();
        let mut change = books.change();
        change.put_voter(NewRow::new(voter.clone(), 0, None), None)?;
        change.state.registrations += 1;
        let seq = change.append(&EntryBody::Registration { voter, officer })?;
        books.commit(change).await?;
        Ok(Registered {
            voter_id,
            seq,
            possible_duplicates,
        })
    }

    fn record(&self, new: NewVoter) -> Result<VoterRecord, StationError> {
        let current = self.current();
        let here = (current.signed.definition.polling_station(self.id()))
            .ok_or(StationError::Damaged("the definition does not know this station"))?;
        let first = || here.ballot_styles.first().cloned();
        let ballot_style = (new.ballot_style.or_else(first))
            .ok_or(StationError::Damaged("no ballot style is issued at this station"))?;
        Ok(VoterRecord {
            voter_id: VoterId::derive(self.election(), &new.registration_number),
            registration_number: new.registration_number,
            name: new.name,
            date_of_birth: new.date_of_birth,
            gender: new.gender,
            nationality: new.nationality,
            address: new.address,
            email: new.email,
            phone: new.phone,
            cell: new.cell,
            picture: new.picture,
            accreditation: Accreditation::Pending,
            polling_station: self.id().clone(),
            ballot_style,
            registered_at: self.now(),
        })
    }
}
