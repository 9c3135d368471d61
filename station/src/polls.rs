//! The state machine of the polls: `NotOpened → Open ⇄ Paused → Closed`, pure.

use pollstream_protocol::events::PollsState;
use thiserror::Error;

/// Something that officers do with the polls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PollsAction {
    /// Open them in the morning.
    Open,
    /// Interrupt the voting.
    Pause,
    /// Go on.
    Resume,
    /// Close them for good.
    Close,
}

impl PollsAction {
    /// Every action.
    pub const ALL: &[PollsAction] = &[
        PollsAction::Open,
        PollsAction::Pause,
        PollsAction::Resume,
        PollsAction::Close,
    ];

    fn verb(self) -> &'static str {
        match self {
            PollsAction::Open => "opened",
            PollsAction::Pause => "paused",
            PollsAction::Resume => "resumed",
            PollsAction::Close => "closed",
        }
    }
}

/// An action that the polls' state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the polls are {} and cannot be {}{}", spoken(*state), action.verb(), hint(*state, *action))]
pub struct ForbiddenArrow {
    /// The state that the polls are in.
    pub state: PollsState,
    /// What was asked for.
    pub action: PollsAction,
}

/// The state in words for a sentence: "the polls are not open yet".
pub(crate) fn spoken(state: PollsState) -> &'static str {
    match state {
        PollsState::NotOpened => "not open yet",
        PollsState::Open => "open",
        PollsState::Paused => "paused",
        PollsState::Closed => "closed",
    }
}

fn hint(state: PollsState, action: PollsAction) -> &'static str {
    match (state, action) {
        (PollsState::NotOpened, _) => ": open them first",
        (PollsState::Paused, _) => ": resume or close them",
        (PollsState::Closed, _) => ": closing is final",
        (PollsState::Open, _) => "",
    }
}

/// The polls of one station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Polls {
    state: PollsState,
}

impl Polls {
    /// Polls in a state.
    pub fn new(state: PollsState) -> Self {
        Polls { state }
    }

    /// The state that they are in.
    pub fn state(self) -> PollsState {
        self.state
    }

    /// The polls after `action`. A paused station can be closed: an evacuation may outlast the day.
    pub fn after(self, action: PollsAction) -> Result<Polls, ForbiddenArrow> {
        let next = match (self.state, action) {
            (PollsState::NotOpened, PollsAction::Open) | (PollsState::Paused, PollsAction::Resume) => {
                PollsState::Open
            }
            (PollsState::Open, PollsAction::Pause) => PollsState::Paused,
            (PollsState::Open | PollsState::Paused, PollsAction::Close) => PollsState::Closed,
            (state, action) => return Err(ForbiddenArrow { state, action }),
        };
        Ok(Polls::new(next))
    }

    /// Whether voters may be checked in and ballots issued.
    pub fn admit_voters(self) -> bool {
        self.state == PollsState::Open
    }

    /// Whether a ballot that was issued may be cast: also during a pause, because whoever holds a ballot in
    /// the booth must not lose it to an interruption.
    pub fn accept_ballots(self) -> bool {
        matches!(self.state, PollsState::Open | PollsState::Paused)
    }
}

#[cfg(test)]
mod tests {
    use PollsAction::{Close, Open, Pause, Resume};

    use super::*;

    fn arrow(from: PollsState, action: PollsAction) -> Option<PollsState> {
        Polls::new(from).after(action).ok().map(Polls::state)
    }

    #[test]
    fn closed_polls_open_once() {
        assert_eq!(arrow(PollsState::NotOpened, Open), Some(PollsState::Open));
    }

    #[test]
    fn open_polls_pause() {
        assert_eq!(arrow(PollsState::Open, Pause), Some(PollsState::Paused));
    }

    #[test]
    fn paused_polls_resume() {
        assert_eq!(arrow(PollsState::Paused, Resume), Some(PollsState::Open));
    }

    #[test]
    fn open_polls_close() {
        assert_eq!(arrow(PollsState::Open, Close), Some(PollsState::Closed));
    }

    #[test]
    fn paused_polls_close() {
        assert_eq!(arrow(PollsState::Paused, Close), Some(PollsState::Closed));
    }

    #[test]
    fn every_other_arrow_is_forbidden() {
        let forbidden = [
            (PollsState::NotOpened, [Pause, Resume, Close].as_slice()),
            (PollsState::Open, &[Open, Resume]),
            (PollsState::Paused, &[Open, Pause]),
            (PollsState::Closed, PollsAction::ALL),
        ];
        for (state, actions) in forbidden {
            for action in actions {
                let refused = Polls::new(state).after(*action).unwrap_err();
                assert_eq!(
                    refused,
                    ForbiddenArrow {
                        state,
                        action: *action
                    }
                );
                assert!(refused.to_string().contains(spoken(state)), "{refused}");
            }
        }
    }

    #[test]
    fn a_pause_stops_voters_at_the_desk_but_not_in_the_booth() {
        let admits = |state| Polls::new(state).admit_voters();
        let accepts = |state| Polls::new(state).accept_ballots();
        assert!(admits(PollsState::Open) && accepts(PollsState::Open));
        assert!(!admits(PollsState::Paused) && accepts(PollsState::Paused));
        for state in [PollsState::NotOpened, PollsState::Closed] {
            assert!(!admits(state) && !accepts(state));
        }
    }
}
