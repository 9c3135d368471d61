//! Voting sessions: what stands between the desk and the booth. A session knows its ballot style and, for a
//! provisional vote, its case; never a voter.

use pollstream_protocol::entry::{Action, EntryBody, IncidentKind, ProvisionalReason};
use pollstream_protocol::ids::{BallotStyleId, CaseId, SessionId, VoterId};
use pollstream_protocol::voter::VoterRecord;
use uuid::Uuid;

use crate::cases::EarlierCase;
use crate::error::StationError;
use crate::issue::{self, IssueObstacle};
use crate::station::{Books, Station};
use crate::store::{StoredEntry, VoterRow};
use crate::words;

/// A check-in on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckedIn {
    /// Number of its entry in the log.
    pub seq: u64,
}

/// A session whose ballot is not cast yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Random.
    pub session: SessionId,
    /// The ballot that was issued.
    pub ballot_style: BallotStyleId,
    /// The case of a provisional session.
    pub case: Option<CaseId>,
}

/// A provisional case that is to be opened.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// Who claims the right to vote.
    pub claimant: VoterRecord,
    /// Why the vote is provisional.
    pub reason: ProvisionalReason,
    /// The name that the claimant typed under the declaration; empty when it is signed on paper.
    pub declared: String,
    /// Why another ballot, when a case was opened for the same person before.
    pub again: Option<String>,
}

impl OpenSession {
    fn new(ballot_style: BallotStyleId, case: Option<CaseId>) -> Self {
        OpenSession {
            session: SessionId(Uuid::new_v4()),
            ballot_style,
            case,
        }
    }
}

impl Books {
    fn admit(&self) -> Result<(), StationError> {
        let polls = self.state().polls;
        if polls.admit_voters() {
            Ok(())
        } else {
            Err(StationError::PollsNotOpen(polls.state()))
        }
    }

    async fn open_session(&mut self, session: SessionId) -> Result<OpenSession, StationError> {
        let polls = self.state().polls;
        if !polls.accept_ballots() {
            return Err(StationError::PollsNotOpen(polls.state()));
        }
        self.writer
            .session(session)
            .await?
            .ok_or(StationError::UnknownSession)
    }
}

impl Station {
    /// Issues the ballot for a check-in, once: opens a session that carries the ballot style only.
    pub async fn issue_ballot(&self, voter: VoterId) -> Result<SessionId, StationError> {
        let mut books = self.books().await?;
        books.admit()?;
        let row = books
            .writer
            .voter(voter)
            .await?
            .ok_or(StationError::UnknownVoter(voter))?;
        let checked_in_for = self.checked_in_for(&row).await?;
        let style = issue::decide(&row, self.id(), checked_in_for.as_ref())?;
        self.issues(&style)?;
        let session = OpenSession::new(style, None);
        let mut change = books.change();
        change.mark_issued(&row);
        change.open_session(&session);
        books.commit(change).await?;
        Ok(session.session)
    }

    /// What a roll update that came after the check-in says against issuing the ballot.
    pub async fn issue_obstacle(&self, voter: VoterId) -> Result<Option<IssueObstacle>, StationError> {
        let row = (self.reader().voter(voter).await?).ok_or(StationError::UnknownVoter(voter))?;
        let waits = matches!(row.check_in, Some((_, _, false)));
        let checked_in_for = self.checked_in_for(&row).await?;
        Ok(checked_in_for
            .filter(|_| waits)
            .and_then(|style| issue::obstacle(&row, self.id(), &style)))
    }

    /// The ballot style that the check-in's entry names.
    async fn checked_in_for(&self, row: &VoterRow) -> Result<Option<BallotStyleId>, StationError> {
        let Some((seq, ..)) = row.check_in else {
            return Ok(None);
        };
        let entry = self.reader().entries(seq, 1).await?;
        match entry.first().map(StoredEntry::decode).transpose()? {
            Some(EntryBody::CheckIn { ballot_style, .. }) => Ok(Some(ballot_style)),
            _ => Err(StationError::Damaged("the entry of a check-in")),
        }
    }

    /// Opens a case for somebody who may not vote regularly, and a session for the provisional ballot; see
    /// [`Station::open_case`].
    pub async fn open_provisional_case(
        &self,
        claimant: VoterRecord,
        reason: ProvisionalReason,
        officer: &str,
    ) -> Result<(CaseId, SessionId), StationError> {
        let case = NewCase {
            claimant,
            reason,
            declared: String::new(),
            again: None,
        };
        self.open_case(case, officer).await
    }

    /// Opens a case for somebody who may not vote regularly, and a session for the provisional ballot. Who it is stands
    /// in the case only; officials decide later. Refused when a case was opened here for the same person, unless it is
    /// said why another is: that is logged as an incident.
    pub async fn open_case(&self, case: NewCase, officer: &str) -> Result<(CaseId, SessionId), StationError> {
        let NewCase {
            claimant,
            reason,
            declared,
            again,
        } = case;
        let declared = words::line("declared", &declared)?;
        let again = again.map(|why| words::text("again", &why)).transpose()?;
        if let (Some(EarlierCase { case, at }), None) = (self.earlier_case(&claimant).await?, &again) {
            return Err(StationError::CaseOpened { case, at });
        }
        let officer = words::officer(officer)?;
        self.issues(&claimant.ballot_style)?;
        if claimant.name.trim().is_empty() {
            return Err(StationError::Text {
                what: "name",
                rule: "is empty".into(),
            });
        }
        let mut books = self.books().await?;
        books.admit()?;
        let case_id = CaseId(Uuid::new_v4());
        let session = OpenSession::new(claimant.ballot_style.clone(), Some(case_id));
        let mut change = books.change();
        change.open_session(&session);
        change.state.provisional_cases += 1;
        let at = self.now();
        if let Some(why) = again {
            change.append(&EntryBody::Incident {
                kind: IncidentKind::Other,
                text: format!(
                    "another provisional ballot for the same person, case {}: {why}",
                    case_id.number()
                ),
                officer: officer.clone(),
                at,
            })?;
        }
        change.append(&EntryBody::ProvisionalCase {
            case_id,
            reason,
            claimant,
            declared,
            officer,
            at,
        })?;
        books.commit(change).await?;
        Ok((case_id, session.session))
    }

    /// Takes a ballot back before it is cast and issues another of its style, in the booth if it was there.
    pub async fn spoil(&self, session: SessionId, officer: &str) -> Result<SessionId, StationError> {
        let officer = words::officer(officer)?;
        let mut books = self.books().await?;
        let open = books.open_session(session).await?;
        let again = OpenSession::new(open.ballot_style, open.case);
        let mut change = books.change();
        change.end_session(session);
        change.open_session(&again);
        change.replace_in_booth(session, again.session);
        change.state.spoiled += 1;
        change.append(&self.action(Action::BallotSpoiled, officer, String::new()))?;
        books.commit(change).await?;
        Ok(again.session)
    }

    /// Ends the session of a voter who left without casting.
    pub async fn flee(&self, session: SessionId, officer: &str) -> Result<(), StationError> {
        let officer = words::officer(officer)?;
        let mut books = self.books().await?;
        books.open_session(session).await?;
        let mut change = books.change();
        change.end_session(session);
        change.take_from_booth(session);
        change.state.fled += 1;
        change.append(&self.action(Action::VoterFled, officer, String::new()))?;
        books.commit(change).await
    }

    /// Puts on record that the voter in the booth was helped at their wish, and by whom. It names no voter and no
    /// session.
    pub async fn note_assistance(&self, by: &str, officer: &str) -> Result<(), StationError> {
        let officer = words::officer(officer)?;
        let by = words::text("assistant", by)?;
        let mut books = self.books().await?;
        let polls = books.state().polls;
        if !polls.accept_ballots() {
            return Err(StationError::PollsNotOpen(polls.state()));
        }
        let mut change = books.change();
        change.append(&self.action(Action::VoterAssisted, officer, by))?;
        books.commit(change).await
    }

    /// Every open session, in the random order of their ids: what a kiosk shows after a restart, so that a
    /// voter's ballot is handed out again or the session ended.
    pub async fn open_sessions(&self) -> Result<Vec<OpenSession>, StationError> {
        self.reader().open_sessions().await
    }

    pub(crate) fn action(&self, action: Action, officer: String, text: String) -> EntryBody {
        EntryBody::OfficerAction {
            action,
            officer,
            at: self.now(),
            text,
        }
    }

    /// Refuses a ballot style that is not issued at this station.
    pub fn issues(&self, style: &BallotStyleId) -> Result<(), StationError> {
        let current = self.current();
        let issued = (current.signed.definition.polling_station(self.id()))
            .is_some_and(|station| station.ballot_styles.contains(style));
        if issued {
            Ok(())
        } else {
            Err(StationError::StyleNotIssued(style.clone()))
        }
    }
}
