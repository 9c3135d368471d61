//! The station: one store, one writer, one definition at a time.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use jiff::Timestamp;
use pollstream_protocol::at_rest::AtRestKey;
use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::chain::genesis;
use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::enrolment::StationPackage;
use pollstream_protocol::events::PollsState;
use pollstream_protocol::ids::{ElectionId, Incarnation, StationId};
use pollstream_protocol::signed::{SigningKey, VerifyingKey};
use pollstream_protocol::topics::TopicNames;
use tokio::sync::{Mutex, MutexGuard, watch};

use crate::attempts::Attempts;
use crate::ballot_box::BallotBox;
use crate::booth_exit::BoothAttempts;
use crate::error::StationError;
use crate::options::StationOptions;
use crate::search::RollIndex;
use crate::store::{self, Change, FileLock, Identity, Reader, State, SyncRow, Writer};
use crate::sync::SyncStatus;

/// Counts of one station, as of the last commit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counters {
    /// Voters on the roll, whatever their accreditation.
    pub on_roll: u64,
    /// Check-ins that stand.
    pub checked_in: u64,
    /// Check-ins that were undone.
    pub undone: u64,
    /// Ballots cast, without provisional ones.
    pub ballots_cast: u64,
    /// Provisional ballots cast.
    pub provisional: u64,
    /// Ballots spoiled and issued again.
    pub spoiled: u64,
    /// Voters who left without casting.
    pub fled: u64,
    /// Voters registered here.
    pub registrations: u64,
    /// Voting sessions that are open.
    pub open_sessions: u64,
}

/// A polling station: everything its kiosk does. Clones share one store.
#[derive(Clone)]
pub struct Station {
    inner: Arc<Inner>,
}

struct Inner {
    id: StationId,
    election: ElectionId,
    incarnation: Incarnation,
    authority: VerifyingKey,
    kafka: String,
    kafka_options: Vec<(String, String)>,
    topics: TopicNames,
    signing_key: SigningKey,
    options: StationOptions,
    current: RwLock<Arc<Current>>,
    books: Mutex<Option<Books>>,
    reader: Reader,
    roll: Arc<RwLock<RollIndex>>,
    status: Arc<watch::Sender<SyncStatus>>,
    /// Held while a PIN is checked.
    attempts: Mutex<Attempts>,
    /// Held while one is checked in the booth.
    booth_attempts: Mutex<BoothAttempts>,
    /// The stopwatch when the station was opened.
    opened: Duration,
}

/// The definition in force, and what is made from it.
pub(crate) struct Current {
    pub(crate) signed: Arc<SignedDefinition>,
    pub(crate) codec: BallotCodec,
}

impl Current {
    pub(crate) fn new(signed: SignedDefinition) -> Result<Self, StationError> {
        let codec = BallotCodec::new(&signed.definition)?;
        Ok(Current {
            signed: Arc::new(signed),
            codec,
        })
    }
}

/// What only one task at a time may touch: the writing connection and the ballot box.
pub(crate) struct Books {
    pub(crate) writer: Writer,
    pub(crate) ballot_box: BallotBox,
    roll: Arc<RwLock<RollIndex>>,
    /// A change of the roll was begun and not seen to end: the index may not say what the store does.
    roll_uncertain: bool,
    status: Arc<watch::Sender<SyncStatus>>,
    // Last: released after the connection is gone.
    _lock: FileLock,
}

impl Books {
    pub(crate) fn state(&self) -> &State {
        self.writer.state()
    }

    pub(crate) fn change(&self) -> Change {
        self.writer.change()
    }

    /// Commits a change and tells whoever watches the log.
    pub(crate) async fn commit(&mut self, mut change: Change) -> Result<(), StationError> {
        let voters = std::mem::take(&mut change.voters);
        self.roll_uncertain |= !voters.is_empty();
        self.writer.commit(change).await?;
        if !voters.is_empty() {
            let mut roll = self.roll.write().unwrap_or_else(PoisonError::into_inner);
            for voter in &voters {
                roll.put(voter);
            }
            self.roll_uncertain = false;
        }
        let next_seq = self.state().next_seq;
        self.status.send_if_modified(|status| {
            let grew = status.next_seq != next_seq;
            status.set_ends(next_seq, status.receipted);
            grew
        });
        Ok(())
    }

    /// Stores what a receipt said and tells whoever watches.
    pub(crate) async fn commit_sync(&mut self, sync: SyncRow) -> Result<(), StationError> {
        let mut change = self.change();
        change.put_sync(&sync);
        self.writer.commit_as_it_is(change).await?;
        self.status.send_modify(|status| show(status, sync));
        Ok(())
    }
}

fn show(status: &mut SyncStatus, sync: SyncRow) {
    status.set_ends(status.next_seq, sync.receipted);
    status.last_receipt = sync.received_at;
    status.standing = sync.standing;
    status.refusal = sync.refusal;
    status.trouble = sync.trouble;
}

/// Exclusive access to the books, for the length of one change.
pub(crate) struct BooksGuard<'a>(MutexGuard<'a, Option<Books>>);

impl std::ops::Deref for BooksGuard<'_> {
    type Target = Books;
    fn deref(&self) -> &Books {
        self.0
            .as_ref()
            .unwrap_or_else(|| unreachable!("checked when the guard was made"))
    }
}

impl std::ops::DerefMut for BooksGuard<'_> {
    fn deref_mut(&mut self) -> &mut Books {
        self.0
            .as_mut()
            .unwrap_or_else(|| unreachable!("checked when the guard was made"))
    }
}

impl Station {
    /// Makes a station from its package: a new file at `path`, which must not exist, with the definition, the
    /// enrolment, the authority's key, the roll and the address of Kafka in it.
    pub async fn create(
        path: &Path,
        package: StationPackage,
        options: StationOptions,
    ) -> Result<Station, StationError> {
        check_package(&package)?;
        let lock = FileLock::take(path)?;
        Identity::create(path, options.durability, &package).await?;
        Self::open_locked(path, package.signing_key, options, lock).await
    }

    /// Opens a station with the key that it was enrolled with. The ballot box is as it was left.
    pub async fn open(
        path: &Path,
        signing_key: SigningKey,
        options: StationOptions,
    ) -> Result<Station, StationError> {
        if !path.exists() {
            return Err(StationError::Missing(path.to_owned()));
        }
        let lock = FileLock::take(path)?;
        Self::open_locked(path, signing_key, options, lock).await
    }

    async fn open_locked(
        path: &Path,
        signing_key: SigningKey,
        options: StationOptions,
        lock: FileLock,
    ) -> Result<Station, StationError> {
        let (mut writer, reader) = store::open(path, options.durability, AtRestKey::of(&signing_key)).await?;
        let identity = Identity::load(&reader).await?;
        if signing_key.verifying_key() != identity.public_key {
            return Err(StationError::WrongKey);
        }
        writer.set_genesis(genesis(
            &identity.election,
            &identity.station,
            identity.incarnation,
        ));
        let sync = reader.sync().await?;
        let mut status = SyncStatus::new(writer.state().next_seq, sync.receipted);
        show(&mut status, sync);
        status.roll_as_of = reader.roll_heard().await?;
        let status = Arc::new(watch::Sender::new(status));
        let roll = Arc::new(RwLock::new(index(&identity.election, &reader).await?));
        let ballot_box = BallotBox::new(&identity, &signing_key);
        let books = Books {
            writer,
            ballot_box,
            roll: roll.clone(),
            roll_uncertain: false,
            status: status.clone(),
            _lock: lock,
        };
        let opened = (options.stopwatch)();
        let inner = Inner {
            id: identity.station,
            election: identity.election,
            incarnation: identity.incarnation,
            authority: identity.authority,
            kafka: identity.kafka,
            kafka_options: identity.kafka_options,
            topics: TopicNames::new(identity.topic_prefix),
            signing_key,
            options,
            current: RwLock::new(Arc::new(Current::new(identity.definition)?)),
            books: Mutex::new(Some(books)),
            reader,
            roll,
            status,
            attempts: Mutex::default(),
            booth_attempts: Mutex::default(),
            opened,
        };
        tracing::info!(station = %inner.id, incarnation = %inner.incarnation, "station opened");
        Ok(Station {
            inner: Arc::new(inner),
        })
    }

    /// The definition in force. A revision replaces it; see [`Station::apply_definition`].
    pub fn definition(&self) -> Arc<SignedDefinition> {
        self.current().signed.clone()
    }

    /// The polling station's id.
    pub fn id(&self) -> &StationId {
        &self.inner.id
    }

    /// The election's id.
    pub fn election(&self) -> &ElectionId {
        &self.inner.election
    }

    /// Which life of the polling station this is.
    pub fn incarnation(&self) -> Incarnation {
        self.inner.incarnation
    }

    /// The election authority's public key.
    pub fn authority(&self) -> &VerifyingKey {
        &self.inner.authority
    }

    /// Kafka's bootstrap servers, as the station package named them; may be empty.
    pub fn kafka(&self) -> &str {
        &self.inner.kafka
    }

    /// More settings of the Kafka client, as the station package brought them.
    pub fn kafka_options(&self) -> &[(String, String)] {
        &self.inner.kafka_options
    }

    /// The names of the election's topics.
    pub fn topics(&self) -> &TopicNames {
        &self.inner.topics
    }

    /// The state of the polls.
    pub async fn polls_state(&self) -> Result<PollsState, StationError> {
        Ok(self.books().await?.state().polls.state())
    }

    /// The counts as of the last commit.
    pub async fn counters(&self) -> Result<Counters, StationError> {
        let books = self.books().await?;
        let s = books.state();
        Ok(Counters {
            on_roll: s.on_roll,
            checked_in: s.checked_in,
            undone: s.undone,
            ballots_cast: s.ballots,
            provisional: s.provisional,
            spoiled: s.spoiled,
            fled: s.fled,
            registrations: s.registrations,
            open_sessions: s.open_sessions,
        })
    }

    /// Sealed ballots in the box, not in the log yet.
    pub async fn boxed(&self) -> Result<u64, StationError> {
        Ok(self.books().await?.state().boxed)
    }

    /// Whether another program keeps the store's write-ahead log from being emptied. Until it lets go, whoever takes
    /// the disk could tell in which order rows were written.
    pub async fn order_kept(&self) -> Result<bool, StationError> {
        Ok(self.books().await?.writer.order_kept())
    }

    /// Whether everybody who was let in has cast a ballot, left, holds a ballot or, until the polls close, waits for
    /// one: nobody is missing, and nobody too many.
    pub async fn reconciles(&self) -> Result<bool, StationError> {
        let not_issued = self.reader().not_issued().await?;
        Ok(self.books().await?.state().reconciles(not_issued))
    }

    /// How far the log has reached central.
    pub fn sync_status(&self) -> SyncStatus {
        self.inner.status.borrow().clone()
    }

    /// The same, to wait for changes of it: every new entry, receipt, connection or loss of it.
    pub fn watch_sync(&self) -> watch::Receiver<SyncStatus> {
        self.inner.status.subscribe()
    }

    /// Closes the station for all clones. Nothing is lost without it: what is committed stays. It moves the
    /// write-ahead log into the store. A change that is under way ends first.
    pub async fn close(self) -> Result<(), StationError> {
        let books = self.inner.books.lock().await.take();
        self.inner.reader.close().await;
        let Some(books) = books else { return Ok(()) };
        let Books {
            writer, _lock: lock, ..
        } = books;
        let closed = writer.close().await;
        drop(lock);
        closed
    }

    pub(crate) async fn books(&self) -> Result<BooksGuard<'_>, StationError> {
        let mut guard = self.inner.books.lock().await;
        let books = guard.as_mut().ok_or(StationError::Closed)?;
        books.writer.settle().await?;
        if books.roll_uncertain {
            let index = index(&self.inner.election, &self.inner.reader).await?;
            *books.roll.write().unwrap_or_else(PoisonError::into_inner) = index;
            books.roll_uncertain = false;
        }
        Ok(BooksGuard(guard))
    }

    pub(crate) fn reader(&self) -> &Reader {
        &self.inner.reader
    }

    pub(crate) fn roll_index(&self) -> RwLockReadGuard<'_, RollIndex> {
        self.inner.roll.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn status(&self) -> &watch::Sender<SyncStatus> {
        &self.inner.status
    }

    pub(crate) fn booth_attempts(&self) -> &Mutex<BoothAttempts> {
        &self.inner.booth_attempts
    }

    pub(crate) fn attempts(&self) -> &Mutex<Attempts> {
        &self.inner.attempts
    }

    pub(crate) fn signing_key(&self) -> &SigningKey {
        &self.inner.signing_key
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.inner.options.clock)()
    }

    /// Time since the station was opened, by a clock that nobody can set.
    pub(crate) fn elapsed(&self) -> Duration {
        (self.inner.options.stopwatch)().saturating_sub(self.inner.opened)
    }

    pub(crate) fn current(&self) -> Arc<Current> {
        self.inner
            .current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn replace_current(&self, current: Current) {
        *self.inner.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(current);
    }
}

impl std::fmt::Debug for Station {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Station({}/{})", self.inner.id, self.inner.incarnation)
    }
}

/// The roll as a search compares it.
async fn index(election: &ElectionId, reader: &Reader) -> Result<RollIndex, StationError> {
    let mut index = RollIndex::new(election.clone());
    reader.each_voter(|voter| index.put(voter)).await?;
    Ok(index)
}

fn check_package(package: &StationPackage) -> Result<(), StationError> {
    let enrolment = &package.enrolment;
    if package.signing_key.verifying_key() != enrolment.public_key {
        return Err(StationError::WrongKey);
    }
    let definition = &package.definition.definition;
    if definition.id != enrolment.election || definition.polling_station(&enrolment.station).is_none() {
        return Err(StationError::BadPackage(
            "its definition does not know the enrolled station",
        ));
    }
    if package
        .roll
        .iter()
        .any(|u| u.election != enrolment.election || u.polling_station != enrolment.station)
    {
        return Err(StationError::BadPackage("its roll is of another polling station"));
    }
    Ok(())
}
