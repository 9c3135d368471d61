//! Registrations: who was registered at a desk becomes a voter, or does not. Each decision is a row, an event on
//! `voters` and a signed roll update to every station that holds the voter's record.

use pollstream_protocol::decision::Subject;
use pollstream_protocol::ids::{StationId, VoterId};
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use pollstream_protocol::voter::{Accreditation, VoterRecord};
use sqlx::PgConnection;

use super::AdminError;
use super::accreditation::step;
use super::office::{Office, not_certified};
use super::official::SignedIn;
use crate::store::intake::outgoing_json;
use crate::store::outbox::{self, NO_SHARD, Outgoing};
use crate::store::{registration as rows, roll};

/// What is decided on a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistrationDecision {
    /// The voter may vote: on the roll of `at` if several stations registered the voter, else where the voter is.
    Accredit {
        /// A station that registered the voter.
        at: Option<StationId>,
    },
    /// The voter may not vote. Of a voter who is accredited already only the later registrations are rejected.
    Reject,
}

impl Office {
    /// Decides on a registration, and with it on every other one under the same number. Returns the decision's
    /// number.
    pub async fn decide_registration(
        &self,
        by: &SignedIn,
        id: VoterId,
        decision: RegistrationDecision,
        reason: &str,
    ) -> Result<u64, AdminError> {
        let definition = self.store.election().await?.definition.definition;
        let mut transaction = self.store.pool().begin().await?;
        not_certified(&mut transaction).await?;
        let (from, station) = rows::lock_voter(&mut transaction, id)
            .await?
            .ok_or(AdminError::UnknownVoter(id))?;
        let claims = rows::open_claims(&mut transaction, id).await?;
        let known =
            roll::voters_where(&mut transaction, &definition.id, "v.voter_id = any($1)", &[id.0]).await?;
        let known = (known.into_iter().next()).ok_or(AdminError::UnknownVoter(id))?;
        let voter = outcome(known, &claims, decision)?;
        if voter.polling_station != station && rows::is_checked_in(&mut transaction, id).await? {
            return Err(AdminError::CheckedIn(id));
        }
        let holders = rows::holders(&mut transaction, id).await?;
        let subject = Subject::RegistrationDecided {
            voter: id,
            accreditation: voter.accreditation,
            polling_station: voter.polling_station.clone(),
        };
        let number = self
            .decide(&mut transaction, by, &definition.id, reason, subject)
            .await?;
        rows::decide(&mut transaction, &voter, (from, &station), number).await?;
        let updates = roll::next_versions(&mut transaction, &definition.id, &[id.0]).await?;
        let mut outgoing = vec![outgoing_json(NO_SHARD, Topic::Voters, id.to_string(), &voter)?];
        for update in updates {
            let copies = (holders.iter()).map(|holder| roll_copy(&update, holder));
            outgoing.extend(copies.map(|copy| announcement(&copy, &self.keys.authority)));
        }
        tell(&mut transaction, &outgoing).await?;
        transaction.commit().await?;
        self.announce().await?;
        Ok(number)
    }
}

async fn tell(connection: &mut PgConnection, outgoing: &[Outgoing]) -> Result<(), AdminError> {
    Ok(outbox::add(connection, outgoing).await?)
}

fn announcement(update: &RollUpdate, authority: &SigningKey) -> Outgoing {
    Outgoing {
        shard: NO_SHARD,
        topic: Topic::Roll,
        key: format!("{}/{}", update.polling_station, update.voter.voter_id),
        payload: Some(update.sign(authority)),
    }
}

/// The voter as the decision leaves them. `claims` are the registrations under the same number elsewhere.
fn outcome(
    mut voter: VoterRecord,
    claims: &[rows::Claim],
    decision: RegistrationDecision,
) -> Result<VoterRecord, AdminError> {
    let what = format!("voter {}", voter.voter_id);
    let from = voter.accreditation;
    // Who is accredited stays so; what is decided is the second registration.
    let second_only = from == Accreditation::Accredited && !claims.is_empty();
    match decision {
        RegistrationDecision::Reject if second_only => {}
        RegistrationDecision::Reject => {
            step(&what, from, Accreditation::Rejected)?;
            voter.accreditation = Accreditation::Rejected;
        }
        RegistrationDecision::Accredit { at } => {
            if !second_only {
                step(&what, from, Accreditation::Accredited)?;
            }
            voter.accreditation = Accreditation::Accredited;
            if let Some(at) = at.filter(|at| *at != voter.polling_station) {
                let claim = (claims.iter().find(|claim| claim.station == at))
                    .ok_or(AdminError::NotRegisteredAt(voter.voter_id, at))?;
                voter.polling_station = claim.station.clone();
                voter.ballot_style = claim.voter.ballot_style.clone();
            }
        }
    }
    Ok(voter)
}

/// The roll update for one station that holds the voter's record: on its own roll the voter stands as decided,
/// on any other's as rejected, with the polling station that lists the voter.
pub(super) fn roll_copy(update: &RollUpdate, holder: &StationId) -> RollUpdate {
    let mut copy = update.clone();
    if *holder != copy.polling_station {
        copy.polling_station = holder.clone();
        copy.voter.accreditation = Accreditation::Rejected;
    }
    copy
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use pollstream_protocol::voter::Address;

    use super::*;

    fn voter(station: &str, accreditation: Accreditation) -> VoterRecord {
        VoterRecord {
            voter_id: VoterId::derive(&"e".parse().unwrap(), "A1"),
            registration_number: "A1".into(),
            name: "Zoë".into(),
            date_of_birth: "1990-01-01".parse().unwrap(),
            gender: String::new(),
            nationality: String::new(),
            address: Address::default(),
            email: String::new(),
            phone: String::new(),
            cell: String::new(),
            picture: String::new(),
            accreditation,
            polling_station: station.parse().unwrap(),
            ballot_style: format!("{station}-style").parse().unwrap(),
            registered_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn claim(station: &str) -> rows::Claim {
        rows::Claim {
            station: station.parse().unwrap(),
            voter: voter(station, Accreditation::Pending),
            at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn one_of_two_registrations_is_accredited_on_one_roll() {
        use Accreditation::{Accredited, Pending, Rejected};
        let accredit = |at: Option<&str>| RegistrationDecision::Accredit {
            at: at.map(|at| at.parse().unwrap()),
        };
        let first = outcome(voter("north", Pending), &[claim("south")], accredit(None)).unwrap();
        assert_eq!(
            (first.accreditation, first.polling_station.as_str()),
            (Accredited, "north")
        );
        let moved = outcome(
            voter("north", Pending),
            &[claim("south")],
            accredit(Some("south")),
        )
        .unwrap();
        assert_eq!(
            (moved.polling_station.as_str(), moved.ballot_style.as_str()),
            ("south", "south-style")
        );
        let nowhere = outcome(voter("north", Pending), &[claim("south")], accredit(Some("west")));
        assert!(matches!(nowhere, Err(AdminError::NotRegisteredAt(..))));
        let rejected = outcome(voter("north", Pending), &[], RegistrationDecision::Reject).unwrap();
        assert_eq!(rejected.accreditation, Rejected);
    }

    #[test]
    fn who_is_accredited_stays_so_when_a_second_registration_is_rejected() {
        use Accreditation::Accredited;
        let kept = outcome(
            voter("north", Accredited),
            &[claim("south")],
            RegistrationDecision::Reject,
        )
        .unwrap();
        assert_eq!(
            (kept.accreditation, kept.polling_station.as_str()),
            (Accredited, "north")
        );
        let alone = outcome(voter("north", Accredited), &[], RegistrationDecision::Reject);
        assert!(
            matches!(alone, Err(AdminError::Step { .. })),
            "nothing is to be decided"
        );
    }

    #[test]
    fn every_station_that_holds_the_record_hears_what_it_means_there() {
        let voter = voter("north", Accreditation::Accredited);
        let update = RollUpdate {
            election: "e".parse().unwrap(),
            polling_station: "north".parse().unwrap(),
            version: 2,
            voter,
            check_in: None,
        };
        let own = roll_copy(&update, &"north".parse().unwrap());
        assert_eq!(own, update);
        let other = roll_copy(&update, &"south".parse().unwrap());
        assert_eq!(other.polling_station.as_str(), "south");
        assert_eq!(other.voter.accreditation, Accreditation::Rejected);
        assert_eq!(
            other.voter.polling_station.as_str(),
            "north",
            "where the voter may vote"
        );
    }
}
