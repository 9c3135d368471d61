//! The officers of a station: who they are, and how they prove it. Every sign-in and every refusal is in the
//! log; wrong PINs are answered with pauses that grow.

use jiff::{SignedDuration, Timestamp};
use pollstream_protocol::entry::Action;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::StationError;
use crate::pin::{self, PinFault};
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
    /// After wrong PINs: no attempt is taken before this time.
    pub refused_until: Option<Timestamp>,
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
        refused_until: None,
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
        return Err(StationError::OfficersNeeded);
    }
    if !new.iter().any(|o| o.role == Role::PresidingOfficer) {
        return Err(StationError::PresidingNeeded);
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
        Ok(rows.iter().map(OfficerRow::officer).collect())
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

    /// Checks an officer's PIN, as for the second officer who opens the polls. A wrong one is logged and
    /// counted; after three of them no attempt is taken for a time that doubles with each further one, whether
    /// its PIN were right or wrong.
    pub async fn prove(&self, officer: OfficerId, pin: &str) -> Result<Officer, StationError> {
        // One attempt at a time: guesses side by side would all be checked before the first one is counted.
        let _one = self.attempts().lock().await;
        let row = self.officer_row(officer).await?;
        let now = self.now();
        if let Some(until) = row.refused_until.filter(|until| now < *until) {
            return Err(StationError::PinRefused { until });
        }
        let (kept, typed) = (row.pin.clone(), pin::normalised(pin));
        if stretched(move || pin::matches(&kept, &typed)).await? {
            if row.failures > 0 {
                let mut books = self.books().await?;
                let mut change = books.change();
                change.count_failures(officer, 0, None);
                books.commit(change).await?;
            }
            return Ok(Officer {
                refused_until: None,
                ..row.officer()
            });
        }
        let failures = row.failures.saturating_add(1);
        let refused_until = pin::pause(failures)
            .and_then(|pause| SignedDuration::try_from(pause).ok())
            .and_then(|pause| now.checked_add(pause).ok());
        let mut books = self.books().await?;
        let mut change = books.change();
        change.count_failures(officer, failures, refused_until);
        change.append(&self.action(Action::SignInRefused, row.name.clone(), String::new()))?;
        books.commit(change).await?;
        Err(match refused_until {
            Some(until) => StationError::PinRefused { until },
            None => StationError::WrongPin {
                left: pin::attempts_left(failures),
            },
        })
    }

    /// Adds an officer, on behalf of a presiding one.
    pub async fn add_officer(&self, new: &NewOfficer, by: &str) -> Result<(), StationError> {
        let by = words::officer(by)?;
        let row = new_row(new).await?;
        let mut books = self.books().await?;
        let known = books.writer.officers().await?;
        if known.iter().any(|o| o.name == row.name) {
            return Err(StationError::OfficerExists(row.name));
        }
        if known.len() >= MAX_STATION_OFFICERS {
            return Err(StationError::OfficersNeeded);
        }
        let text = format!("{} added as {}", row.name, row.role.as_str().replace('_', " "));
        let mut change = books.change();
        change.put_officer(&row);
        change.append(&self.action(Action::OfficersChanged, by, text))?;
        books.commit(change).await
    }

    /// Removes an officer; a presiding one stays, and two officers stay.
    pub async fn remove_officer(&self, officer: OfficerId, by: &str) -> Result<(), StationError> {
        let by = words::officer(by)?;
        let mut books = self.books().await?;
        let row = row_of(&mut books, officer).await?;
        let left: Vec<OfficerRow> = (books.writer.officers().await?.into_iter())
            .filter(|o| o.id != officer)
            .collect();
        if !left.iter().any(|o| o.role == Role::PresidingOfficer) {
            return Err(StationError::PresidingNeeded);
        }
        if left.len() < MIN_OFFICERS {
            return Err(StationError::OfficersNeeded);
        }
        let mut change = books.change();
        change.remove_officer(officer);
        let text = format!("{} removed", row.name);
        change.append(&self.action(Action::OfficersChanged, by, text))?;
        books.commit(change).await
    }

    /// Gives an officer another PIN, and ends a pause after wrong ones.
    pub async fn set_pin(&self, officer: OfficerId, pin: &str, by: &str) -> Result<(), StationError> {
        let by = words::officer(by)?;
        let pin = sealed(pin).await?;
        let mut books = self.books().await?;
        let row = row_of(&mut books, officer).await?;
        let text = format!("another PIN for {}", row.name);
        let mut change = books.change();
        change.remove_officer(officer);
        change.put_officer(&OfficerRow {
            pin,
            failures: 0,
            refused_until: None,
            ..row
        });
        change.append(&self.action(Action::OfficersChanged, by, text))?;
        books.commit(change).await
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
        .ok_or(StationError::UnknownOfficer)
}
