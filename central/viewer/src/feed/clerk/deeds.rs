//! What officials decide, carried out by the [`Office`], and what is said when it is done.

use pollstream_central::admin::{
    self, AdminError, ByTwo, CERTIFICATION, Office, RegistrationDecision, Revised, SignedIn, Verdict,
};
use pollstream_central::settings::Settings;
use pollstream_central::store::StoreError;
use pollstream_central::store::decision::ProposalRow;
use pollstream_protocol::voter::Accreditation;

use super::words;
use crate::command::{Deed, SeenProposal};
use crate::format::count;

/// Makes an election: see [`admin::init`].
pub(super) async fn create(settings: &Settings, toml: &str) -> Result<String, String> {
    let (_, report) = admin::init(settings, toml).await.map_err(|e| words::of(&e))?;
    let keys = settings.data.join("keys");
    Ok(format!(
        "“{}” is created. Keep the keys in {} safe, and a copy elsewhere. Next: central import-roll, central \
         official add, central enrol.",
        report.definition.definition.title,
        keys.display()
    ))
}

/// Carries a deed out. What is done and only not announced yet is done: a running intake announces it.
pub(super) async fn carry_out(
    office: &Office,
    by: &SignedIn,
    deed: Deed,
    reason: &str,
) -> Result<String, String> {
    match one(office, by, deed, reason).await {
        Ok(said) => Ok(said),
        Err(Stopped::Said(said)) => Err(said),
        Err(Stopped::Admin(error @ AdminError::Publish(_))) => Ok(words::of(&error)),
        Err(Stopped::Admin(error)) => Err(words::of(&error)),
    }
}

/// Why a deed was not carried out.
enum Stopped {
    Admin(AdminError),
    /// Already in words.
    Said(String),
}

impl From<AdminError> for Stopped {
    fn from(error: AdminError) -> Self {
        Stopped::Admin(error)
    }
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Stopped::Admin(error.into())
    }
}

async fn one(office: &Office, by: &SignedIn, deed: Deed, reason: &str) -> Result<String, Stopped> {
    match deed {
        Deed::Close => {
            let closed = office.close(Some(by), reason).await?;
            let ballots = count(closed.opened, "ballot was", "ballots were");
            Ok(format!(
                "The election is closed; {ballots} still sealed and are counted now."
            ))
        }
        Deed::Certify { seen, despite } => {
            as_seen(office, CERTIFICATION, seen.as_ref()).await?;
            match office.certify(by, despite.as_deref(), reason).await? {
                ByTwo::Proposed(_) => {
                    Ok("Certification is proposed. Another official signs in and confirms it.".to_owned())
                }
                ByTwo::Decided(number) => Ok(format!("The results are certified (decision {number}).")),
            }
        }
        Deed::DeclineCertification => {
            office.decline_certification(by).await?;
            Ok("The proposal to certify is dropped.".to_owned())
        }
        Deed::SubmitCandidate(new) => {
            let said = format!("“{}” is submitted and pending", new.name.trim());
            Ok(revised(&said, office.submit_candidate(by, new, reason).await?))
        }
        Deed::DecideCandidate { candidate, to } => {
            let done = office.decide_candidate(by, &candidate, to, reason).await?;
            Ok(revised(
                &format!("Candidate `{candidate}` is {}", to.as_str()),
                done,
            ))
        }
        Deed::AddParty(new) => {
            let said = format!("The party “{}” is added", new.name.trim());
            Ok(revised(&said, office.add_party(by, new, reason).await?))
        }
        Deed::DecideRegistration { voter, decision } => {
            let became = match &decision {
                RegistrationDecision::Accredit { .. } => Accreditation::Accredited,
                RegistrationDecision::Reject => Accreditation::Rejected,
            };
            let number = office.decide_registration(by, voter, decision, reason).await?;
            let became = became.as_str();
            Ok(format!(
                "The registration is {became} (decision {number}). Every station that holds it hears of it."
            ))
        }
        Deed::ProposeCases { cases, verdict } => {
            let all = cases.len();
            for (done, case) in cases.into_iter().enumerate() {
                let proposed = office.propose_case(by, &case, verdict, reason).await;
                proposed.map_err(|error| part(done, all, "proposed", error))?;
            }
            let what = match verdict {
                Verdict::Release => "Release",
                Verdict::Reject => "Rejection",
            };
            Ok(format!(
                "{what} of {} is proposed. Another official signs in and confirms it.",
                count(all as u64, "provisional ballot", "provisional ballots")
            ))
        }
        Deed::ConfirmCases(seen) => confirm(office, by, seen).await,
        Deed::DeclineCases(cases) => {
            let all = cases.len();
            for (done, case) in cases.into_iter().enumerate() {
                let declined = office.decline_case(by, &case).await;
                declined.map_err(|error| part(done, all, "declined", error))?;
            }
            let proposals = count(all as u64, "proposal is", "proposals are");
            Ok(format!(
                "{proposals} dropped: something else can be proposed now."
            ))
        }
        Deed::ResolveIncident(id) => {
            let number = office.resolve_incident(by, id, reason).await?;
            Ok(format!("Incident {id} is dealt with (decision {number})."))
        }
        Deed::ResolveRefused(id) => {
            let number = office.resolve_quarantine(by, id, reason).await?;
            Ok(format!("Refused message {id} is dealt with (decision {number})."))
        }
    }
}

async fn confirm(office: &Office, by: &SignedIn, seen: Vec<SeenProposal>) -> Result<String, Stopped> {
    let (all, mut opened) = (seen.len(), 0);
    for (done, SeenProposal { case, proposal }) in seen.into_iter().enumerate() {
        as_seen(office, &proposal.about, Some(&proposal)).await?;
        let confirmed = office.confirm_case(by, &case).await;
        opened += confirmed
            .map_err(|error| part(done, all, "confirmed", error))?
            .opened;
    }
    let decided = count(
        all as u64,
        "provisional ballot is decided",
        "provisional ballots are decided",
    );
    Ok(match opened {
        0 => format!("{decided}."),
        n => {
            let ballots = count(n, "released ballot was", "released ballots were");
            format!("{decided}. {ballots} opened together and counted.")
        }
    })
}

/// Refuses to confirm anything but what the official saw.
async fn as_seen(office: &Office, about: &str, seen: Option<&ProposalRow>) -> Result<(), Stopped> {
    let proposals = office.store().proposals().await?;
    let now = proposals.iter().find(|p| p.about == about);
    if now.map(|p| p.id) == seen.map(|p| p.id) {
        return Ok(());
    }
    Err(Stopped::Said(
        "Something else was proposed or declined meanwhile: look again, then decide.".to_owned(),
    ))
}

/// What is said when some of several were done before one was refused.
fn part(done: usize, all: usize, what: &str, error: AdminError) -> Stopped {
    if done == 0 {
        return Stopped::Admin(error);
    }
    Stopped::Said(format!("{done} of {all} are {what}. Then: {}", words::of(&error)))
}

fn revised(what: &str, revised: Revised) -> String {
    format!(
        "{what}: definition version {} (decision {}).",
        revised.version, revised.decision
    )
}
