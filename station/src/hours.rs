//! When the polls may be opened and closed, and by whom: pure.

use jiff::Timestamp;
use jiff::civil::Time;
use pollstream_protocol::definition::ElectionDefinition;

use crate::error::StationError;
use crate::officers::MIN_OFFICERS;
use crate::polls::{Polls, PollsAction};

/// The hours between which the law lets people vote. What the definition's time zone does not give is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LegalHours {
    pub(crate) opens: Option<Timestamp>,
    pub(crate) closes: Option<Timestamp>,
}

impl LegalHours {
    /// The hours of election day.
    pub(crate) fn of(definition: &ElectionDefinition) -> Self {
        LegalHours {
            opens: legal_hour(definition, definition.polls_open),
            closes: legal_hour(definition, definition.polls_close),
        }
    }

    /// Whether it is not between them.
    pub(crate) fn are_outside(self, now: Timestamp) -> bool {
        !self.have_begun(now) || self.are_over(now)
    }

    fn are_over(self, now: Timestamp) -> bool {
        self.closes.is_some_and(|closes| now >= closes)
    }

    fn have_begun(self, now: Timestamp) -> bool {
        self.opens.is_none_or(|opens| now >= opens)
    }
}

/// A legal hour of election day. A time zone that this machine does not know is taken as UTC: its officers then give
/// a reason at worst.
fn legal_hour(definition: &ElectionDefinition, hour: Time) -> Option<Timestamp> {
    let local = definition.date.to_datetime(hour);
    let zoned = local.in_tz(&definition.time_zone).or_else(|_| local.in_tz("UTC"));
    zoned.ok().map(|z| z.timestamp())
}

/// What the decision depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hour {
    pub(crate) polls: Polls,
    pub(crate) legal: LegalHours,
    pub(crate) now: Timestamp,
    /// Voters who hold a ballot.
    pub(crate) open_sessions: u64,
}

/// Who asks, and why, if it is outside the legal hours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request<'a> {
    pub(crate) officers: &'a [String],
    pub(crate) reason: Option<&'a str>,
}

/// The polls as they are afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Turned<'a> {
    pub(crate) polls: Polls,
    /// It is outside the legal hours, for this reason; the log says so.
    pub(crate) outside: Option<&'a str>,
}

fn two(officers: &[String]) -> Result<(), StationError> {
    if officers.len() < MIN_OFFICERS {
        return Err(StationError::TwoOfficersNeeded);
    }
    Ok(())
}

/// Decides on opening: two officers, and within the legal hours of election day or with a reason.
pub(crate) fn open(hour: Hour, request: Request<'_>) -> Result<Turned<'_>, StationError> {
    let polls = hour.polls.after(PollsAction::Open)?;
    two(request.officers)?;
    let outside = match (hour.legal.are_outside(hour.now), request.reason) {
        (false, _) => None,
        (true, Some(reason)) => Some(reason),
        (true, None) => {
            return Err(StationError::OutsideLegalHours {
                opens: hour.legal.opens,
                closes: hour.legal.closes,
            });
        }
    };
    Ok(Turned { polls, outside })
}

/// Decides on closing: two officers, nobody with a ballot, and not before the legal time or with a reason.
pub(crate) fn close(hour: Hour, request: Request<'_>) -> Result<Turned<'_>, StationError> {
    let polls = hour.polls.after(PollsAction::Close)?;
    two(request.officers)?;
    let outside = match (hour.legal.closes, request.reason) {
        (Some(closes), None) if hour.now < closes => {
            return Err(StationError::BeforeLegalClose { closes });
        }
        (Some(closes), Some(reason)) if hour.now < closes => Some(reason),
        _ => None,
    };
    if hour.open_sessions > 0 {
        return Err(StationError::OpenSessions {
            open: hour.open_sessions,
        });
    }
    Ok(Turned { polls, outside })
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::events::PollsState;

    use super::*;

    const OPENS: i64 = 1_000_000;
    const CLOSES: i64 = OPENS + 13 * 3_600;
    const DAY: i64 = 86_400;

    fn second(n: i64) -> Timestamp {
        Timestamp::from_second(n).unwrap()
    }

    fn hour(polls: PollsState, now: i64) -> Hour {
        Hour {
            polls: Polls::new(polls),
            legal: LegalHours {
                opens: Some(second(OPENS)),
                closes: Some(second(CLOSES)),
            },
            now: second(now),
            open_sessions: 0,
        }
    }

    fn officers(n: usize) -> Vec<String> {
        ["Ada", "Ben", "Cy"][..n]
            .iter()
            .map(|s| (*s).to_owned())
            .collect()
    }

    /// The reason that is logged, or the code of the refusal.
    fn opened(now: i64, n: usize, reason: Option<&str>) -> Result<Option<String>, &'static str> {
        let officers = officers(n);
        let request = Request {
            officers: &officers,
            reason,
        };
        match open(hour(PollsState::NotOpened, now), request) {
            Ok(turned) => {
                assert_eq!(turned.polls.state(), PollsState::Open);
                Ok(turned.outside.map(str::to_owned))
            }
            Err(error) => Err(error.code()),
        }
    }

    fn closed(hour: Hour, n: usize, reason: Option<&str>) -> Result<Option<String>, &'static str> {
        let officers = officers(n);
        let request = Request {
            officers: &officers,
            reason,
        };
        match close(hour, request) {
            Ok(turned) => {
                assert_eq!(turned.polls.state(), PollsState::Closed);
                Ok(turned.outside.map(str::to_owned))
            }
            Err(error) => Err(error.code()),
        }
    }

    #[test]
    fn within_the_legal_hours_two_officers_open_and_nothing_else_is_asked() {
        for now in [OPENS, OPENS + 1, CLOSES - 1] {
            assert_eq!(opened(now, 2, None), Ok(None));
            assert_eq!(opened(now, 3, Some("no need")), Ok(None), "it is not outside");
        }
    }

    #[test]
    fn early_late_and_on_another_day_a_reason_is_needed_and_logged() {
        let outside = [
            OPENS - 45 * 60,
            OPENS - 1,
            CLOSES,
            OPENS - DAY + 3_600,
            OPENS + DAY + 3_600,
        ];
        for now in outside {
            assert_eq!(opened(now, 2, None), Err("outside_legal_hours"));
            assert_eq!(
                opened(now, 2, Some("court order")),
                Ok(Some("court order".into()))
            );
            assert_eq!(opened(now, 1, Some("court order")), Err("two_officers_needed"));
        }
    }

    #[test]
    fn one_officer_neither_opens_nor_closes() {
        for n in [0, 1] {
            assert_eq!(opened(OPENS, n, None), Err("two_officers_needed"));
            assert_eq!(
                closed(hour(PollsState::Open, CLOSES), n, None),
                Err("two_officers_needed")
            );
        }
    }

    #[test]
    fn from_the_legal_time_on_closing_asks_for_no_reason() {
        for now in [CLOSES, CLOSES + 1, CLOSES + DAY] {
            for state in [PollsState::Open, PollsState::Paused] {
                assert_eq!(closed(hour(state, now), 2, None), Ok(None));
                assert_eq!(closed(hour(state, now), 2, Some("no need")), Ok(None));
            }
        }
    }

    #[test]
    fn before_it_closing_needs_a_reason_which_is_logged() {
        let early = hour(PollsState::Open, CLOSES - 1);
        assert_eq!(closed(early, 2, None), Err("before_legal_close"));
        assert_eq!(closed(early, 2, Some("flood")), Ok(Some("flood".into())));
    }

    #[test]
    fn nobody_closes_over_a_voter_with_a_ballot() {
        let busy = Hour {
            open_sessions: 1,
            ..hour(PollsState::Open, CLOSES)
        };
        assert_eq!(closed(busy, 2, None), Err("open_sessions"));
        assert_eq!(closed(busy, 2, Some("flood")), Err("open_sessions"));
    }

    #[test]
    fn the_states_of_the_polls_come_first() {
        let officers = officers(2);
        let request = Request {
            officers: &officers,
            reason: Some("why"),
        };
        for state in [PollsState::Open, PollsState::Paused, PollsState::Closed] {
            assert_eq!(
                open(hour(state, OPENS), request).unwrap_err().code(),
                "forbidden_arrow"
            );
        }
        for state in [PollsState::NotOpened, PollsState::Closed] {
            assert_eq!(
                close(hour(state, CLOSES), request).unwrap_err().code(),
                "forbidden_arrow"
            );
        }
    }

    #[test]
    fn unknown_hours_ask_for_nothing() {
        let unknown = Hour {
            legal: LegalHours {
                opens: None,
                closes: None,
            },
            ..hour(PollsState::Open, 0)
        };
        assert_eq!(closed(unknown, 2, None), Ok(None));
    }
}
