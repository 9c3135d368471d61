//! The ballot box: ballots are sealed as they are cast, and leave for the log in groups of which nobody can say
//! whose ballot is in them.

use pollstream_protocol::ballot::{Ballot, ValidBallot};
use pollstream_protocol::entry::{BallotGroup, EntryBody};
use pollstream_protocol::ids::{BallotStyleId, CaseId, ElectionId, Incarnation, SessionId, StationId};
use pollstream_protocol::recovery::RecoveryScope;
use pollstream_protocol::seal::{SealScope, SealedBallot};
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::tracking_code::TrackingCode;
use zeroize::Zeroizing;

use crate::error::StationError;
use crate::release::{ReleaseRule, decide};
use crate::session::OpenSession;
use crate::shelf::{BoxKey, SHELF_BALLOTS};
use crate::station::{Books, Current, Station};
use crate::store::{Change, Identity, Shelf};

/// What the box needs besides its rows: where its ballots belong, and the key that closes it.
pub(crate) struct BallotBox {
    election: ElectionId,
    station: StationId,
    incarnation: Incarnation,
    key: BoxKey,
}

impl BallotBox {
    pub(crate) fn new(identity: &Identity, signing_key: &SigningKey) -> Self {
        BallotBox {
            election: identity.election.clone(),
            station: identity.station.clone(),
            incarnation: identity.incarnation,
            key: BoxKey::new(signing_key),
        }
    }

    fn seal(
        &self,
        style: &BallotStyleId,
        plaintext: &[u8],
        current: &Current,
    ) -> Result<SealedBallot, StationError> {
        let scope = SealScope::new(&self.election, &self.station, self.incarnation, style);
        let key = &current.signed.counting_key;
        Ok(SealedBallot::seal(plaintext, key, &scope, &mut rand::rng())?)
    }

    /// The recovery copy of a ballot, if the election has a recovery key.
    fn copy(
        &self,
        style: &BallotStyleId,
        ballot: &SealedBallot,
        current: &Current,
    ) -> Result<Option<EntryBody>, StationError> {
        let Some(key) = &current.signed.recovery_key else {
            return Ok(None);
        };
        let scope = RecoveryScope::new(&self.election, &self.station, self.incarnation);
        let copy = key.copy(style, ballot, &scope, &mut rand::rng())?;
        Ok(Some(EntryBody::RecoveryCopy(copy)))
    }
}

impl Current {
    fn release_rule(&self, closing: bool) -> ReleaseRule {
        let definition = &self.signed.definition;
        ReleaseRule {
            disclosure: definition.disclosure,
            min_batch: definition.min_batch as usize,
            max_group: self.codec.max_group(),
            closing,
        }
    }
}

impl Books {
    /// Empties the box into the log, because the polls close.
    pub(crate) async fn empty_box_into(
        &mut self,
        change: &mut Change,
        current: &Current,
    ) -> Result<(), StationError> {
        for style in self.writer.styles_in_box().await? {
            let shelves = self.writer.shelves(&style).await?;
            let held = self.take(&style, shelves, None).await?;
            self.release(change, &style, held, current.release_rule(true))?;
        }
        Ok(())
    }

    /// What lies on these shelves, and perhaps one ballot more.
    async fn take(
        &mut self,
        style: &BallotStyleId,
        shelves: Vec<Shelf>,
        one_more: Option<SealedBallot>,
    ) -> Result<Vec<SealedBallot>, StationError> {
        let mut held: Vec<_> = one_more.into_iter().collect();
        for shelf in shelves {
            let closed = self.writer.shelf(style, shelf.number).await?;
            held.extend(self.ballot_box.key.open(style, &closed)?);
        }
        Ok(held)
    }

    /// Lets go what the rule lets go of all ballots of a style, and lays the rest down anew.
    fn release(
        &self,
        change: &mut Change,
        style: &BallotStyleId,
        held: Vec<SealedBallot>,
        rule: ReleaseRule,
    ) -> Result<(), StationError> {
        let rng = &mut rand::rng();
        let release = decide(held, rule, rng);
        for ballots in release.groups {
            change.state.boxed -= ballots.len() as u64;
            change.append(&EntryBody::BallotGroup(BallotGroup {
                ballot_style: style.clone(),
                ballots,
            }))?;
        }
        change.clear_shelves(style);
        for (number, ballots) in (0..).zip(release.stay.chunks(SHELF_BALLOTS)) {
            let shelf = Shelf {
                number,
                ballots: ballots.len() as u64,
            };
            let closed = self.ballot_box.key.close(style, ballots.to_vec(), rng)?;
            change.put_shelf(style, shelf, closed);
        }
        Ok(())
    }

    /// Puts a ballot into the box. Returns whether a group left for the log.
    async fn put_in(
        &mut self,
        change: &mut Change,
        style: &BallotStyleId,
        ballot: SealedBallot,
        rule: ReleaseRule,
    ) -> Result<bool, StationError> {
        change.state.boxed += 1;
        let shelves = self.writer.shelves(style).await?;
        let held: u64 = shelves.iter().map(|s| s.ballots).sum();
        if rule.releases(usize::try_from(held).unwrap_or(usize::MAX).saturating_add(1)) {
            let held = self.take(style, shelves, Some(ballot)).await?;
            self.release(change, style, held, rule)?;
            return Ok(true);
        }
        let last = shelves.last().copied();
        let open = last.filter(|s| s.ballots < SHELF_BALLOTS as u64);
        let number = open.map_or(shelves.len() as u64, |s| s.number);
        let ballots = self.take(style, open.into_iter().collect(), Some(ballot)).await?;
        let shelf = Shelf {
            number,
            ballots: ballots.len() as u64,
        };
        let closed = self.ballot_box.key.close(style, ballots, &mut rand::rng())?;
        change.put_shelf(style, shelf, closed);
        Ok(false)
    }

    async fn cast_regular(
        &mut self,
        session: SessionId,
        style: &BallotStyleId,
        plaintext: &[u8],
        current: &Current,
    ) -> Result<TrackingCode, StationError> {
        let sealed = self.ballot_box.seal(style, plaintext, current)?;
        let code = sealed.tracking_code();
        let mut change = self.change();
        change.end_session(session);
        change.state.ballots += 1;
        if let Some(copy) = self.ballot_box.copy(style, &sealed, current)? {
            change.append(&copy)?;
        }
        let rule = current.release_rule(false);
        let left = self.put_in(&mut change, style, sealed, rule).await?;
        self.commit(change).await?;
        if left {
            self.writer.forget_order().await;
        } else {
            self.writer.forget_order_of_one().await;
        }
        Ok(code)
    }

    async fn cast_provisional(
        &mut self,
        session: SessionId,
        case_id: CaseId,
        ballot_style: BallotStyleId,
        plaintext: &[u8],
        current: &Current,
    ) -> Result<TrackingCode, StationError> {
        let ballot = self.ballot_box.seal(&ballot_style, plaintext, current)?;
        let code = ballot.tracking_code();
        let mut change = self.change();
        change.end_session(session);
        change.state.provisional += 1;
        change.append(&EntryBody::ProvisionalBallot {
            case_id,
            ballot_style,
            ballot,
        })?;
        self.commit(change).await?;
        self.writer.forget_order_of_one().await;
        Ok(code)
    }
}

impl Station {
    /// Casts a ballot: spends its session and stores the ballot, sealed, in one commit. Returns the tracking
    /// code, which the voter may keep. A ballot that is refused leaves the session open.
    ///
    /// The ballot of a provisional session is tied to its case, and goes into the log at once.
    pub async fn cast(&self, session: SessionId, ballot: Ballot) -> Result<TrackingCode, StationError> {
        let mut books = self.books().await?;
        let polls = books.state().polls;
        if !polls.accept_ballots() {
            return Err(StationError::PollsNotOpen(polls.state()));
        }
        let OpenSession {
            ballot_style, case, ..
        } = books
            .writer
            .session(session)
            .await?
            .ok_or(StationError::UnknownSession)?;
        if ballot.style != ballot_style {
            return Err(StationError::WrongStyle);
        }
        let current = self.current();
        let ballot: ValidBallot = ballot.validated(&current.signed.definition)?;
        let plaintext = Zeroizing::new(current.codec.encode(&ballot));
        match case {
            None => {
                books
                    .cast_regular(session, &ballot_style, &plaintext, &current)
                    .await
            }
            Some(case) => {
                books
                    .cast_provisional(session, case, ballot_style, &plaintext, &current)
                    .await
            }
        }
    }
}
