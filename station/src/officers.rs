//! The officers of a station: who they are, and how they prove it. Every sign-in and every refusal is in the
//! log; wrong PINs are answered with pauses that grow.

use std::time::Duration;

use pollstream_protocol::entry::Action;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::attempts::Attempts;
use crate::error::StationError;
use crate::pin::{self, PinFault};
use crate::staff::{self, Member, StaffCommand, StaffRefusal};
use crate::station::{BooksGuard, Station};
use crate::store::OfficerRow;
use crate::words;

/// Fewest officers of a station: the polls are opened and closed by two.
pub const MIN_OFFICERS: usize = 2;
/// Most officers of a station.
pub const MAX_STATION_OFFICERS: usize = 50;

/// An officer's id. Random; means nothing outside the station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfficerId(pub Uuid);

/// What an officer may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Works at the desk.
    PollWorker,
    /// Also opens and closes the polls and manages the officers.
    PresidingOfficer,
}

impl Role {
    /// As it is written in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::PollWorker => "poll_worker",
            Role::PresidingOfficer => "presiding_officer",
        }
    }

    /// The reverse of [`Role::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        [Role::PollWorker, Role::PresidingOfficer]
            .into_iter()
            .find(|role| role.as_str() == name)
    }
}

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// The id.
    pub id: OfficerId,
    /// As it stands in the log.
    pub name: String,
    /// What the officer may do.
    pub role: Role,
    /// After wrong PINs: no attempt at the desk is taken for so long.
    pub wait: Option<Duration>,
    /// Who alone added the officer or set their PIN. Until another one confirms it, the officer approves nothing.
    pub vouched_by: Option<OfficerId>,
}

/// Somebody who is to be an officer.
#[derive(Clone)]
pub struct NewOfficer {
    /// Unlike any other officer's.
    pub name: String,
    /// What the officer may do.
    pub role: Role,
    /// 6 to 12 digits.
    pub pin: Zeroizing<String>,
}

impl std::fmt::Debug for NewOfficer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewOfficer(…)")
    }
}

/// Stretching a PIN takes 100 ms of a core: not on the threads that serve everything else.
pub(crate) async fn stretched<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, pollstream_protocol::passphrase::PassphraseError> + Send + 'static,
) -> Result<T, StationError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| StationError::Closed)?
        .map_err(|_| StationError::Damaged("an officer's PIN"))
}

async fn new_row(new: &NewOfficer) -> Result<OfficerRow, StationError> {
    Ok(OfficerRow {
        id: OfficerId(Uuid::new_v4()),
        name: words::officer(&new.name)?,
        role: new.role,
        pin: sealed(&new.pin).await?,
        failures: 0,
        vouched_by: None,
    })
}

fn checked(pin: &str) -> Result<Zeroizing<String>, StationError> {
    let pin = pin::normalised(pin);
    match pin::check(&pin) {
        Ok(()) => Ok(pin),
        Err(PinFault::Format) => Err(StationError::PinFormat),
        Err(PinFault::Simple) => Err(StationError::PinSimple),
    }
}

async fn sealed(pin: &str) -> Result<Vec<u8>, StationError> {
    let pin = checked(pin)?;
    stretched(move || pin::seal(&pin)).await
}

/// Checks who are to be the first officers of a station: at least two, one of them presiding, no name twice,
/// and each with a name and a PIN that may be one.
pub fn check_officers(new: &[NewOfficer]) -> Result<(), StationError> {
    if !(MIN_OFFICERS..=MAX_STATION_OFFICERS).contains(&new.len()) {
        return Err(StaffRefusal::OfficersNeeded.into());
    }
    if !new.iter().any(|o| o.role == Role::PresidingOfficer) {
        return Err(StaffRefusal::PresidingNeeded.into());
    }
    let mut names: Vec<String> = Vec::with_capacity(new.len());
    for officer in new {
        let name = words::officer(&officer.name)?;
        if names.contains(&name) {
            return Err(StationError::OfficerExists(name));
        }
        names.push(name);
        checked(&officer.pin)?;
    }
    Ok(())
}

impl Station {
    /// Names the officers of a station that has none; see [`check_officers`].
    pub async fn name_officers(&self, new: &[NewOfficer]) -> Result<(), StationError> {
        check_officers(new)?;
        let mut rows: Vec<OfficerRow> = Vec::with_capacity(new.len());
        for officer in new {
            rows.push(new_row(officer).await?);
        }
        let mut books = self.books().await?;
        if !books.writer.officers().await?.is_empty() {
            return Err(StationError::OfficersNamed);
        }
        let mut change = books.change();
        let presiding = rows.iter().find(|r| r.role == Role::PresidingOfficer);
        let by = presiding.map(|r| r.name.clone()).unwrap_or_default();
        for row in &rows {
            change.put_officer(row);
            let text = format!("{} added as {}", row.name, row.role.as_str().replace('_', " "));
            change.append(&self.action(Action::OfficersChanged, by.clone(), text))?;
        }
        books.commit(change).await
    }

    /// Every officer, by name.
    pub async fn officers(&self) -> Result<Vec<Officer>, StationError> {
        let rows = self.reader().officers().await?;
        let attempts = self.attempts().lock().await;
        let now = self.elapsed();
        Ok(rows.iter().map(|row| seen(row, &attempts, now)).collect())
    }

    /// Signs an officer in.
    pub async fn sign_in(&self, officer: OfficerId, pin: &str) -> Result<Officer, StationError> {
        let officer = self.prove(officer, pin).await?;
        self.record_action(Action::SignedIn, &officer.name).await?;
        Ok(officer)
    }

    /// Puts on record that an officer signed out.
    pub async fn sign_out(&self, officer: &Officer) -> Result<(), StationError> {
        self.record_action(Action::SignedOut, &officer.name).await
    }

    /// Checks an officer's PIN. A wrong one is logged and counted; after three of them no attempt is taken for a
    /// time that doubles with each further one, whether its PIN were right or wrong.
    pub async fn prove(&self, officer: OfficerId, pin: &str) -> Result<Officer, StationError> {
        // One attempt at a time: guesses side by side would all be checked before the first one is counted.
        let mut attempts = self.attempts().lock().await;
        let row = self.officer_row(officer).await?;
        if let Some(wait) = attempts.wait(officer, row.failures, self.elapsed()) {
            return Err(StationError::PinRefused { wait });
        }
        let (kept, typed) = (row.pin.clone(), pin::normalised(pin));
        if !stretched(move || pin::matches(&kept, &typed)).await? {
            return Err(self.count_wrong_pin(&mut attempts, &row).await?);
        }
        attempts.forget(officer);
        if row.failures > 0 {
            let mut books = self.books().await?;
            let mut change = books.change();
            change.count_failures(officer, 0);
            books.commit(change).await?;
        }
        Ok(row.officer(None))
    }

    /// Counts and logs a wrong PIN; returns the refusal.
    async fn count_wrong_pin(
        &self,
        attempts: &mut Attempts,
        row: &OfficerRow,
    ) -> Result<StationError, StationError> {
        let failures = row.failures.saturating_add(1);
        let mut books = self.books().await?;
        let mut change = books.change();
        change.count_failures(row.id, failures);
        change.append(&self.action(Action::SignInRefused, row.name.clone(), String::new()))?;
        books.commit(change).await?;
        let now = self.elapsed();
        attempts.failed(row.id, now);
        Ok(match attempts.wait(row.id, failures, now) {
            Some(wait) => StationError::PinRefused { wait },
            None => StationError::WrongPin {
                left: pin::attempts_left(failures),
            },
        })
    }

    /// Two officers approve what takes two: the one at the desk, and another with their own PIN. Returns their
    /// names. Who may be the second one is decided by [`crate::staff`].
    pub async fn approve(
        &self,
        first: OfficerId,
        second: OfficerId,
        pin: &str,
    ) -> Result<Vec<String>, StationError> {
        let first_row = self.officer_row(first).await?;
        self.decide_staff(StaffCommand::Approve { first, second }).await?;
        let second = self.prove(second, pin).await?;
        // Somebody may have changed the officers while the PIN was checked.
        let again = StaffCommand::Approve {
            first,
            second: second.id,
        };
        self.decide_staff(again).await?;
        Ok(vec![first_row.name, second.name])
    }

    /// Adds an officer, who types their own PIN, on the word of a presiding one. Until another officer confirms
    /// it, the new one works at the desk and approves nothing.
    pub async fn add_officer(&self, new: &NewOfficer, by: OfficerId) -> Result<(), StationError> {
        let row = new_row(new).await?;
        let mut books = self.books().await?;
        let known = books.writer.officers().await?;
        let vouched_by = staff::decide(&members(&known), StaffCommand::Add { by })?;
        if known.iter().any(|o| o.name == row.name) {
            return Err(StationError::OfficerExists(row.name));
        }
        let text = format!("{} added as {}", row.name, row.role.as_str().replace('_', " "));
        let mut change = books.change();
        change.put_officer(&OfficerRow { vouched_by, ..row });
        change.append(&self.action(Action::OfficersChanged, name_of(&known, by), text))?;
        books.commit(change).await
    }

    /// Confirms, by another officer's PIN, that an officer is who they say.
    pub async fn confirm_officer(
        &self,
        officer: OfficerId,
        by: OfficerId,
        pin: &str,
    ) -> Result<(), StationError> {
        let command = StaffCommand::Confirm { officer, by };
        self.decide_staff(command).await?;
        self.prove(by, pin).await?;
        let mut books = self.books().await?;
        let known = books.writer.officers().await?;
        let vouched_by = staff::decide(&members(&known), command)?;
        let mut change = books.change();
        change.vouch(officer, vouched_by);
        let text = format!("{} confirmed", name_of(&known, officer));
        change.append(&self.action(Action::OfficersChanged, name_of(&known, by), text))?;
        books.commit(change).await
    }

    /// Removes an officer; a presiding one stays, and two who may approve.
    pub async fn remove_officer(&self, officer: OfficerId, by: OfficerId) -> Result<(), StationError> {
        let mut books = self.books().await?;
        let known = books.writer.officers().await?;
        staff::decide(&members(&known), StaffCommand::Remove { officer, by })?;
        let mut change = books.change();
        change.remove_officer(officer);
        let text = format!("{} removed", name_of(&known, officer));
        change.append(&self.action(Action::OfficersChanged, name_of(&known, by), text))?;
        books.commit(change).await
    }

    /// Gives an officer another PIN, which the officer types, on the word and PIN of `by`; ends a pause after
    /// wrong ones. Whose PIN somebody else had set approves nothing until a third officer confirms it.
    pub async fn set_pin(
        &self,
        officer: OfficerId,
        new_pin: &str,
        by: OfficerId,
        by_pin: &str,
    ) -> Result<(), StationError> {
        let command = StaffCommand::SetPin { officer, by };
        self.decide_staff(command).await?;
        let pin = sealed(new_pin).await?;
        self.prove(by, by_pin).await?;
        let mut attempts = self.attempts().lock().await;
        let mut books = self.books().await?;
        let known = books.writer.officers().await?;
        let vouched_by = staff::decide(&members(&known), command)?;
        let row = row_of(&mut books, officer).await?;
        let text = format!("another PIN for {}", row.name);
        let mut change = books.change();
        change.remove_officer(officer);
        change.put_officer(&OfficerRow {
            pin,
            failures: 0,
            vouched_by,
            ..row
        });
        change.append(&self.action(Action::OfficersChanged, name_of(&known, by), text))?;
        books.commit(change).await?;
        attempts.forget(officer);
        Ok(())
    }

    async fn decide_staff(&self, command: StaffCommand) -> Result<(), StationError> {
        let mut books = self.books().await?;
        let known = books.writer.officers().await?;
        staff::decide(&members(&known), command)?;
        Ok(())
    }

    pub(crate) async fn officer_row(&self, officer: OfficerId) -> Result<OfficerRow, StationError> {
        let mut books = self.books().await?;
        row_of(&mut books, officer).await
    }
}

async fn row_of(books: &mut BooksGuard<'_>, officer: OfficerId) -> Result<OfficerRow, StationError> {
    let known = books.writer.officers().await?;
    known
        .into_iter()
        .find(|o| o.id == officer)
        .ok_or(StationError::Staff(StaffRefusal::Unknown))
}

fn members(rows: &[OfficerRow]) -> Vec<Member> {
    rows.iter()
        .map(|row| Member {
            id: row.id,
            role: row.role,
            vouched_by: row.vouched_by,
        })
        .collect()
}

fn name_of(rows: &[OfficerRow], officer: OfficerId) -> String {
    let found = rows.iter().find(|row| row.id == officer);
    found.map(|row| row.name.clone()).unwrap_or_default()
}

fn seen(row: &OfficerRow, attempts: &Attempts, now: Duration) -> Officer {
    row.officer(attempts.wait(row.id, row.failures, now))
}
