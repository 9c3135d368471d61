//! official, candidate, party, revise, decisions.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use pollstream_protocol::decision::Role;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::{CandidateId, ContestId, OfficialId, PartyId};
use pollstream_protocol::voter::Accreditation;

use super::sign_in::{Because, new_passphrase, one_time_code, sign_in};
use super::{Failure, Place, print_json};
use crate::admin::{self, ByTwo, NewCandidate, NewOfficial, NewParty, Office, Revised};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RoleArg {
    /// Decides.
    CentralOfficial,
    /// Sees everything and decides nothing.
    Auditor,
}

#[derive(Debug, Subcommand)]
pub(super) enum OfficialCommand {
    /// Invite somebody to be an official, or an official to choose a new passphrase: prints a one-time code
    Add {
        /// The id to sign in with.
        id: OfficialId,
        /// Full name.
        #[arg(long)]
        name: String,
        /// What they may do.
        #[arg(long, value_enum, default_value = "central-official")]
        role: RoleArg,
        /// The official who invites them; nobody while there are no officials.
        #[arg(long, value_name = "ID", env = "POLLSTREAM_OFFICIAL")]
        official: Option<OfficialId>,
    },
    /// Choose your own passphrase, with the one-time code
    Accept {
        /// Who was invited.
        id: OfficialId,
    },
    /// Appoint everybody who has chosen a passphrase: the first officials, at least two who decide
    Appoint {
        /// Why: kept with the decision.
        #[arg(long, value_name = "TEXT", default_value = "the first officials")]
        reason: String,
    },
    /// Propose to add or change whom you invited, or confirm what another official proposed: it takes two
    Confirm {
        /// Whom.
        id: OfficialId,
        #[command(flatten)]
        because: Because,
    },
    /// Drop what was proposed about an official
    Decline {
        /// Whom.
        id: OfficialId,
        #[command(flatten)]
        because: Because,
    },
    /// List officials
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Propose to disable an official; another official confirms
    Disable {
        /// Whom.
        id: OfficialId,
        #[command(flatten)]
        because: Because,
    },
}

#[derive(Debug, Args)]
pub(super) struct Decided {
    /// The candidate.
    id: CandidateId,
    #[command(flatten)]
    because: Because,
}

#[derive(Debug, Subcommand)]
pub(super) enum CandidateCommand {
    /// Submit a candidate, who is pending until officials decide
    Submit {
        /// The candidate's id, unique within the election.
        id: CandidateId,
        /// The contest to stand in.
        #[arg(long)]
        contest: ContestId,
        /// As it is to stand on the ballot.
        #[arg(long)]
        name: String,
        /// The party; none for an independent.
        #[arg(long)]
        party: Option<PartyId>,
        /// Picture reference.
        #[arg(long, default_value = "")]
        picture: String,
        /// Short biography.
        #[arg(long, default_value = "")]
        biography: String,
        /// What the candidate stands for.
        #[arg(long, default_value = "")]
        platform: String,
        #[command(flatten)]
        because: Because,
    },
    /// Accredit a candidate: from now on voters can choose them
    Accredit(Decided),
    /// Reject a candidate
    Reject(Decided),
    /// Withdraw a candidate: votes already cast stay counted and are shown as a withdrawn candidate's
    Withdraw(Decided),
    /// List candidates
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum PartyCommand {
    /// Add a party
    Add {
        /// Its id.
        id: PartyId,
        /// Its name.
        #[arg(long)]
        name: String,
        /// Its short name.
        #[arg(long, default_value = "")]
        abbreviation: String,
        #[command(flatten)]
        because: Because,
    },
    /// List parties
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn official(place: &Place, command: OfficialCommand) -> Result<ExitCode, Failure> {
    match command {
        OfficialCommand::Add {
            id,
            name,
            role,
            official,
        } => {
            let office = Office::open(&place.settings()?).await?;
            let by = match &official {
                Some(official) => Some(sign_in(&office, official).await?),
                None => None,
            };
            let role = match role {
                RoleArg::CentralOfficial => Role::CentralOfficial,
                RoleArg::Auditor => Role::Auditor,
            };
            let new = NewOfficial {
                id: id.clone(),
                name,
                role,
            };
            let code = office.invite_official(by.as_ref(), &new).await?;
            println!("`{id}` is invited; nobody but them is to know this code");
            println!("  one-time code  {}", code.as_str());
            println!("They choose their own passphrase with it: central official accept {id}");
        }
        OfficialCommand::Accept { id } => {
            let store = place.settings()?.store().await?;
            let code = one_time_code(&id)?;
            let passphrase = new_passphrase(&id)?;
            admin::accept_invitation(&store, &id, &code, &passphrase).await?;
            println!("`{id}` has a passphrase, and is an official as soon as it is confirmed:");
            println!("  the first officials all at once   central official appoint");
            println!("  every other one by two officials  central official confirm {id}");
        }
        OfficialCommand::Appoint { reason } => {
            let office = Office::open(&place.settings()?).await?;
            let (decision, officials) = office.appoint_officials(&reason).await?;
            for newcomer in officials {
                println!("`{}` is an official now (decision {decision})", newcomer.official);
            }
        }
        OfficialCommand::Confirm { id, because } => {
            let (office, by) = because.by.sign_in(place).await?;
            match office.confirm_official(&by, &id, &because.reason).await? {
                ByTwo::Proposed(proposal) => println!(
                    "{}: proposed; another official confirms it: central official confirm {id}",
                    proposal.subject
                ),
                ByTwo::Decided(number) => println!("`{id}`: done (decision {number})"),
            }
        }
        OfficialCommand::Decline { id, because } => {
            let (office, by) = because.by.sign_in(place).await?;
            office.decline_official(&by, &id).await?;
            println!("`{id}`: the proposal is dropped");
        }
        OfficialCommand::List { json } => {
            let officials = place.settings()?.store().await?.officials().await?;
            if json {
                return print_json(&officials);
            }
            for o in &officials {
                let state = match (o.disabled, o.locked_until) {
                    (true, _) => "disabled".to_owned(),
                    (_, Some(until)) if until > jiff::Timestamp::now() => format!("locked until {until}"),
                    _ => String::new(),
                };
                println!("{:<20} {:<17} {}  {state}", o.id, o.role.as_str(), o.name);
            }
            if officials.is_empty() {
                println!("There are no officials yet: central official add ID --name NAME, for at least two");
            }
        }
        OfficialCommand::Disable { id, because } => {
            let (office, by) = because.by.sign_in(place).await?;
            office.disable_official(&by, &id, &because.reason).await?;
            println!("`{id}`: proposed; another official confirms it: central official confirm {id}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn candidate(place: &Place, command: CandidateCommand) -> Result<ExitCode, Failure> {
    match command {
        CandidateCommand::Submit {
            id,
            contest,
            name,
            party,
            picture,
            biography,
            platform,
            because,
        } => {
            let (office, by) = because.by.sign_in(place).await?;
            let new = NewCandidate {
                id: id.clone(),
                contest,
                name,
                party,
                picture,
                biography,
                platform,
            };
            let revised = office.submit_candidate(&by, new, &because.reason).await?;
            say_revised(&format!("`{id}` is submitted and pending"), revised);
        }
        CandidateCommand::Accredit(decided) => decide(place, &decided, Accreditation::Accredited).await?,
        CandidateCommand::Reject(decided) => decide(place, &decided, Accreditation::Rejected).await?,
        CandidateCommand::Withdraw(decided) => decide(place, &decided, Accreditation::Withdrawn).await?,
        CandidateCommand::List { json } => {
            let candidates = place.settings()?.store().await?.candidates().await?;
            if json {
                return print_json(&candidates);
            }
            for c in &candidates {
                let party = c.party_name.as_deref().unwrap_or("independent");
                let state = c.accreditation.as_str();
                println!(
                    "{:<24} {:<16} {state:<11} {} ({party})",
                    c.candidate, c.contest, c.name
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn decide(place: &Place, decided: &Decided, to: Accreditation) -> Result<(), Failure> {
    let (office, by) = decided.because.by.sign_in(place).await?;
    let revised = office
        .decide_candidate(&by, &decided.id, to, &decided.because.reason)
        .await?;
    say_revised(&format!("`{}` is {}", decided.id, to.as_str()), revised);
    Ok(())
}

fn say_revised(what: &str, revised: Revised) {
    println!(
        "{what}: definition version {} (decision {})",
        revised.version, revised.decision
    );
}

pub(super) async fn party(place: &Place, command: PartyCommand) -> Result<ExitCode, Failure> {
    match command {
        PartyCommand::Add {
            id,
            name,
            abbreviation,
            because,
        } => {
            let (office, by) = because.by.sign_in(place).await?;
            let new = NewParty {
                id: id.clone(),
                name,
                abbreviation,
            };
            let revised = office.add_party(&by, new, &because.reason).await?;
            say_revised(&format!("party `{id}` is added"), revised);
        }
        PartyCommand::List { json } => {
            let parties = place.settings()?.store().await?.parties().await?;
            if json {
                return print_json(&parties);
            }
            for party in parties {
                println!("{:<24} {:<8} {}", party.id, party.abbreviation, party.name);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Debug, Args)]
pub(super) struct ReviseArgs {
    /// The whole definition (TOML) as it is to be.
    definition: PathBuf,
    #[command(flatten)]
    because: Because,
}

pub(super) async fn revise(place: &Place, args: &ReviseArgs) -> Result<ExitCode, Failure> {
    let toml = read(&args.definition)?;
    if ElectionDefinition::parse(&toml).is_ok() {
        super::officials::say_findings(&args.definition, &toml)?;
    }
    let (office, by) = args.because.by.sign_in(place).await?;
    let revised = office.revise(&by, &toml, &args.because.reason).await?;
    say_revised("The definition is revised", revised);
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|e| Failure::refused(format!("{}: {e}", path.display())))
}

#[derive(Debug, Args)]
pub(super) struct DecisionsArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// The newest so many.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(1..=100_000))]
    most: i64,
}

pub(super) async fn decisions(place: &Place, args: &DecisionsArgs) -> Result<ExitCode, Failure> {
    let decisions = place.settings()?.store().await?.decisions(args.most).await?;
    if args.json {
        return print_json(&decisions);
    }
    for d in &decisions {
        let who = d.officials.join(", ");
        println!(
            "{:>6}  {}  {:<22} {}  [{who}] {}",
            d.number, d.at, d.kind, d.subject, d.reason
        );
    }
    if decisions.is_empty() {
        println!("Nothing was decided yet");
    }
    Ok(ExitCode::SUCCESS)
}
