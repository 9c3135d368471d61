//! One batch of messages, one transaction: rows, heads and offsets move together or not at all.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::chain::EntryHash;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::events::QuarantineEvent;
use pollstream_protocol::ids::{BallotStyleId, LogName, StationId, VoterId};
use pollstream_protocol::ledger::Ledger;
use pollstream_protocol::receipt::{Receipt, Standing};
use pollstream_protocol::signed::{SigningKey, VerifyingKey};
use pollstream_protocol::topics::Topic;
use pollstream_protocol::voter::Accreditation;
use sqlx::PgConnection;

use pollstream_count::admission::{Admission, admit, needs_history};
use pollstream_count::gate::{self, Refusal, Verified};
use pollstream_count::station_log::{Bounds, Fate};

use super::changes::{Changes, EntryPlace, IncidentRow};
use super::open::{Opened, Opener};
use super::pool::OpeningRule;
use crate::consume::Fetched;
use crate::store::ballots::{self, SealedGroup};
use crate::store::election::ElectionStatus;
use crate::store::intake::{self as rows, HeldSegment, Quarantined, StationKey, StationRow, outgoing_json};
use crate::store::outbox::{self, Outgoing};
use crate::store::station_log::{self, Recorded};
use crate::store::stream::RawSegment;
use crate::store::{Store, StoreError, election, offsets, registration, roll, stream};

/// Segments that came too early and are kept, for each incarnation. More are let go: no receipt covers them,
/// so the station sends them again.
pub const MAX_HELD: i64 = 256;

/// What a transaction needs besides the messages.
pub struct Desk {
    /// The database.
    pub store: Store,
    /// The definition.
    pub definition: ElectionDefinition,
    /// Its version.
    pub version: u32,
    /// Opens ballots.
    pub opener: Opener,
    /// Signs roll updates.
    pub authority: SigningKey,
    /// Name under which offsets are kept.
    pub consumer: &'static str,
}

/// What a committed transaction makes due.
#[derive(Debug, Default)]
pub struct Committed {
    /// To be published now.
    pub receipts: Vec<Receipt>,
    /// Ballots that were counted.
    pub ballots: u64,
    /// Messages that were refused.
    pub refused: u64,
    /// The epoch in which it was committed.
    pub epoch: u64,
}

/// A message between the gate and the transaction.
enum Arrival {
    Verified(Box<Verified>),
    Refused(Refusal),
}

impl Desk {
    /// Takes over a revision of the definition. Asked after messages were fetched: a ballot that names a new
    /// candidate was cast after the revision was committed.
    pub(crate) async fn follow_revision(&mut self) -> Result<(), StoreError> {
        if self.store.definition_version().await? == self.version {
            return Ok(());
        }
        let signed = self.store.election().await?.definition;
        self.opener.codec = (BallotCodec::new(&signed.definition))
            .map_err(|e| StoreError::corrupt("election.definition", e))?;
        self.definition = signed.definition;
        self.version = signed.version;
        Ok(())
    }

    /// Takes a batch of messages in. `keys` caches the keys of enrolled incarnations.
    pub async fn take_in(
        &self,
        messages: &[Fetched],
        keys: &mut HashMap<StationKey, VerifyingKey>,
    ) -> Result<Committed, StoreError> {
        let arrivals = self.pass_gate(messages, keys).await?;
        let mut transaction = self.store.pool().begin().await?;
        let committed = self.write(&mut transaction, messages, arrivals).await?;
        transaction.commit().await?;
        Ok(committed)
    }

    /// Keeps one message in quarantine that could not be stored in any other way.
    pub async fn set_aside(&self, message: &Fetched, why: &str) -> Result<Committed, StoreError> {
        let refusal = Refusal::new(None, "cannot_be_stored", why);
        let mut transaction = self.store.pool().begin().await?;
        let arrivals = vec![Arrival::Refused(refusal)];
        let committed = self
            .write(&mut transaction, std::slice::from_ref(message), arrivals)
            .await?;
        transaction.commit().await?;
        Ok(committed)
    }

    async fn pass_gate(
        &self,
        messages: &[Fetched],
        keys: &mut HashMap<StationKey, VerifyingKey>,
    ) -> Result<Vec<Arrival>, StoreError> {
        let read: Vec<_> = messages
            .iter()
            .map(|m| gate::read(&m.payload, &self.definition.id))
            .collect();
        let unknown: BTreeSet<StationKey> = (read.iter().flatten())
            .map(|s| (s.claimed_station().clone(), s.claimed_incarnation()))
            .filter(|key| !keys.contains_key(key))
            .collect();
        if !unknown.is_empty() {
            let wanted: Vec<_> = unknown.into_iter().collect();
            keys.extend(self.store.station_keys(&wanted).await?);
        }
        Ok(read
            .into_iter()
            .map(|segment| {
                let verified = segment.and_then(|segment| {
                    let key = (segment.claimed_station().clone(), segment.claimed_incarnation());
                    gate::verify(segment, keys.get(&key))
                });
                match verified {
                    Ok(verified) => Arrival::Verified(Box::new(verified)),
                    Err(refusal) => Arrival::Refused(refusal),
                }
            })
            .collect())
    }

    async fn write(
        &self,
        connection: &mut PgConnection,
        messages: &[Fetched],
        arrivals: Vec<Arrival>,
    ) -> Result<Committed, StoreError> {
        let epoch = stream::epoch(connection).await?;
        let status = election::status_for_share(connection).await?;
        let ledger = self.store.ledger(connection).await?;
        let touched: Vec<StationKey> = arrivals
            .iter()
            .filter_map(|arrival| match arrival {
                Arrival::Verified(v) => Some((v.segment.station.clone(), v.segment.incarnation)),
                Arrival::Refused(refusal) => refusal.claimed.clone(),
            })
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let stations = rows::lock_stations(connection, &touched).await?;
        let holding = rows::holding(connection, &touched).await?;
        let mut batch = Batch {
            definition: &self.definition,
            ledger,
            stations,
            holding,
            recorded: HashMap::new(),
            changes: Changes::default(),
            quarantined: Vec::new(),
            raw: Vec::new(),
            shards: HashMap::new(),
        };
        for (message, arrival) in messages.iter().zip(arrivals) {
            match arrival {
                Arrival::Refused(refusal) => batch.refuse(refusal, message),
                Arrival::Verified(verified) => batch.arrive(connection, *verified, message).await?,
            }
        }
        let mut committed = self.settle(connection, batch, status).await?;
        committed.epoch = epoch;
        let mut next: BTreeMap<(Topic, i32), i64> = BTreeMap::new();
        for message in messages {
            let next = next.entry((message.topic, message.partition)).or_default();
            *next = (*next).max(message.offset + 1);
        }
        offsets::advance(connection, self.consumer, &next).await?;
        offsets::note_last(connection, self.consumer, messages).await?;
        Ok(committed)
    }

    /// Takes entries of a log that counted nowhere once more, after a decision that may let them count. Returns
    /// how many count now.
    pub(crate) async fn reconsider(
        &self,
        connection: &mut PgConnection,
        log: &LogName,
    ) -> Result<u64, StoreError> {
        let status = election::status_for_share(connection).await?;
        let ledger = self.store.ledger(connection).await?;
        let key = (log.station.clone(), log.incarnation);
        let stations = rows::lock_stations(connection, std::slice::from_ref(&key)).await?;
        let mut batch = Batch {
            definition: &self.definition,
            ledger,
            shards: rows::shards_of(connection, &log.station).await?,
            stations,
            holding: HashSet::new(),
            recorded: HashMap::new(),
            changes: Changes::default(),
            quarantined: Vec::new(),
            raw: Vec::new(),
        };
        let counted = batch.take_back(connection, log).await?;
        self.settle(connection, batch, status).await?;
        Ok(counted)
    }

    /// Writes what a batch has changed, and the messages that tell of it.
    async fn settle(
        &self,
        connection: &mut PgConnection,
        batch: Batch<'_>,
        status: ElectionStatus,
    ) -> Result<Committed, StoreError> {
        let Batch {
            stations,
            mut changes,
            quarantined,
            raw,
            shards,
            ..
        } = batch;
        let shard_of = |station: &StationId| shards.get(station).copied().unwrap_or(outbox::NO_SHARD);
        let mut outgoing: Vec<Outgoing> = Vec::new();

        stream::keep_segments(connection, &raw).await?;
        rows::write_rows(connection, &changes).await?;
        station_log::set_aside(connection, &changes.set_aside).await?;
        self.register(connection, &mut changes, &shard_of, &mut outgoing)
            .await?;
        self.look_at_check_ins(connection, &mut changes, &stations, &mut outgoing)
            .await?;

        let rule = OpeningRule {
            disclosure: self.definition.disclosure,
            min_batch: self.definition.min_batch,
            closed: status != ElectionStatus::Open,
        };
        let opened = self.open(connection, rule, &mut changes).await?;
        let counted = self
            .count(connection, opened, &mut changes, &shard_of, &mut outgoing)
            .await?;

        let counters = std::mem::take(&mut changes.counters);
        for event in rows::check_ins_events(connection, &self.definition.id, counters).await? {
            let shard = shard_of(&event.station);
            outgoing.push(outgoing_json(
                shard,
                Topic::CheckIns,
                event.station.as_str(),
                &event,
            )?);
        }
        let refused = quarantined.len() as u64;
        for message in rows::quarantine(connection, quarantined).await? {
            let event = quarantine_event(&self.definition, &message);
            outgoing.push(outgoing_json(
                message.partition,
                Topic::Quarantine,
                event.station.clone(),
                &event,
            )?);
        }
        rows::write_incidents(connection, &changes.incidents).await?;

        let receipts = (stations.iter())
            .map(|(key, row)| self.receipt(key, row))
            .collect();
        let heads: Vec<_> = stations
            .into_iter()
            .map(|(key, row)| {
                let zero_report = changes.zero_reports.remove(&key);
                (key, row, zero_report)
            })
            .collect();
        rows::write_heads(connection, &heads, &shard_of).await?;
        outbox::add(connection, &outgoing).await?;
        Ok(Committed {
            receipts,
            ballots: counted,
            refused,
            epoch: 0,
        })
    }

    fn receipt(&self, (station, incarnation): &StationKey, row: &StationRow) -> Receipt {
        Receipt {
            election: self.definition.id.clone(),
            station: station.clone(),
            incarnation: *incarnation,
            next_seq: row.head.next_seq,
            head_hash: row.head.hash,
            standing: row.head.standing,
            refusal: row.refusal.clone(),
        }
    }

    async fn register(
        &self,
        connection: &mut PgConnection,
        changes: &mut Changes,
        shard_of: &impl Fn(&StationId) -> i32,
        outgoing: &mut Vec<Outgoing>,
    ) -> Result<(), StoreError> {
        let mut sound = Vec::new();
        for (station, mut voter) in std::mem::take(&mut changes.registrations) {
            // Whatever a station writes: who may vote is decided here.
            voter.accreditation = Accreditation::Pending;
            match voter.faults(&self.definition).first() {
                None => sound.push((station, voter)),
                Some(fault) => changes.incidents.push(registration_incident(
                    "invalid_registration",
                    &station,
                    voter.voter_id,
                    format!("a registration breaks a rule: {fault}"),
                )),
            }
        }
        let mut added = rows::register(connection, &sound).await?;
        for (station, voter) in sound {
            let id = voter.voter_id;
            // The first of several registrations of one voter was added.
            if added.remove(&id) {
                let shard = shard_of(&station);
                outgoing.push(outgoing_json(shard, Topic::Voters, id.to_string(), &voter)?);
            } else {
                registration::keep_duplicate(connection, &station, &voter).await?;
                changes.incidents.push(registration_incident(
                    "duplicate_registration",
                    &station,
                    id,
                    "the voter is on record already".to_owned(),
                ));
            }
        }
        Ok(())
    }

    /// Every check-in stands as it was logged; what is wrong with it becomes an incident for officials. A
    /// check-in that the voter's present station did not make itself is sent back to that station.
    async fn look_at_check_ins(
        &self,
        connection: &mut PgConnection,
        changes: &mut Changes,
        stations: &HashMap<StationKey, StationRow>,
        outgoing: &mut Vec<Outgoing>,
    ) -> Result<(), StoreError> {
        let voters: BTreeSet<VoterId> = changes.check_ins.iter().map(|c| c.voter).collect();
        let ids: Vec<_> = voters.iter().map(|v| v.0).collect();
        let known: HashMap<VoterId, rows::CheckedVoter> = (rows::checked_voters(connection, &ids).await?)
            .into_iter()
            .map(|v| (v.voter, v))
            .collect();
        let mut to_tell = BTreeSet::new();
        for check_in in &changes.check_ins {
            let Some(voter) = known.get(&check_in.voter) else {
                continue;
            };
            let station = &check_in.place.station;
            let here = voter.polling_station.as_deref() == Some(station.as_str());
            let (kind, detail) = match voter.accreditation.as_deref() {
                None => ("unknown_voter", "a voter was checked in who is on no roll"),
                Some(_) if !here => (
                    "wrong_station",
                    "a voter of another polling station was checked in",
                ),
                Some(status) if status != Accreditation::Accredited.as_str() => {
                    ("not_accredited", "a voter was checked in who is not accredited")
                }
                Some(_) if voter.standing_check_ins > 1 => (
                    "double_check_in",
                    "a voter has more than one check-in; all of them are kept",
                ),
                Some(_) => ("", ""),
            };
            if !kind.is_empty() {
                changes.incidents.push(IncidentRow {
                    kind,
                    station: Some(station.clone()),
                    voter: Some(check_in.voter),
                    detail: detail.to_owned(),
                    unique_key: format!("{kind}/{}", check_in.voter),
                });
            }
            let key = (station.clone(), check_in.place.incarnation);
            let latest = stations.get(&key).is_some_and(|row| row.latest);
            if voter.accreditation.is_some() && !(here && latest) {
                to_tell.insert(check_in.voter.0);
            }
        }
        let to_tell: Vec<_> = to_tell.into_iter().collect();
        if !to_tell.is_empty() {
            for update in roll::next_versions(connection, &self.definition.id, &to_tell).await? {
                outgoing.push(Outgoing {
                    shard: outbox::NO_SHARD,
                    topic: Topic::Roll,
                    key: format!("{}/{}", update.polling_station, update.voter.voter_id),
                    payload: Some(update.sign(&self.authority)),
                });
            }
        }
        Ok(())
    }

    async fn open(
        &self,
        connection: &mut PgConnection,
        rule: OpeningRule,
        changes: &mut Changes,
    ) -> Result<Opened, StoreError> {
        let new: Vec<SealedGroup> = std::mem::take(&mut changes.groups)
            .into_iter()
            .map(|(place, group)| SealedGroup {
                station: place.station,
                incarnation: place.incarnation,
                seq: place.seq,
                style: group.ballot_style,
                ballots: group.ballots,
            })
            .collect();
        if new.is_empty() {
            return Ok(Opened::default());
        }
        let names: Vec<String> = new
            .iter()
            .map(|g| g.station.to_string())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let waiting = ballots::waiting_groups(connection, &names).await?;
        let (opened, of_waiting, of_new) =
            tokio::task::block_in_place(|| self.opener.pool(rule, &waiting, &new));
        let of_waiting: Vec<&SealedGroup> = of_waiting.into_iter().map(|i| &waiting[i]).collect();
        ballots::mark_opened(connection, &of_waiting).await?;
        let new: Vec<_> = new.into_iter().zip(of_new).collect();
        ballots::write_groups(connection, &new).await?;
        Ok(opened)
    }

    /// Stores opened ballots and announces them.
    pub(crate) async fn count(
        &self,
        connection: &mut PgConnection,
        opened: Opened,
        changes: &mut Changes,
        shard_of: &impl Fn(&StationId) -> i32,
        outgoing: &mut Vec<Outgoing>,
    ) -> Result<u64, StoreError> {
        let mut opened = opened;
        changes.incidents.append(&mut opened.incidents);
        ballots::note_void(connection, &opened.void).await?;
        if opened.groups.is_empty() {
            return Ok(0);
        }
        let mut missing = opened.ballots_of_stations();
        let repeated = ballots::write_opened(connection, &mut opened.groups).await?;
        if repeated > 0 {
            for (station, written) in opened.ballots_of_stations() {
                *missing.entry(station).or_default() -= written;
            }
            missing.retain(|_, n| *n > 0);
            ballots::note_void(connection, &missing).await?;
            changes.incidents.push(IncidentRow {
                kind: "repeated_ballot",
                station: None,
                voter: None,
                detail: format!("{repeated} sealed ballot(s) came a second time and were not counted"),
                unique_key: format!("repeated_ballot/{}", Timestamp::now().as_nanosecond()),
            });
        }
        let tallies = opened.tallies(&self.definition);
        let counted = tallies.values().map(|t| t.ballots).sum();
        for event in ballots::votes_events(connection, &self.definition.id, tallies).await? {
            let shard = shard_of(&event.station);
            outgoing.push(outgoing_json(
                shard,
                Topic::Votes,
                event.station.as_str(),
                &event,
            )?);
        }
        Ok(counted)
    }
}

/// Entries that are looked at together when they may count after all.
const RECONSIDERED: i64 = 1_000;

/// A batch while it is worked through.
struct Batch<'a> {
    definition: &'a ElectionDefinition,
    ledger: Arc<Ledger>,
    stations: HashMap<StationKey, StationRow>,
    /// Those of which segments are held.
    holding: HashSet<StationKey>,
    recorded: HashMap<StationKey, Recorded>,
    changes: Changes,
    quarantined: Vec<Quarantined>,
    /// What was accepted, as it came.
    raw: Vec<RawSegment>,
    /// The partition on which each station's log arrives.
    shards: HashMap<StationId, i32>,
}

fn styles_of<'a>(definition: &'a ElectionDefinition, station: &StationId) -> &'a [BallotStyleId] {
    definition
        .polling_station(station)
        .map_or(&[], |s| &s.ballot_styles)
}

impl Batch<'_> {
    fn refuse(&mut self, refusal: Refusal, message: &Fetched) {
        let claimed = refusal.claimed.as_ref().filter(|_| refusal.proven);
        if let Some(row) = claimed.and_then(|key| self.stations.get_mut(key)) {
            row.refusal = format!("{}: {}", refusal.reason, refusal.detail);
        }
        let (station, incarnation) = match refusal.claimed {
            Some((station, incarnation)) => (station.to_string(), Some(incarnation)),
            None => (String::new(), None),
        };
        self.quarantined.push(Quarantined {
            station,
            incarnation,
            reason: refusal.reason,
            detail: refusal.detail,
            message: message.payload.clone(),
            partition: message.partition,
            offset: message.offset,
        });
    }

    async fn arrive(
        &mut self,
        connection: &mut PgConnection,
        verified: Verified,
        message: &Fetched,
    ) -> Result<(), StoreError> {
        let key = (verified.segment.station.clone(), verified.segment.incarnation);
        self.shards.insert(key.0.clone(), message.partition);
        let before = self.next_seq(&key);
        self.decide(connection, &key, verified, message).await?;
        if self.next_seq(&key) == before || !self.holding.contains(&key) {
            return Ok(());
        }
        // What came too early may fit now: one at a time, because they may be many and large.
        while let Some(next_seq) = self.next_seq(&key) {
            let Some(held) = rows::take_held(connection, &key, next_seq).await? else {
                break;
            };
            // It passed the gate when it came, so it passes again; a key never changes.
            let Some(verified) = self.reread(connection, &key, &held.bytes).await? else {
                continue;
            };
            let message = Fetched {
                topic: message.topic,
                partition: held.partition,
                offset: held.offset,
                payload: held.bytes,
                key: None,
                envelope: None,
                at: None,
            };
            self.decide(connection, &key, verified, &message).await?;
        }
        Ok(())
    }

    fn next_seq(&self, key: &StationKey) -> Option<u64> {
        Some(self.stations.get(key)?.head.next_seq)
    }

    async fn reread(
        &self,
        connection: &mut PgConnection,
        key: &StationKey,
        bytes: &[u8],
    ) -> Result<Option<Verified>, StoreError> {
        let public: Option<Vec<u8>> =
            sqlx::query_scalar("select public_key from station where station_id = $1 and incarnation = $2")
                .bind(key.0.as_str())
                .bind(i64::from(key.1.0))
                .fetch_optional(connection)
                .await?;
        let public = public.and_then(|k| pollstream_protocol::signed::verifying_key(&k).ok());
        let segment = pollstream_protocol::segment::UnverifiedSegment::decode(bytes).ok();
        Ok(segment.and_then(|segment| gate::verify(segment, public.as_ref()).ok()))
    }

    async fn decide(
        &mut self,
        connection: &mut PgConnection,
        key: &StationKey,
        verified: Verified,
        message: &Fetched,
    ) -> Result<(), StoreError> {
        let Some(row) = self.stations.get(key) else {
            let detail = "the station was removed while its segment was taken in";
            self.refuse(
                Refusal::new(Some(key.clone()), "unknown_station", detail),
                message,
            );
            return Ok(());
        };
        let head = row.head;
        let known = if needs_history(&head, &verified.segment) {
            self.history(connection, key, verified.segment.next_seq()).await?
        } else {
            None
        };
        let refusal = match admit(&head, &verified.segment, known) {
            Admission::Accept { skip } => {
                self.raw.push(RawSegment {
                    key: key.clone(),
                    first_seq: verified.segment.first_seq,
                    next_seq: verified.segment.next_seq(),
                    bytes: message.payload.clone(),
                });
                return self.believe(connection, key, verified, skip).await;
            }
            Admission::Duplicate => return Ok(()),
            Admission::Hold => {
                let held = HeldSegment {
                    key: key.clone(),
                    first_seq: verified.segment.first_seq,
                    partition: message.partition,
                    offset: message.offset,
                    bytes: message.payload.clone(),
                };
                rows::hold(connection, &held, verified.segment.next_seq(), MAX_HELD).await?;
                self.holding.insert(key.clone());
                return Ok(());
            }
            Admission::Equivocation => {
                if let Some(row) = self.stations.get_mut(key) {
                    row.head.standing = Standing::Quarantined;
                }
                self.changes.incidents.push(equivocation(key, &verified));
                (
                    "equivocation",
                    "the station signed two different entries under one number",
                )
            }
            Admission::Revoked => ("revoked", "the station was revoked"),
            Admission::Quarantined => ("station_quarantined", "the station is quarantined"),
        };
        let refusal = Refusal::new(Some(key.clone()), refusal.0, refusal.1).proven();
        self.refuse(refusal, message);
        Ok(())
    }

    /// Takes a continuation of a log in, as far as it is believed.
    async fn believe(
        &mut self,
        connection: &mut PgConnection,
        key: &StationKey,
        verified: Verified,
        skip: usize,
    ) -> Result<(), StoreError> {
        let Some(row) = self.stations.get_mut(key) else {
            return Ok(());
        };
        let log = log_of(key);
        let recorded = self.recorded.entry(key.clone()).or_default();
        recorded.read(connection, &log, &verified.bodies).await?;
        let styles = styles_of(self.definition, &key.0);
        let bounds = Bounds::of(&self.ledger, &log);
        row.head.next_seq = verified.segment.next_seq();
        row.head.hash = verified.segment.head_hash();
        let (state, known) = (&mut row.state, &mut recorded.known);
        let trusted = state.set_aside.is_none();
        self.changes.add(verified, skip, |seq, body| {
            state.take(seq, body, styles, bounds, known)
        });
        if trusted {
            self.changes.tell_of_breach(key, &row.state);
        }
        Ok(())
    }

    /// Takes the entries of a log that counted nowhere once more, in order.
    async fn take_back(&mut self, connection: &mut PgConnection, log: &LogName) -> Result<u64, StoreError> {
        let key = (log.station.clone(), log.incarnation);
        let Some(row) = self.stations.get_mut(&key) else {
            return Ok(0);
        };
        let styles = styles_of(self.definition, &log.station);
        let bounds = Bounds::of(&self.ledger, log);
        row.state.set_aside = None;
        let recorded = self.recorded.entry(key.clone()).or_default();
        let (mut from, mut counted) = (0, 0);
        loop {
            let entries = station_log::entries_set_aside(connection, log, from, RECONSIDERED).await?;
            let Some((last, _)) = entries.last() else { break };
            from = last + 1;
            let mut bodies = Vec::with_capacity(entries.len());
            for (_, entry) in &entries {
                let body = entry.decode();
                bodies.push(body.map_err(|e| StoreError::corrupt("set_aside_entry.payload", e))?);
            }
            recorded.read(connection, log, &bodies).await?;
            let mut count_now = Vec::new();
            for ((seq, _), body) in entries.iter().zip(bodies) {
                let fate = row.state.take(*seq, &body, styles, bounds, &mut recorded.known);
                if fate == Fate::Counted {
                    count_now.push(*seq);
                    let place = EntryPlace {
                        station: log.station.clone(),
                        incarnation: log.incarnation,
                        seq: *seq,
                    };
                    self.changes.entry(place, body);
                }
            }
            station_log::take_back(connection, log, &count_now).await?;
            counted += count_now.len() as u64;
        }
        self.changes.tell_of_breach(&key, &row.state);
        Ok(counted)
    }

    /// The hash before `seq`: of what this batch has accepted, or of what is stored.
    async fn history(
        &self,
        connection: &mut PgConnection,
        key: &StationKey,
        seq: u64,
    ) -> Result<Option<EntryHash>, StoreError> {
        let of_key =
            |s: &&pollstream_protocol::segment::Segment| s.station == key.0 && s.incarnation == key.1;
        let here = self
            .changes
            .segments
            .iter()
            .rev()
            .filter(of_key)
            .find_map(|s| s.hash_before(seq));
        match here {
            Some(hash) => Ok(Some(hash)),
            None => rows::hash_before(connection, key, seq).await,
        }
    }
}

fn log_of((station, incarnation): &StationKey) -> LogName {
    LogName {
        station: station.clone(),
        incarnation: *incarnation,
    }
}

fn registration_incident(
    kind: &'static str,
    station: &StationId,
    voter: VoterId,
    detail: String,
) -> IncidentRow {
    IncidentRow {
        kind,
        station: Some(station.clone()),
        voter: Some(voter),
        detail,
        unique_key: format!("{kind}/{station}/{voter}"),
    }
}

fn equivocation((station, incarnation): &StationKey, verified: &Verified) -> IncidentRow {
    IncidentRow {
        kind: "equivocation",
        station: Some(station.clone()),
        voter: None,
        detail: format!(
            "incarnation {incarnation} signed a second version of entries {} to {}; it is quarantined",
            verified.segment.first_seq,
            verified.segment.next_seq().saturating_sub(1)
        ),
        unique_key: format!("equivocation/{station}/{incarnation}"),
    }
}

fn quarantine_event(definition: &ElectionDefinition, message: &Quarantined) -> QuarantineEvent {
    QuarantineEvent {
        election: definition.id.clone(),
        station: message.station.clone(),
        incarnation: message.incarnation,
        reason: message.reason.to_owned(),
        detail: message.detail.clone(),
        partition: message.partition,
        offset: message.offset,
        sha256: HEXLOWER.encode(&message.sha256()),
        at: Timestamp::now(),
    }
}
