//! registration, provisional, certify: what officials decide on voters and ballots.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use pollstream_protocol::ids::{CaseId, StationId, VoterId};
use pollstream_protocol::voter::VoterRecord;
use uuid::Uuid;

use super::sign_in::{Because, By};
use super::{Failure, Place, print_json};
use crate::admin::{Certified, RegistrationDecision, Verdict};
use crate::store::provisional::CaseRow;
use crate::store::registration::RegistrationRow;

fn case_id(text: &str) -> Result<CaseId, String> {
    Uuid::parse_str(text)
        .map(CaseId)
        .map_err(|_| format!("`{text}` is not a case id: a UUID is expected"))
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// The first so many.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(i64).range(1..=100_000))]
    most: i64,
}

#[derive(Debug, Subcommand)]
pub(super) enum RegistrationCommand {
    /// List registrations that wait for a decision, with whom they may be already
    List(ListArgs),
    /// Accredit a registration: the voter may vote
    Accredit {
        /// The voter.
        voter: VoterId,
        /// The station on whose roll the voter is to be, if several registered them.
        #[arg(long, value_name = "STATION")]
        at: Option<StationId>,
        #[command(flatten)]
        because: Because,
    },
    /// Reject a registration
    Reject {
        /// The voter.
        voter: VoterId,
        #[command(flatten)]
        because: Because,
    },
}

pub(super) async fn registration(place: &Place, command: RegistrationCommand) -> Result<ExitCode, Failure> {
    let (voter, decision, because) = match command {
        RegistrationCommand::List(args) => return registrations(place, &args).await,
        RegistrationCommand::Accredit { voter, at, because } => {
            (voter, RegistrationDecision::Accredit { at }, because)
        }
        RegistrationCommand::Reject { voter, because } => (voter, RegistrationDecision::Reject, because),
    };
    let (office, by) = because.by.sign_in(place).await?;
    let number = office
        .decide_registration(&by, voter, decision, &because.reason)
        .await?;
    println!("The registration of voter {voter} is decided (decision {number})");
    Ok(ExitCode::SUCCESS)
}

async fn registrations(place: &Place, args: &ListArgs) -> Result<ExitCode, Failure> {
    let store = place.settings()?.store().await?;
    let waiting = store.pending_registrations(args.most).await?;
    if args.json {
        return print_json(&waiting);
    }
    for row in &waiting {
        say_registration(row);
    }
    if waiting.is_empty() {
        println!("No registration waits for a decision");
    }
    Ok(ExitCode::SUCCESS)
}

fn person(voter: &VoterRecord) -> String {
    format!(
        "{}  {}  {}  {}  roll of {}",
        voter.registration_number,
        voter.name,
        voter.date_of_birth,
        voter.accreditation.as_str(),
        voter.polling_station
    )
}

fn say_registration(row: &RegistrationRow) {
    println!("voter {}", row.voter.voter_id);
    println!("    {}", person(&row.voter));
    for claim in &row.claims {
        println!(
            "  = {}, registered again at {}",
            person(&claim.voter),
            claim.station
        );
    }
    for other in &row.look_alikes {
        println!("  ~ {}, voter {}", person(other), other.voter_id);
    }
}

#[derive(Debug, Args)]
pub(super) struct CasesArgs {
    /// The cases.
    #[arg(required = true, value_name = "CASE", value_parser = case_id)]
    cases: Vec<CaseId>,
    #[command(flatten)]
    because: Because,
}

#[derive(Debug, Args)]
pub(super) struct ProposedArgs {
    /// The cases.
    #[arg(required = true, value_name = "CASE", value_parser = case_id)]
    cases: Vec<CaseId>,
    #[command(flatten)]
    by: By,
}

#[derive(Debug, Subcommand)]
pub(super) enum ProvisionalCommand {
    /// List provisional ballots that wait for a decision
    List {
        /// Decided ones too.
        #[arg(long)]
        all: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Propose that provisional ballots count; another official confirms
    Release(CasesArgs),
    /// Propose that provisional ballots never count; another official confirms
    Reject(CasesArgs),
    /// Confirm what another official proposed
    Confirm(ProposedArgs),
    /// Drop what was proposed
    Decline(ProposedArgs),
}

pub(super) async fn provisional(place: &Place, command: ProvisionalCommand) -> Result<ExitCode, Failure> {
    match command {
        ProvisionalCommand::List { all, json } => return cases(place, all, json).await,
        ProvisionalCommand::Release(args) => propose(place, args, Verdict::Release).await?,
        ProvisionalCommand::Reject(args) => propose(place, args, Verdict::Reject).await?,
        ProvisionalCommand::Confirm(args) => confirm(place, args).await?,
        ProvisionalCommand::Decline(args) => {
            let (office, by) = args.by.sign_in(place).await?;
            for case in args.cases {
                office.decline_case(&by, case).await?;
                println!("case {case}: the proposal is dropped");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn propose(place: &Place, args: CasesArgs, verdict: Verdict) -> Result<(), Failure> {
    let (office, by) = args.because.by.sign_in(place).await?;
    for case in args.cases {
        office
            .propose_case(&by, case, verdict, &args.because.reason)
            .await?;
        println!("case {case}: proposed; another official confirms it: central provisional confirm {case}");
    }
    Ok(())
}

async fn confirm(place: &Place, args: ProposedArgs) -> Result<(), Failure> {
    let (office, by) = args.by.sign_in(place).await?;
    for case in args.cases {
        let confirmed = office.confirm_case(&by, case).await?;
        println!("case {case}: decided (decision {})", confirmed.decision);
        if confirmed.opened > 0 {
            println!(
                "{} released ballots were opened together and are counted",
                confirmed.opened
            );
        }
    }
    Ok(())
}

async fn cases(place: &Place, all: bool, json: bool) -> Result<ExitCode, Failure> {
    let cases = place.settings()?.store().await?.provisional_cases(all).await?;
    if json {
        return print_json(&cases);
    }
    for case in &cases {
        say_case(case);
    }
    if cases.is_empty() {
        println!("No provisional ballot waits for a decision");
    }
    Ok(ExitCode::SUCCESS)
}

fn say_case(case: &CaseRow) {
    let ballot = if case.has_ballot {
        ""
    } else {
        ", its ballot has not arrived"
    };
    println!(
        "case {}  {}  at {}: {}{ballot}",
        case.case,
        case.status.as_str(),
        case.station,
        case.reason
    );
    println!("    {}", person(&case.claimant));
    match &case.on_record {
        None => println!("    on no roll"),
        Some(record) => println!(
            "    on the roll of {}, {}, {} check-in(s)",
            record.polling_station,
            record.accreditation.as_str(),
            record.check_ins.iter().filter(|c| !c.undone).count()
        ),
    }
    if let Some(proposal) = &case.proposal {
        println!(
            "    {} proposes: {} ({})",
            proposal.official, proposal.subject, proposal.reason
        );
    }
}

#[derive(Debug, Args)]
pub(super) struct CertifyArgs {
    #[command(flatten)]
    because: Because,
    /// Certify although provisional ballots are undecided, for this reason; they never count then.
    #[arg(long, value_name = "TEXT")]
    despite: Option<String>,
    /// Drop what was proposed instead.
    #[arg(long, conflicts_with = "despite")]
    decline: bool,
}

pub(super) async fn certify(place: &Place, args: &CertifyArgs) -> Result<ExitCode, Failure> {
    let (office, by) = args.because.by.sign_in(place).await?;
    if args.decline {
        office.decline_certification(&by).await?;
        println!("The proposal to certify is dropped");
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("checking and recounting …");
    match office
        .certify(&by, args.despite.as_deref(), &args.because.reason)
        .await?
    {
        Certified::Proposed(proposal) => println!(
            "Certification of the results {} is proposed; another official confirms it with the same command",
            proposal.subject
        ),
        Certified::Done(number) => println!("The results are certified (decision {number})"),
    }
    Ok(ExitCode::SUCCESS)
}
