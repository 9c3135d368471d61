//! rebuild: what differs, and everything derived made again.

use std::process::ExitCode;

use super::{Exit, Failure, Place, print_json};
use crate::streams::RebuildReport;

pub(super) async fn rebuild(place: &Place, dry_run: bool, json: bool) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let report = crate::streams::rebuild(&settings, dry_run).await;
    let report = report.map_err(|error| Failure::other(error.to_string()))?;
    if json {
        print_json(&report)?;
    } else {
        print!("{}", in_words(&report));
    }
    Ok(
        if report.equal() || report.epoch.is_some() && report.from_the_logs.is_empty() {
            ExitCode::SUCCESS
        } else {
            Exit::Wrong.into()
        },
    )
}

fn in_words(report: &RebuildReport) -> String {
    use std::fmt::Write;
    let mut text = format!(
        "{} segments of the station logs were counted: {} ballots\n",
        report.segments, report.ballots
    );
    for (what, differences) in [
        (
            "the database differs from the station logs",
            &report.from_the_logs,
        ),
        (
            "the totals differed from the ballots in the database",
            &report.totals,
        ),
        (
            "the topics differed from what was published and read",
            &report.topics,
        ),
    ] {
        for difference in differences {
            let _ = writeln!(text, "{what}: {difference}");
        }
    }
    if report.equal() {
        text.push_str("Station logs, database, totals and topics agree\n");
    }
    if let Some(epoch) = report.epoch {
        let _ = writeln!(
            text,
            "Epoch {epoch} has begun: totals were counted again; running services publish everything again"
        );
    }
    text
}
