//! ruling: what officials make of a station's log that cannot be counted as it is.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use pollstream_protocol::decision::Ruling;
use pollstream_protocol::ids::LogName;
use serde::Serialize;

use super::sign_in::{Because, By};
use super::{Failure, Place, print_json};

#[derive(Debug, Args)]
pub(super) struct RulingArgs {
    /// The log: STATION/INCARNATION, for example north/1.
    log: LogName,
    /// The first entry that it does not reach; the end of what central has if not given.
    #[arg(long, value_name = "ENTRY")]
    at: Option<u64>,
    #[command(flatten)]
    because: Because,
}

#[derive(Debug, Args)]
pub(super) struct ProposedArgs {
    /// The log: STATION/INCARNATION.
    log: LogName,
    #[command(flatten)]
    by: By,
}

#[derive(Debug, Subcommand)]
pub(super) enum RulingCommand {
    /// List the logs that need a ruling, and why
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Propose that a log counts up to an entry, whatever rules it breaks, and ends there; another official confirms
    Accept(RulingArgs),
    /// Propose that a log ends before an entry, and what follows never counts; another official confirms
    Exclude(RulingArgs),
    /// Propose to accept what is odd about a log: a close report that does not add up, a check-in of an unknown voter
    AcceptDiscrepancy(RulingArgs),
    /// Confirm what another official proposed
    Confirm(ProposedArgs),
    /// Drop what was proposed
    Decline(ProposedArgs),
}

pub(super) async fn ruling(place: &Place, command: RulingCommand) -> Result<ExitCode, Failure> {
    match command {
        RulingCommand::List { json } => return list(place, json).await,
        RulingCommand::Accept(args) => propose(place, args, Ruling::AcceptUpTo).await?,
        RulingCommand::Exclude(args) => propose(place, args, Ruling::ExcludeFrom).await?,
        RulingCommand::AcceptDiscrepancy(args) => propose(place, args, Ruling::AcceptDiscrepancy).await?,
        RulingCommand::Confirm(args) => {
            let (office, by) = args.by.sign_in(place).await?;
            let ruled = office.confirm_ruling(&by, &args.log).await?;
            let (log, entry) = (&args.log, ruled.head.next_seq);
            let said = match ruled.ruling {
                Ruling::AcceptUpTo | Ruling::ExcludeFrom => {
                    format!("{log} counts up to entry {entry} and ends there")
                }
                Ruling::AcceptDiscrepancy => {
                    format!("what is odd about {log} up to entry {entry} is accepted")
                }
            };
            println!("{said} (decision {})", ruled.decision);
            if ruled.counted > 0 {
                println!("{} entries that were set aside count now", ruled.counted);
            }
        }
        RulingCommand::Decline(args) => {
            let (office, by) = args.by.sign_in(place).await?;
            office.decline_ruling(&by, &args.log).await?;
            println!("{}: the proposal is dropped", args.log);
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn propose(place: &Place, args: RulingArgs, ruling: Ruling) -> Result<(), Failure> {
    let (office, by) = args.because.by.sign_in(place).await?;
    let log = &args.log;
    let proposal = office
        .propose_ruling(&by, log, ruling, args.at, &args.because.reason)
        .await?;
    println!(
        "{}: proposed; another official confirms it: central ruling confirm {log}",
        proposal.subject
    );
    Ok(())
}

/// A log that needs a ruling, or has one.
#[derive(Debug, Serialize)]
struct LogRow {
    log: String,
    /// Entries that central has.
    entries: u64,
    /// Entries that count.
    counted: u64,
    /// What needs a ruling.
    needs: Vec<String>,
    /// What one official proposed.
    proposed: Option<String>,
}

async fn list(place: &Place, json: bool) -> Result<ExitCode, Failure> {
    let store = place.settings()?.store().await?;
    let proposals = store.proposals().await?;
    let rows: Vec<LogRow> = (store.logs_with_obstacles().await?.into_iter())
        .map(|(standing, counted, obstacles)| {
            let about = crate::admin::about_log(&standing.head.log);
            let proposal = proposals.iter().find(|p| p.about == about);
            LogRow {
                log: standing.head.log.to_string(),
                entries: standing.head.next_seq,
                counted,
                needs: obstacles.iter().map(ToString::to_string).collect(),
                proposed: proposal.map(|p| format!("{} proposes: {} ({})", p.official, p.subject, p.reason)),
            }
        })
        .collect();
    if json {
        return print_json(&rows);
    }
    for row in &rows {
        println!("{}  {} of {} entries count", row.log, row.counted, row.entries);
        for need in row.needs.iter().chain(&row.proposed) {
            println!("    {need}");
        }
    }
    if rows.is_empty() {
        println!("No log needs a ruling");
    }
    Ok(ExitCode::SUCCESS)
}
