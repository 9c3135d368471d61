//! The rules of who may change the officers, and who is a second person: pure.
//!
//! Two approvals are worth something only when two people gave them. Whoever adds an officer, or sets another's
//! PIN, may know that PIN: such an officer works at the desk, but neither approves, nor confirms, nor manages
//! until an officer other than the one who added them has confirmed that they are who they say. So one person
//! alone never becomes two, whatever they add and change.

use thiserror::Error;

use crate::officers::{MAX_STATION_OFFICERS, MIN_OFFICERS, OfficerId, Role};

/// What the rules ask of an officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) id: OfficerId,
    pub(crate) role: Role,
    /// Who alone added the officer or set their PIN; `None` when that was confirmed, or the PIN is their own.
    pub(crate) vouched_by: Option<OfficerId>,
}

impl Member {
    fn is_confirmed(&self) -> bool {
        self.vouched_by.is_none()
    }

    fn manages(&self) -> bool {
        self.role == Role::PresidingOfficer && self.is_confirmed()
    }
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StaffCommand {
    /// Add an officer, who types their own PIN.
    Add { by: OfficerId },
    /// Set an officer's PIN; the officer types it.
    SetPin { officer: OfficerId, by: OfficerId },
    /// Confirm that an officer whom another one added is who they say.
    Confirm { officer: OfficerId, by: OfficerId },
    /// Remove an officer.
    Remove { officer: OfficerId, by: OfficerId },
    /// Approve together what takes two.
    Approve { first: OfficerId, second: OfficerId },
}

/// Why it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StaffRefusal {
    /// No such officer.
    #[error("this officer is not known here any more: choose another")]
    Unknown,
    /// Only a presiding officer may.
    #[error("only a presiding officer may do this")]
    NotPresiding,
    /// Added, or given a PIN, by one officer alone.
    #[error("this officer is not confirmed yet: an officer who did not add them confirms them first")]
    NotConfirmed,
    /// Who added an officer, or the officer, is not the one to confirm it.
    #[error("another officer has to confirm this: not the one who added them or set the PIN")]
    OwnWord,
    /// There is nothing to confirm.
    #[error("this officer is confirmed already")]
    Confirmed,
    /// Nobody removes themselves.
    #[error("somebody else removes this officer")]
    Themselves,
    /// One person is not two.
    #[error("the second officer is another person")]
    SameOfficer,
    /// Too few or too many.
    #[error("a station has 2 to {MAX_STATION_OFFICERS} officers: the polls are opened and closed by two")]
    OfficersNeeded,
    /// No presiding officer would be there.
    #[error("a station needs a presiding officer")]
    PresidingNeeded,
}

impl StaffRefusal {
    /// Short and stable.
    pub fn code(self) -> &'static str {
        match self {
            StaffRefusal::Unknown => "unknown_officer",
            StaffRefusal::NotPresiding => "not_presiding",
            StaffRefusal::NotConfirmed => "officer_not_confirmed",
            StaffRefusal::OwnWord => "confirmed_by_another",
            StaffRefusal::Confirmed => "officer_confirmed",
            StaffRefusal::Themselves => "officer_signed_in",
            StaffRefusal::SameOfficer => "same_officer",
            StaffRefusal::OfficersNeeded => "officers_needed",
            StaffRefusal::PresidingNeeded => "presiding_needed",
        }
    }
}

fn member(staff: &[Member], id: OfficerId) -> Result<Member, StaffRefusal> {
    let found = staff.iter().copied().find(|m| m.id == id);
    found.ok_or(StaffRefusal::Unknown)
}

fn manager(staff: &[Member], id: OfficerId) -> Result<Member, StaffRefusal> {
    let by = member(staff, id)?;
    match (by.role, by.is_confirmed()) {
        (Role::PollWorker, _) => Err(StaffRefusal::NotPresiding),
        (_, false) => Err(StaffRefusal::NotConfirmed),
        (_, true) => Ok(by),
    }
}

/// Decides on a command. Of an added officer, or one with another PIN, it says who vouches for them from now on.
pub(crate) fn decide(staff: &[Member], command: StaffCommand) -> Result<Option<OfficerId>, StaffRefusal> {
    match command {
        StaffCommand::Add { by } => {
            manager(staff, by)?;
            if staff.len() >= MAX_STATION_OFFICERS {
                return Err(StaffRefusal::OfficersNeeded);
            }
            Ok(Some(by))
        }
        StaffCommand::SetPin { officer, by } if officer == by => Ok(member(staff, officer)?.vouched_by),
        StaffCommand::SetPin { officer, by } => {
            member(staff, officer)?;
            manager(staff, by)?;
            Ok(Some(by))
        }
        StaffCommand::Confirm { officer, by } => confirm(member(staff, officer)?, member(staff, by)?),
        StaffCommand::Remove { officer, by } => {
            manager(staff, by)?;
            member(staff, officer)?;
            if officer == by {
                return Err(StaffRefusal::Themselves);
            }
            remaining(staff.iter().filter(|m| m.id != officer))
        }
        StaffCommand::Approve { first, second } => {
            if first == second {
                return Err(StaffRefusal::SameOfficer);
            }
            let (first, second) = (member(staff, first)?, member(staff, second)?);
            if !first.is_confirmed() || !second.is_confirmed() {
                return Err(StaffRefusal::NotConfirmed);
            }
            if !first.manages() && !second.manages() {
                return Err(StaffRefusal::PresidingNeeded);
            }
            Ok(None)
        }
    }
}

fn confirm(officer: Member, by: Member) -> Result<Option<OfficerId>, StaffRefusal> {
    let Some(voucher) = officer.vouched_by else {
        return Err(StaffRefusal::Confirmed);
    };
    if by.id == officer.id || by.id == voucher {
        return Err(StaffRefusal::OwnWord);
    }
    if !by.is_confirmed() {
        return Err(StaffRefusal::NotConfirmed);
    }
    Ok(None)
}

/// Two who may approve stay, one of them presiding: the polls must be closed in the evening.
fn remaining<'a>(left: impl Iterator<Item = &'a Member> + Clone) -> Result<Option<OfficerId>, StaffRefusal> {
    let confirmed = left.filter(|m| m.is_confirmed());
    if !confirmed.clone().any(Member::manages) {
        return Err(StaffRefusal::PresidingNeeded);
    }
    if confirmed.count() < MIN_OFFICERS {
        return Err(StaffRefusal::OfficersNeeded);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::StaffCommand::{Add, Approve, Confirm, Remove, SetPin};
    use super::*;

    const ADA: OfficerId = OfficerId(Uuid::from_u128(1));
    const BEN: OfficerId = OfficerId(Uuid::from_u128(2));
    const CY: OfficerId = OfficerId(Uuid::from_u128(3));
    const DAN: OfficerId = OfficerId(Uuid::from_u128(4));
    const NOBODY: OfficerId = OfficerId(Uuid::from_u128(9));

    fn of(id: OfficerId, role: Role, vouched_by: Option<OfficerId>) -> Member {
        Member { id, role, vouched_by }
    }

    /// Ada presides; Ben and Cy work at the desk; Ada added Dan, who presides too.
    fn staff() -> Vec<Member> {
        vec![
            of(ADA, Role::PresidingOfficer, None),
            of(BEN, Role::PollWorker, None),
            of(CY, Role::PollWorker, None),
            of(DAN, Role::PresidingOfficer, Some(ADA)),
        ]
    }

    fn refused(command: StaffCommand) -> StaffRefusal {
        decide(&staff(), command).unwrap_err()
    }

    #[test]
    fn a_presiding_officer_adds_and_vouches() {
        assert_eq!(decide(&staff(), Add { by: ADA }), Ok(Some(ADA)));
        assert_eq!(refused(Add { by: BEN }), StaffRefusal::NotPresiding);
        assert_eq!(refused(Add { by: NOBODY }), StaffRefusal::Unknown);
        let full = vec![of(ADA, Role::PresidingOfficer, None); MAX_STATION_OFFICERS];
        assert_eq!(decide(&full, Add { by: ADA }), Err(StaffRefusal::OfficersNeeded));
    }

    #[test]
    fn who_is_not_confirmed_manages_nobody() {
        for command in [
            Add { by: DAN },
            SetPin {
                officer: BEN,
                by: DAN,
            },
            Remove {
                officer: BEN,
                by: DAN,
            },
        ] {
            assert_eq!(refused(command), StaffRefusal::NotConfirmed);
        }
    }

    #[test]
    fn an_own_pin_changes_nothing_of_what_one_may() {
        let own = |officer| decide(&staff(), SetPin { officer, by: officer });
        assert_eq!(own(BEN), Ok(None));
        assert_eq!(own(DAN), Ok(Some(ADA)), "not a way to be confirmed");
        assert_eq!(own(NOBODY), Err(StaffRefusal::Unknown));
    }

    #[test]
    fn who_sets_anothers_pin_vouches_for_it_from_then_on() {
        let set = |officer, by| decide(&staff(), SetPin { officer, by });
        assert_eq!(set(BEN, ADA), Ok(Some(ADA)));
        assert_eq!(set(ADA, BEN), Err(StaffRefusal::NotPresiding));
        assert_eq!(set(NOBODY, ADA), Err(StaffRefusal::Unknown));
    }

    #[test]
    fn only_a_third_officer_confirms() {
        let confirm = |officer, by| decide(&staff(), Confirm { officer, by });
        assert_eq!(confirm(DAN, BEN), Ok(None));
        assert_eq!(confirm(DAN, ADA), Err(StaffRefusal::OwnWord));
        assert_eq!(confirm(DAN, DAN), Err(StaffRefusal::OwnWord));
        assert_eq!(confirm(BEN, ADA), Err(StaffRefusal::Confirmed));
        assert_eq!(confirm(NOBODY, ADA), Err(StaffRefusal::Unknown));
        let mut more = staff();
        more.push(of(NOBODY, Role::PollWorker, Some(ADA)));
        let by_another = Confirm {
            officer: NOBODY,
            by: DAN,
        };
        assert_eq!(decide(&more, by_another), Err(StaffRefusal::NotConfirmed));
    }

    #[test]
    fn two_who_may_approve_stay_and_one_presides() {
        let remove = |officer, by| decide(&staff(), Remove { officer, by });
        assert_eq!(remove(CY, ADA), Ok(None));
        assert_eq!(remove(DAN, ADA), Ok(None));
        assert_eq!(remove(ADA, ADA), Err(StaffRefusal::Themselves));
        assert_eq!(remove(CY, BEN), Err(StaffRefusal::NotPresiding));
        assert_eq!(remove(NOBODY, ADA), Err(StaffRefusal::Unknown));
        let few = [staff()[0], staff()[1], staff()[3]];
        let ben = Remove {
            officer: BEN,
            by: ADA,
        };
        assert_eq!(
            decide(&few, ben),
            Err(StaffRefusal::OfficersNeeded),
            "Dan does not count"
        );
        let mut two_preside = staff();
        two_preside[3].vouched_by = None;
        two_preside[0].vouched_by = Some(DAN);
        let dan = Remove {
            officer: BEN,
            by: DAN,
        };
        assert_eq!(decide(&two_preside, dan), Ok(None));
    }

    #[test]
    fn two_approve_and_one_of_them_presides() {
        let approve = |first, second| decide(&staff(), Approve { first, second });
        assert_eq!(approve(ADA, BEN), Ok(None));
        assert_eq!(approve(BEN, ADA), Ok(None));
        assert_eq!(approve(ADA, ADA), Err(StaffRefusal::SameOfficer));
        assert_eq!(approve(BEN, CY), Err(StaffRefusal::PresidingNeeded));
        assert_eq!(approve(ADA, NOBODY), Err(StaffRefusal::Unknown));
        assert_eq!(approve(ADA, DAN), Err(StaffRefusal::NotConfirmed));
        assert_eq!(approve(DAN, BEN), Err(StaffRefusal::NotConfirmed));
    }

    /// Every way of commands that one person can give, knowing Ada's PIN and all that she sets: never two.
    #[test]
    fn one_person_never_becomes_two() {
        let start = vec![
            of(ADA, Role::PresidingOfficer, None),
            of(BEN, Role::PollWorker, None),
        ];
        let mut seen = vec![(start.clone(), vec![ADA])];
        let mut at = 0;
        while at < seen.len() && seen.len() < 3_000 {
            let (staff, known) = seen[at].clone();
            at += 1;
            for by in &known {
                for second in &known {
                    let both = Approve {
                        first: *by,
                        second: *second,
                    };
                    assert!(decide(&staff, both).is_err(), "{staff:?} {both:?}");
                }
                for next in one_step(&staff, &known, *by) {
                    if !seen.contains(&next) {
                        seen.push(next);
                    }
                }
            }
        }
        assert!(at > 100, "{at} states were looked at");
    }

    fn one_step(staff: &[Member], known: &[OfficerId], by: OfficerId) -> Vec<(Vec<Member>, Vec<OfficerId>)> {
        let mut found = Vec::new();
        if staff.len() < 5
            && let Ok(vouched_by) = decide(staff, Add { by })
        {
            let newest = staff.iter().map(|m| m.id.0.as_u128()).max();
            let id = OfficerId(Uuid::from_u128(newest.unwrap_or_default() + 1));
            for role in [Role::PresidingOfficer, Role::PollWorker] {
                let mut staff = staff.to_vec();
                staff.push(of(id, role, vouched_by));
                found.push((staff, [known, &[id]].concat()));
            }
        }
        for (n, member) in staff.iter().enumerate() {
            let officer = member.id;
            if let Ok(vouched_by) = decide(staff, SetPin { officer, by }) {
                let mut staff = staff.to_vec();
                staff[n].vouched_by = vouched_by;
                let mut known = known.to_vec();
                if !known.contains(&officer) {
                    known.push(officer);
                }
                found.push((staff, known));
            }
            if let Ok(vouched_by) = decide(staff, Confirm { officer, by }) {
                let mut staff = staff.to_vec();
                staff[n].vouched_by = vouched_by;
                found.push((staff, known.to_vec()));
            }
            if decide(staff, Remove { officer, by }).is_ok() {
                let mut staff = staff.to_vec();
                staff.remove(n);
                let known = known.iter().copied().filter(|k| *k != officer).collect();
                found.push((staff, known));
            }
        }
        found
    }
}
