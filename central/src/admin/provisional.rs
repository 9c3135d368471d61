//! Adjudication of provisional ballots under two officials: the first proposes, another confirms.
//!
//! A released ballot is not opened by itself, which would show whose it is, but in a *mixed batch*: together with
//! at least `min_batch` released ballots of the same station and style, or, after the close, when nobody is left who
//! could join it, and stands in the opened group of all of them. SECURITY.md has the whole argument.

use std::collections::HashMap;

use pollstream_protocol::decision::Subject;
use pollstream_protocol::definition::Disclosure;
use pollstream_protocol::ids::{BallotStyleId, CaseKey, StationId};
use pollstream_protocol::limits::MAX_MIXED_CASES;
use sqlx::PgConnection;

use super::AdminError;
use super::chain::{Chain, statement};
use super::close::count_opened;
use super::office::{Office, not_certified};
use super::official::SignedIn;
use crate::intake::open::Opened;
use crate::intake::transaction::Desk;
use crate::store::ballots::SealedGroup;
use crate::store::decision::ProposalRow;
use crate::store::election::ElectionStatus;
use crate::store::provisional::{self as rows, CaseStatus, ReleasedBallot};

/// What is proposed for a provisional ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Release,
    /// It never counts.
    Reject,
}

/// A confirmed decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmed {
    /// Its number.
    pub decision: u64,
    /// Ballots that were opened together because of it; 0 when the released ones are still too few.
    pub opened: u64,
}

impl Office {
    /// Proposes what is to become of a provisional ballot. Somebody else must confirm it.
    pub async fn propose_case(
        &self,
        by: &SignedIn,
        case: &CaseKey,
        verdict: Verdict,
        reason: &str,
    ) -> Result<ProposalRow, AdminError> {
        let election = self.store.election().await?.definition.definition.id;
        let mut transaction = self.store.pool().begin().await?;
        not_certified(&mut transaction).await?;
        let chain = self.chain(&mut transaction).await?;
        chain.may_decide(by)?;
        let release = verdict == Verdict::Release;
        undecided_case(&mut transaction, case, release).await?;
        let subject = Subject::ProvisionalDecided {
            case: case.clone(),
            release,
        };
        let statement = statement(&election, reason, subject)?;
        chain
            .propose(&mut transaction, by, &rows::about(case), &statement)
            .await?;
        transaction.commit().await?;
        self.proposal(statement.id).await
    }

    /// Confirms what another official proposed, and opens the released ballots that are enough to be opened
    /// together.
    pub async fn confirm_case(&self, by: &SignedIn, case: &CaseKey) -> Result<Confirmed, AdminError> {
        let desk = self.desk().await?;
        let about = rows::about(case);
        let mut transaction = self.store.pool().begin().await?;
        let status = not_certified(&mut transaction).await?;
        let mut chain = self.chain(&mut transaction).await?;
        let (statement, approvals) = chain.confirm(&mut transaction, by, &about).await?;
        let release = matches!(
            statement.subject,
            Subject::ProvisionalDecided { release: true, .. }
        );
        undecided_case(&mut transaction, case, release).await?;
        let number = chain.append(&mut transaction, statement, approvals).await?;
        let decided = if release {
            CaseStatus::Released
        } else {
            CaseStatus::Rejected
        };
        rows::decide(&mut transaction, case, decided, number).await?;
        let opened = mix_due(&mut transaction, &mut chain, &desk, status).await?;
        let opened = count_opened(&mut transaction, &desk, opened).await?;
        transaction.commit().await?;
        self.announce().await?;
        Ok(Confirmed {
            decision: number,
            opened,
        })
    }

    /// Drops what is proposed for a provisional ballot, so that something else can be.
    pub async fn decline_case(&self, by: &SignedIn, case: &CaseKey) -> Result<(), AdminError> {
        self.decline(by, &rows::about(case)).await
    }
}

/// Refuses a case that is not known, was decided, or whose ballot is to be released and has not arrived.
async fn undecided_case(
    connection: &mut PgConnection,
    case: &CaseKey,
    release: bool,
) -> Result<(), AdminError> {
    match rows::lock_case(connection, case).await? {
        None => Err(AdminError::UnknownCase(case.clone())),
        Some((CaseStatus::Pending, false)) if release => Err(AdminError::NoBallot(case.clone())),
        Some((CaseStatus::Pending, _)) => Ok(()),
        Some(_) => Err(AdminError::CaseDecided(case.clone())),
    }
}

/// Which released ballots are opened now.
#[derive(Debug, Clone, Copy)]
struct MixingRule {
    status: ElectionStatus,
    disclosure: Disclosure,
    min_batch: usize,
    /// Cases that nobody has decided. When none is left after the close, nobody else can join.
    undecided: u64,
}

impl MixingRule {
    /// Whether `group` released ballots of one station and style are opened.
    fn opens(self, group: usize) -> bool {
        let enough = group >= self.min_batch;
        match (self.status, self.disclosure) {
            (ElectionStatus::Open, Disclosure::AfterClose) => false,
            (ElectionStatus::Open, Disclosure::Live) => enough,
            (ElectionStatus::Closed | ElectionStatus::Certified, _) => enough || self.undecided == 0,
        }
    }

    /// Splits off what is opened.
    fn due(self, waiting: Vec<ReleasedBallot>) -> Vec<ReleasedBallot> {
        let mut groups: HashMap<(StationId, BallotStyleId), usize> = HashMap::new();
        let group = |ballot: &ReleasedBallot| (ballot.case.log.station.clone(), ballot.style.clone());
        for ballot in &waiting {
            *groups.entry(group(ballot)).or_default() += 1;
        }
        let opens = |ballot: &ReleasedBallot| groups.get(&group(ballot)).is_some_and(|n| self.opens(*n));
        waiting.into_iter().filter(opens).collect()
    }
}

/// Opens the released ballots that may be opened now.
pub(super) async fn mix_due(
    connection: &mut PgConnection,
    chain: &mut Chain<'_>,
    desk: &Desk,
    status: ElectionStatus,
) -> Result<Opened, AdminError> {
    let rule = MixingRule {
        status,
        disclosure: desk.definition.disclosure,
        min_batch: desk.definition.min_batch as usize,
        undecided: rows::undecided(connection).await?,
    };
    let due = rule.due(rows::released(connection).await?);
    let due = mix(connection, chain, desk, due).await?;
    Ok(open(desk, &due))
}

fn open(desk: &Desk, groups: &[SealedGroup]) -> Opened {
    match &desk.opener.key {
        None => Opened::default(),
        Some(key) => tokio::task::block_in_place(|| desk.opener.open(key, groups)),
    }
}

/// Opens every released ballot.
pub(super) async fn open_all(
    connection: &mut PgConnection,
    chain: &mut Chain<'_>,
    desk: &Desk,
) -> Result<Opened, AdminError> {
    Ok(open(desk, &mix_all(connection, chain, desk).await?))
}

/// Every released ballot is due: nothing that could be opened with them will come any more.
async fn mix_all(
    connection: &mut PgConnection,
    chain: &mut Chain<'_>,
    desk: &Desk,
) -> Result<Vec<SealedGroup>, AdminError> {
    let released = rows::released(connection).await?;
    mix(connection, chain, desk, released).await
}

/// Makes released ballots ready to be opened together: writes the decision that says so, and forgets which case had
/// which. Without the counting key nothing happens.
async fn mix(
    connection: &mut PgConnection,
    chain: &mut Chain<'_>,
    desk: &Desk,
    ballots: Vec<ReleasedBallot>,
) -> Result<Vec<SealedGroup>, AdminError> {
    if desk.opener.key.is_none() {
        return Ok(Vec::new());
    }
    let mut cases: Vec<CaseKey> = ballots.iter().map(|b| b.case.clone()).collect();
    cases.sort_unstable();
    for cases in cases.chunks(MAX_MIXED_CASES) {
        let subject = Subject::BallotsMixed {
            cases: cases.to_vec(),
        };
        let statement = statement(&desk.definition.id, "opened together by the rule", subject)?;
        chain.append(connection, statement, Vec::new()).await?;
        rows::forget_ballots(connection, cases).await?;
    }
    Ok(ballots.into_iter().map(ReleasedBallot::into_group).collect())
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::ids::CaseId;
    use pollstream_protocol::seal::SealedBallot;
    use uuid::Uuid;

    use super::*;

    fn released(station: &str, style: &str, n: usize) -> Vec<ReleasedBallot> {
        let one = |_| ReleasedBallot {
            case: CaseKey {
                log: station.parse().unwrap(),
                case: CaseId(Uuid::new_v4()),
            },
            seq: 0,
            style: style.parse().unwrap(),
            ballot: SealedBallot {
                encapped_key: [0; 32],
                ciphertext: Vec::new(),
            },
        };
        (0..n).map(one).collect()
    }

    fn rule(status: ElectionStatus, disclosure: Disclosure, undecided: u64) -> MixingRule {
        MixingRule {
            status,
            disclosure,
            min_batch: 3,
            undecided,
        }
    }

    #[test]
    fn small_groups_wait_and_other_groups_do_not_help_them() {
        let live = rule(ElectionStatus::Open, Disclosure::Live, 0);
        let mut waiting = released("north", "plain", 2);
        waiting.extend(released("north", "full", 2));
        waiting.extend(released("south", "plain", 2));
        assert!(live.due(waiting.clone()).is_empty());
        waiting.extend(released("south", "plain", 1));
        let due = live.due(waiting);
        assert_eq!(due.len(), 3);
        assert!(due.iter().all(|b| b.case.log.station.as_str() == "south"));
    }

    #[test]
    fn nothing_is_opened_early_and_the_last_decision_after_the_close_opens_all() {
        let sealed = rule(ElectionStatus::Open, Disclosure::AfterClose, 0);
        assert!(sealed.due(released("north", "plain", 50)).is_empty());
        for disclosure in [Disclosure::Live, Disclosure::AfterClose] {
            let undecided = rule(ElectionStatus::Closed, disclosure, 1);
            assert!(undecided.due(released("north", "plain", 2)).is_empty());
            assert_eq!(undecided.due(released("north", "plain", 3)).len(), 3);
            let last = rule(ElectionStatus::Closed, disclosure, 0);
            assert_eq!(last.due(released("north", "plain", 1)).len(), 1);
        }
    }
}
