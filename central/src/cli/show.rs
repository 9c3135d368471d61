//! results, watch, check, recount: what an official or an auditor looks at.

use std::io::ErrorKind;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;

use super::serve::stop_on_signal;
use super::{By, Exit, Failure, Place};
use crate::board::BoardError;
use crate::results::Breakdown;

/// What is under way gets this long to arrive before it counts as missing.
const CHECK_PATIENCE: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

#[derive(Debug, Args)]
pub(super) struct ResultsArgs {
    /// As one JSON object.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// As CSV, a line for each number.
    #[arg(long)]
    csv: bool,
    /// Begin the CSV with the mark that Excel needs to read it as UTF-8.
    #[arg(long, requires = "csv")]
    bom: bool,
    /// Break down by district or polling station.
    #[arg(long, value_enum)]
    by: Option<By>,
}

pub(super) async fn results(place: &Place, args: &ResultsArgs) -> Result<ExitCode, Failure> {
    let store = place.settings()?.store().await?;
    let by = args.by.map(|by| match by {
        By::District => Breakdown::District,
        By::Station => Breakdown::Station,
    });
    // While ballots arrive the streaming totals are a moment behind what SQL counts. Only a difference that
    // stays is one.
    let until = Instant::now() + CHECK_PATIENCE;
    let results = loop {
        let results = crate::results::results(&store, by).await?;
        if results.sql_tally_equal || Instant::now() > until {
            break results;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    };
    if args.json {
        println!("{}", results.to_json());
    } else if args.csv {
        let csv = results.to_csv().map_err(|e| Failure::other(e.to_string()))?;
        print!("{}{csv}", if args.bom { "\u{feff}" } else { "" });
    } else {
        print!("{}", results.to_text());
    }
    Ok(if results.sql_tally_equal {
        ExitCode::SUCCESS
    } else {
        Exit::Wrong.into()
    })
}

pub(super) async fn watch(place: &Place, once: bool) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let stop = stop_on_signal();
    match crate::board::watch(&settings, once, stop).await {
        // Whoever read the board has gone.
        Err(BoardError::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {}
        other => other?,
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn check(place: &Place, json: bool) -> Result<ExitCode, Failure> {
    let store = place.settings()?.store().await?;
    let report = crate::check::check(&store, CHECK_PATIENCE).await?;
    if json {
        println!("{}", report.to_json());
    } else {
        print!("{}", report.to_text());
    }
    Ok(if report.is_green() {
        ExitCode::SUCCESS
    } else {
        Exit::Wrong.into()
    })
}

pub(super) async fn recount(place: &Place, json: bool) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let keys = settings.keys();
    let (authority, key) = (keys.authority()?.verifying_key(), keys.counting()?);
    let kafka = settings.kafka.clone();
    let progress = |messages| eprintln!("{messages} messages read …");
    let report =
        tokio::task::spawn_blocking(move || crate::recount::recount(&kafka, &authority, &key, progress))
            .await
            .map_err(|e| Failure::other(e.to_string()))??;
    if json {
        println!(
            "{}",
            serde_json::to_string_pretty(&report).map_err(|e| Failure::other(e.to_string()))?
        );
    } else {
        println!(
            "{} messages read: {} ballots counted, {} still sealed, {} provisional, {} check-ins",
            report.messages, report.ballots, report.sealed, report.provisional, report.check_ins
        );
        println!(
            "{} duplicates passed over, {} messages refused",
            report.duplicates, report.refused
        );
        match report.differences.as_slice() {
            [] => println!(
                "All {} published totals follow from the station logs",
                report.compared
            ),
            differences => {
                println!(
                    "{} of the published totals do NOT follow from the station logs:",
                    differences.len()
                );
                for difference in differences {
                    println!("  {difference}");
                }
            }
        }
    }
    Ok(if report.equal() {
        ExitCode::SUCCESS
    } else {
        Exit::Wrong.into()
    })
}
