//! init, enrol, revoke, close.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use data_encoding::HEXLOWER;
use pollstream_protocol::definition::{ElectionDefinition, Severity, findings};
use pollstream_protocol::ids::StationId;

use super::sign_in::ByAndReason;
use super::{Failure, Place};
use crate::admin::{self, Office};
use crate::intake::publish::Publisher;
use crate::store::outbox::NO_SHARD;

pub(super) async fn init(place: &Place, definition: &Path, dry_run: bool) -> Result<ExitCode, Failure> {
    let toml = std::fs::read_to_string(definition)
        .map_err(|e| Failure::refused(format!("{}: {e}", definition.display())))?;
    let named = |e: admin::AdminError| match e {
        admin::AdminError::Definition(e) => Failure::refused(format!(
            "{} is not valid; nothing was changed:\n{e}",
            definition.display()
        )),
        other => other.into(),
    };
    let read = ElectionDefinition::parse(&toml).map_err(|e| named(e.into()))?;
    say_findings(definition, &toml)?;
    if dry_run {
        println!(
            "{} is valid; nothing was changed (--dry-run)",
            definition.display()
        );
        say_contents(&read);
        return Ok(ExitCode::SUCCESS);
    }
    let settings = place.settings()?;
    let (_, report) = admin::init(&settings, &toml).await.map_err(named)?;
    let d = &report.definition.definition;
    println!("Election `{}`: {}", d.id, d.title);
    say_contents(d);
    let fingerprint = HEXLOWER.encode(&report.definition.fingerprint()[..8]);
    println!(
        "  definition version {}, fingerprint {fingerprint}",
        report.definition.version
    );
    let keys = if report.new_keys { "made" } else { "found" };
    println!(
        "  keys {keys} in {}: keep them safe, and a copy elsewhere",
        settings.data.join("keys").display()
    );
    println!("Next: central import-roll ROLL.csv, then central enrol STATION");
    Ok(ExitCode::SUCCESS)
}

/// Says what is odd about a definition that breaks no rule; refuses one in which nobody can be elected.
pub(super) fn say_findings(path: &Path, toml: &str) -> Result<(), Failure> {
    let of = |severity| findings(toml).into_iter().filter(move |f| f.severity == severity);
    for finding in of(Severity::Warning) {
        eprintln!("{}: warning: {}", path.display(), finding.problem);
    }
    let errors: Vec<String> = of(Severity::Error).map(|f| f.problem.to_string()).collect();
    if errors.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "{} is not valid; nothing was changed:\n{}",
        path.display(),
        errors.join("\n")
    )))
}

fn say_contents(d: &ElectionDefinition) {
    println!(
        "  {} contests, {} candidates, {} parties, {} districts, {} polling stations, {} ballot styles",
        d.contests.len(),
        d.contests.iter().map(|c| c.candidates.len()).sum::<usize>(),
        d.parties.len(),
        d.districts.len(),
        d.polling_stations.len(),
        d.ballot_styles.len()
    );
}

pub(super) async fn enrol(
    place: &Place,
    station: &StationId,
    out: Option<PathBuf>,
    again: bool,
    why: &ByAndReason,
) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let store = settings.store().await?;
    let election = store.election().await?;
    let enrolled = store.incarnations(station).await?;
    if enrolled > 0 && !again {
        let question = format!(
            "Station `{station}` is enrolled already ({enrolled} time(s)). Enrol another kiosk for it?"
        );
        if !asks(&question)? {
            return Err(Failure::refused(format!(
                "station `{station}` is enrolled already; nothing was changed. If a kiosk is to replace the one that \
                 has its package, repeat with --again, and revoke the station if the old one is lost"
            )));
        }
    }
    let authority = settings.keys().authority()?;
    let by = why.sign_in(&store).await?;
    let enrolled = admin::enrol(
        &store,
        &election.definition,
        &settings.kafka,
        &authority,
        station,
        why.why(by.as_ref()),
    )
    .await?;
    let folder = out.unwrap_or_else(|| settings.data.join("packages"));
    let (path, code) = admin::write_package(&enrolled, &authority, &folder)?;
    Publisher::new(
        &settings.kafka,
        settings.keys().service(&election.definition.definition.id)?,
    )?
    .outbox(&store, &[NO_SHARD])
    .await
    .map_err(admin::AdminError::from)?;
    let enrolment = &enrolled.package.enrolment;
    println!(
        "Station `{station}`, incarnation {}: {} voters",
        enrolment.incarnation,
        enrolled.package.roll.len()
    );
    println!("  package         {}", path.display());
    println!("  enrolment code  {}", code.as_str());
    println!("Take the package to the kiosk, and give the presiding officer the code by a separate channel.");
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn revoke(
    place: &Place,
    station: &StationId,
    why: &ByAndReason,
) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let store = settings.store().await?;
    let election = store.election().await?;
    let authority = settings.keys().authority()?;
    let by = why.sign_in(&store).await?;
    let why = why.why(by.as_ref());
    let receipts = admin::revoke(&store, &election.definition, &authority, station, why).await?;
    let service = settings.keys().service(&election.definition.definition.id)?;
    let publisher = Publisher::new(&settings.kafka, service)?;
    publisher
        .outbox(&store, &[NO_SHARD])
        .await
        .map_err(admin::AdminError::from)?;
    publisher
        .receipts(store.epoch().await?, &receipts, &authority)
        .await;
    publisher.flush(std::time::Duration::from_secs(10)).await;
    for receipt in receipts {
        println!(
            "Station `{station}`, incarnation {}: revoked from entry {}; what came before stands",
            receipt.incarnation, receipt.next_seq
        );
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn close(place: &Place, why: &ByAndReason) -> Result<ExitCode, Failure> {
    let office = Office::open(&place.settings()?).await?;
    let by = why.sign_in(office.store()).await?;
    let undecided = office.store().undecided_cases().await?;
    let closed = office.close(by.as_ref(), &why.reason).await?;
    match closed.decision {
        Some(_) => println!(
            "The election is closed; {} ballots were still sealed and are counted now",
            closed.opened
        ),
        None => println!(
            "The election was closed before; {} ballots that have come since are counted now",
            closed.opened
        ),
    }
    if undecided > 0 {
        println!("{undecided} provisional ballot(s) wait for a decision: central provisional list");
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks a person on the terminal; where there is none, the answer is no.
pub(super) fn asks(question: &str) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    eprint!("{question} [y/N] ");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
