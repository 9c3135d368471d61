//! quarantine, incident: what went wrong, and what officials made of it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::sign_in::Because;
use super::{Failure, Place, print_json};
use crate::keys::write_private;

#[derive(Debug, Args)]
pub(super) struct OpenArgs {
    /// Those that were dealt with too.
    #[arg(long)]
    all: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// The first so many.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(i64).range(1..=100_000))]
    most: i64,
}

#[derive(Debug, Args)]
pub(super) struct ResolveArgs {
    /// Its number in the list.
    id: i64,
    #[command(flatten)]
    because: Because,
}

#[derive(Debug, Subcommand)]
pub(super) enum QuarantineCommand {
    /// List refused messages
    List(OpenArgs),
    /// Show a refused message: what it claims to be, and why it was refused
    Show {
        /// Its number in the list.
        id: i64,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write a refused message to a file, byte for byte
    Export {
        /// Its number in the list.
        id: i64,
        /// The file; it must not exist.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Write down how a refused message was dealt with; it stays
    Resolve(ResolveArgs),
}

#[derive(Debug, Subcommand)]
pub(super) enum IncidentCommand {
    /// List incidents; of a double check-in, every side
    List(OpenArgs),
    /// Write down how an incident was dealt with; it stays
    Resolve(ResolveArgs),
}

pub(super) async fn quarantine(place: &Place, command: QuarantineCommand) -> Result<ExitCode, Failure> {
    match command {
        QuarantineCommand::List(args) => return quarantined(place, &args).await,
        QuarantineCommand::Show { id, json } => return show(place, id, json).await,
        QuarantineCommand::Export { id, out } => {
            let store = place.settings()?.store().await?;
            let message = store.quarantined_message(id).await?.ok_or_else(|| unknown(id))?;
            write_private(&out, &message).map_err(|e| Failure::refused(format!("{}: {e}", out.display())))?;
            println!("{} bytes written to {}", message.len(), out.display());
        }
        QuarantineCommand::Resolve(args) => {
            let (office, by) = args.because.by.sign_in(place).await?;
            let number = office
                .resolve_quarantine(&by, args.id, &args.because.reason)
                .await?;
            println!("Message {} is dealt with (decision {number})", args.id);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn unknown(id: i64) -> Failure {
    Failure::refused(format!("there is no message {id} in quarantine"))
}

async fn quarantined(place: &Place, args: &OpenArgs) -> Result<ExitCode, Failure> {
    let store = place.settings()?.store().await?;
    let rows = store.quarantine_list(args.all, args.most).await?;
    if args.json {
        return print_json(&rows);
    }
    for row in &rows {
        let from = if row.station.is_empty() {
            "nobody known"
        } else {
            &row.station
        };
        println!(
            "{:>6}  {}  {:<20} from {from}: {}",
            row.id, row.at, row.reason, row.detail
        );
    }
    if rows.is_empty() {
        println!("No refused message is unresolved");
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(place: &Place, id: i64, json: bool) -> Result<ExitCode, Failure> {
    let store = place.settings()?.store().await?;
    let row = store.quarantine_one(id).await?.ok_or_else(|| unknown(id))?;
    if json {
        return print_json(&row);
    }
    println!(
        "message      {}, {} bytes, SHA-256 {}",
        row.id, row.bytes, row.sha256
    );
    println!("where        partition {}, offset {}", row.partition, row.offset);
    let incarnation = row.incarnation.map_or(String::new(), |i| format!("/{i}"));
    println!("claims       {}{incarnation}", row.station);
    println!("refused      {}: {}: {}", row.at, row.reason, row.detail);
    if let Some(decision) = row.resolved {
        println!(
            "dealt with   {}: {}",
            decision.officials.join(", "),
            decision.reason
        );
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn incident(place: &Place, command: IncidentCommand) -> Result<ExitCode, Failure> {
    match command {
        IncidentCommand::List(args) => return incidents(place, &args).await,
        IncidentCommand::Resolve(args) => {
            let (office, by) = args.because.by.sign_in(place).await?;
            let number = office
                .resolve_incident(&by, args.id, &args.because.reason)
                .await?;
            println!("Incident {} is dealt with (decision {number})", args.id);
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn incidents(place: &Place, args: &OpenArgs) -> Result<ExitCode, Failure> {
    let rows = place
        .settings()?
        .store()
        .await?
        .incidents(args.all, args.most)
        .await?;
    if args.json {
        return print_json(&rows);
    }
    for row in &rows {
        let station = row.station.as_deref().unwrap_or("-");
        println!(
            "{:>6}  {}  {:<24} {station}: {}",
            row.id, row.at, row.kind, row.detail
        );
        for side in &row.check_ins {
            let undone = if side.undone { ", undone" } else { "" };
            println!(
                "          checked in at {}/{}, entry {}, {}{undone}",
                side.station, side.incarnation, side.seq, side.at
            );
        }
        if let Some(decision) = &row.resolved {
            println!(
                "          dealt with by {}: {}",
                decision.officials.join(", "),
                decision.reason
            );
        }
    }
    if rows.is_empty() {
        println!("No incident is open");
    }
    Ok(ExitCode::SUCCESS)
}
