//! registration, provisional, certify: what officials decide on voters and ballots.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use pollstream_protocol::ids::{CaseKey, StationId};
use pollstream_protocol::voter::VoterRecord;

use super::short_id::ShortId;
use super::sign_in::{Because, By};
use super::{Failure, Place, print_json};
use crate::admin::{ByTwo, Office, RegistrationDecision, Verdict};
use crate::roll_file::LookAlikes;
use crate::store::Store;
use crate::store::provisional::CaseRow;
use crate::store::registration::RegistrationRow;

/// A case as it is typed: the beginning of its id, or its whole name where two stations used one id.
#[derive(Debug, Clone)]
enum CaseArg {
    Id(ShortId),
    Key(CaseKey),
}

fn case_arg(text: &str) -> Result<CaseArg, String> {
    if let Ok(key) = text.parse() {
        return Ok(CaseArg::Key(key));
    }
    text.parse().map(CaseArg::Id)
}

async fn case_key(store: &Store, case: &CaseArg) -> Result<CaseKey, Failure> {
    let id = match case {
        CaseArg::Key(key) => return Ok(key.clone()),
        CaseArg::Id(id) => id.case(store).await?,
    };
    let mut known = store.cases_with_id(id).await?;
    match (known.pop(), known.len()) {
        (Some(key), 0) => Ok(key),
        (None, _) => Err(Failure::refused(format!("there is no provisional case {id}"))),
        (Some(key), _) => Err(Failure::refused(format!(
            "several stations have a case {id}: name it as STATION/INCARNATION/CASE, for example {key}"
        ))),
    }
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// The first so many.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    most: u32,
    #[command(flatten)]
    by: By,
}

/// What `registration list --json` says.
#[derive(serde::Serialize)]
struct Registrations {
    /// Registrations that wait for a decision.
    waiting: Vec<RegistrationRow>,
    /// Voters on the roll who may be one person.
    look_alikes: Vec<LookAlikes>,
    /// Groups of them that there are in all.
    look_alikes_in_all: u64,
}

#[derive(Debug, Subcommand)]
pub(super) enum RegistrationCommand {
    /// List registrations that wait for a decision, with whom they may be already, and voters who may be one person
    List(ListArgs),
    /// Accredit a registration: the voter may vote
    Accredit {
        /// The voter; the beginning of the id is enough where it is the only one.
        voter: ShortId,
        /// The station on whose roll the voter is to be, if several registered them.
        #[arg(long, value_name = "STATION")]
        at: Option<StationId>,
        #[command(flatten)]
        because: Because,
    },
    /// Reject a registration
    Reject {
        /// The voter; the beginning of the id is enough where it is the only one.
        voter: ShortId,
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
    let voter = voter.voter(office.store()).await?;
    let number = office
        .decide_registration(&by, voter, decision, &because.reason)
        .await?;
    println!("The registration of voter {voter} is decided (decision {number})");
    Ok(ExitCode::SUCCESS)
}

async fn registrations(place: &Place, args: &ListArgs) -> Result<ExitCode, Failure> {
    let store = args.by.look(place).await?;
    let waiting = store.pending_registrations(i64::from(args.most)).await?;
    let alike = store.look_alikes(args.most as usize).await?;
    if args.json {
        return print_json(&Registrations {
            waiting,
            look_alikes: alike.groups,
            look_alikes_in_all: alike.count,
        });
    }
    for row in &waiting {
        say_registration(row);
    }
    if waiting.is_empty() {
        println!("No registration waits for a decision");
    }
    if alike.count > 0 {
        println!(
            "\n{} group(s) of voters on the roll may be one person each:",
            alike.count
        );
        for group in &alike.groups {
            println!("  {group}");
        }
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
    /// The cases; the beginning of an id is enough where it is the only one.
    #[arg(required = true, value_name = "CASE", value_parser = case_arg)]
    cases: Vec<CaseArg>,
    #[command(flatten)]
    because: Because,
}

#[derive(Debug, Args)]
pub(super) struct ProposedArgs {
    /// The cases; the beginning of an id is enough where it is the only one.
    #[arg(required = true, value_name = "CASE", value_parser = case_arg)]
    cases: Vec<CaseArg>,
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
        #[command(flatten)]
        by: By,
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
        ProvisionalCommand::List { all, json, by } => return cases(place, all, json, &by).await,
        ProvisionalCommand::Release(args) => propose(place, args, Verdict::Release).await?,
        ProvisionalCommand::Reject(args) => propose(place, args, Verdict::Reject).await?,
        ProvisionalCommand::Confirm(args) => confirm(place, args).await?,
        ProvisionalCommand::Decline(args) => {
            let (office, by) = args.by.sign_in(place).await?;
            for case in found(&args.cases, &office).await? {
                office.decline_case(&by, &case).await?;
                println!("case {case}: the proposal is dropped");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The cases that these ids name: all of them are found before anything is decided on one.
async fn found(cases: &[CaseArg], office: &Office) -> Result<Vec<CaseKey>, Failure> {
    let mut found = Vec::with_capacity(cases.len());
    for case in cases {
        found.push(case_key(office.store(), case).await?);
    }
    Ok(found)
}

async fn propose(place: &Place, args: CasesArgs, verdict: Verdict) -> Result<(), Failure> {
    let (office, by) = args.because.by.sign_in(place).await?;
    for case in found(&args.cases, &office).await? {
        office
            .propose_case(&by, &case, verdict, &args.because.reason)
            .await?;
        println!("case {case}: proposed; another official confirms it: central provisional confirm {case}");
    }
    Ok(())
}

async fn confirm(place: &Place, args: ProposedArgs) -> Result<(), Failure> {
    let (office, by) = args.by.sign_in(place).await?;
    for case in found(&args.cases, &office).await? {
        let confirmed = office.confirm_case(&by, &case).await?;
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

async fn cases(place: &Place, all: bool, json: bool, by: &By) -> Result<ExitCode, Failure> {
    let cases = by.look(place).await?.provisional_cases(all).await?;
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
        case.key(),
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
    /// Supersede the certification that stands: what came late is counted, then the results are certified anew.
    #[arg(long, conflicts_with = "despite")]
    supersede: bool,
}

pub(super) async fn certify(place: &Place, args: &CertifyArgs) -> Result<ExitCode, Failure> {
    let (office, by) = args.because.by.sign_in(place).await?;
    if args.decline {
        if args.supersede {
            office.decline_superseding(&by).await?;
        } else {
            office.decline_certification(&by).await?;
        }
        println!("The proposal is dropped");
        return Ok(ExitCode::SUCCESS);
    }
    if args.supersede {
        match office.supersede_certification(&by, &args.because.reason).await? {
            ByTwo::Proposed(_) => println!(
                "To supersede the certification is proposed; another official confirms it with the same command"
            ),
            ByTwo::Decided(number) => println!(
                "The certification stands no more (decision {number}); what came late is counted. Certify anew"
            ),
        }
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("checking and recounting …");
    match office
        .certify(&by, args.despite.as_deref(), &args.because.reason)
        .await?
    {
        ByTwo::Proposed(proposal) => println!(
            "Certification of the results {} is proposed; another official confirms it with the same command",
            proposal.subject
        ),
        ByTwo::Decided(number) => println!("The results are certified (decision {number})"),
    }
    Ok(ExitCode::SUCCESS)
}
