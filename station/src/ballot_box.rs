//! The ballot box: ballots are sealed as they are cast, and leave for the log in batches whose order says
//! nothing of the order of casting.

use std::collections::BTreeMap;

use pollstream_protocol::ballot::{Ballot, ValidBallot};
use pollstream_protocol::entry::{BallotBatch, EntryBody};
use pollstream_protocol::ids::{CaseId, SessionId, TrackingCode};
use pollstream_protocol::seal::{BatchSealer, CountingPublicKey, EncappedKey, SealScope, SealedBallot};
use zeroize::Zeroizing;

use crate::error::StationError;
use crate::session::OpenSession;
use crate::station::{Books, Current, Station};
use crate::store::{Change, Identity};

/// The box's secret: the key of the batch that is being filled. It exists here, in memory, and nowhere else.
pub(crate) struct BallotBox {
    scope: SealScope,
    sealer: Option<BatchSealer>,
}

impl BallotBox {
    pub(crate) fn new(identity: &Identity) -> Self {
        let scope = SealScope::new(&identity.election, &identity.station, identity.incarnation);
        BallotBox { scope, sealer: None }
    }

    /// Seals a ballot for the batch, beginning one if there is none.
    fn seal(
        &mut self,
        plaintext: &[u8],
        key: &CountingPublicKey,
    ) -> Result<(EncappedKey, SealedBallot), StationError> {
        let rng = &mut rand::rng();
        let sealer = match &mut self.sealer {
            Some(sealer) => sealer,
            none => none.insert(BatchSealer::new(key, self.scope.clone(), rng)?),
        };
        Ok((*sealer.encapped_key(), sealer.seal(plaintext, rng)?))
    }

    /// Seals a ballot that stands alone.
    fn seal_singly(
        &self,
        plaintext: &[u8],
        key: &CountingPublicKey,
    ) -> Result<(EncappedKey, SealedBallot), StationError> {
        let rng = &mut rand::rng();
        let sealer = BatchSealer::new(key, self.scope.clone(), rng)?;
        Ok((*sealer.encapped_key(), sealer.seal(plaintext, rng)?))
    }

    /// Forgets the batch's key; the next ballot begins another batch.
    pub(crate) fn end_batch(&mut self) {
        self.sealer = None;
    }
}

impl Books {
    /// Appends ballots whose batch's key died with an earlier process.
    pub(crate) async fn append_orphans(&mut self) -> Result<(), StationError> {
        if self.state().boxed == 0 {
            return Ok(());
        }
        let mut change = self.change();
        self.batch_into(&mut change, None).await?;
        self.commit(change).await?;
        self.writer.forget_order().await;
        tracing::info!("a batch that an earlier run left unfinished was appended to the log");
        Ok(())
    }

    /// After an uncertain change: an empty box needs no key, so that no key serves two batches.
    pub(crate) fn settle_box(&mut self) {
        if self.state().boxed == 0 {
            self.ballot_box.end_batch();
        }
    }

    /// Moves what is in the box, and perhaps one ballot more, into the log. Does nothing to an empty box.
    pub(crate) async fn batch_into(
        &mut self,
        change: &mut Change,
        last: Option<(EncappedKey, SealedBallot)>,
    ) -> Result<(), StationError> {
        let mut batches = BTreeMap::<EncappedKey, Vec<SealedBallot>>::new();
        for (encapped_key, ballot) in self.writer.boxed().await?.into_iter().chain(last) {
            batches.entry(encapped_key).or_default().push(ballot);
        }
        for (encapped_key, mut ballots) in batches {
            ballots.sort_unstable();
            change.append(&EntryBody::BallotBatch(BallotBatch {
                encapped_key,
                ballots,
            }))?;
        }
        change.empty_box();
        Ok(())
    }

    async fn cast_regular(
        &mut self,
        session: SessionId,
        plaintext: &[u8],
        current: &Current,
    ) -> Result<TrackingCode, StationError> {
        let (encapped_key, sealed) = self.ballot_box.seal(plaintext, &current.signed.counting_key)?;
        let code = sealed.tracking_code;
        let mut change = self.change();
        change.end_session(session);
        change.state.ballots += 1;
        let min_batch = u64::from(current.signed.definition.min_batch);
        let full = self.state().boxed + 1 >= min_batch;
        if full {
            self.batch_into(&mut change, Some((encapped_key, sealed))).await?;
        } else {
            change.box_ballot(&encapped_key, &sealed);
        }
        self.commit(change).await?;
        if full {
            self.ballot_box.end_batch();
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
        plaintext: &[u8],
        current: &Current,
    ) -> Result<TrackingCode, StationError> {
        let (encapped_key, ballot) = self
            .ballot_box
            .seal_singly(plaintext, &current.signed.counting_key)?;
        let code = ballot.tracking_code;
        let mut change = self.change();
        change.end_session(session);
        change.state.provisional += 1;
        change.append(&EntryBody::ProvisionalBallot {
            case_id,
            encapped_key,
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
    /// The ballot of a provisional session is sealed by itself and tied to its case.
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
            None => books.cast_regular(session, &plaintext, &current).await,
            Some(case) => books.cast_provisional(session, case, &plaintext, &current).await,
        }
    }
}
