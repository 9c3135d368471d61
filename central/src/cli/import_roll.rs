//! import-roll: what is in the file, what would change, and what did.

use std::fmt::Write;
use std::fs::File;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::officials::asks;
use super::sign_in::ByAndReason;
use super::{Failure, Place, print_json};
use crate::admin::{self, AdminError, ImportOptions, ImportReport};
use crate::columns::thousands;
use crate::intake::publish::Publisher;
use crate::roll_file::{LookAlikes, Preview, RollFile};
use crate::store::outbox::NO_SHARD;
use crate::table::{Encoding, MAX_TABLE_BYTES, TableOptions, encoding_named};

/// Rows, changes and look-alikes that are listed one by one; `--json` lists all.
const SHOWN: usize = 20;

#[derive(Debug, Args)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(super) struct ImportRollArgs {
    /// The roll: CSV with a header, separated by commas, semicolons or tabs; - for standard input.
    file: PathBuf,
    /// How the file is encoded, if it is neither UTF-8 nor UTF-16: windows-1252, latin1, windows-1250 …
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static Encoding>,
    /// Take over what the file says differently of voters who are on the roll already.
    #[arg(long)]
    update: bool,
    /// Import although some may be one person under several numbers.
    #[arg(long)]
    accept_look_alikes: bool,
    /// Say what would be done, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// One JSON object on standard output instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    why: ByAndReason,
}

pub(super) fn encoding(name: &str) -> Result<&'static Encoding, String> {
    encoding_named(name)
        .ok_or_else(|| format!("`{name}` is not the name of an encoding (e.g. windows-1252, latin1, utf-16)"))
}

/// What `--json` says.
#[derive(Serialize)]
struct Answer<'a> {
    file: String,
    /// Whether anything was changed.
    imported: bool,
    dry_run: bool,
    /// Why nothing was imported.
    refused: Option<String>,
    #[serde(flatten)]
    report: &'a ImportReport,
    #[serde(flatten)]
    preview: &'a PreviewAnswer<'a>,
}

/// What is in the file; its look-alikes stand in the report.
#[derive(Serialize)]
struct PreviewAnswer<'a> {
    read_as: &'a crate::table::Reading,
    empty_rows: u64,
    empty_columns: usize,
    faults: &'a [crate::roll_file::RowError],
}

pub(super) async fn import_roll(place: &Place, args: &ImportRollArgs) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let store = settings.store().await?;
    let election = store.election().await?;
    let definition = &election.definition.definition;
    let authority = settings.keys().authority()?;
    let bytes = read(&args.file)?;
    let named = |e: AdminError| match e {
        AdminError::RollFile(error) => Failure::refused(format!("{}: {error}", args.file.display())),
        AdminError::EmptyRoll => {
            Failure::refused(format!("{}: {}", args.file.display(), AdminError::EmptyRoll))
        }
        other => other.into(),
    };
    let table = TableOptions {
        encoding: args.encoding,
    };
    let now = Timestamp::now();
    let file = RollFile::read(&bytes, &table).map_err(|e| named(e.into()))?;
    let preview = file.preview(definition, now).map_err(|e| named(e.into()))?;
    let voice = Voice {
        args,
        preview: &preview,
    };
    voice.say_reading();
    if !preview.faults.is_empty() {
        let report = ImportReport {
            rows: preview.rows,
            look_alikes: preview.look_alikes.clone(),
            ..ImportReport::default()
        };
        return Err(voice.refuse(&report, AdminError::Rows(preview.faults.clone()).into()));
    }
    let mut options = ImportOptions {
        columns: file.columns(),
        update: args.update,
        accept_look_alikes: args.accept_look_alikes,
        look_alikes: preview.look_alikes.clone(),
        dry_run: args.dry_run,
        sha256: Sha256::digest(&bytes).into(),
    };
    let by = args.why.sign_in(&store).await?;
    let why = args.why.why(by.as_ref());
    let report = loop {
        let progress = |rows| eprintln!("{} of {} rows …", thousands(rows), thousands(preview.rows));
        let voters = file.voters(definition, now).map_err(|e| named(e.into()))?;
        match admin::import_roll(&store, definition, &authority, voters, &options, why, progress).await {
            Ok(report) => break report,
            Err(AdminError::LookAlikes(report)) => {
                if !voice.asks_to_go_on(&report)? {
                    return Err(voice.refuse(&report, voice.look_alikes_refusal(&report)));
                }
                options.accept_look_alikes = true;
            }
            Err(error) => return Err(voice.refuse(&ImportReport::default(), named(error))),
        }
    };
    if !args.dry_run {
        Publisher::new(&settings.kafka, settings.keys().service(&definition.id)?)?
            .outbox(&store, &[NO_SHARD])
            .await
            .map_err(AdminError::from)?;
    }
    voice.say(&report)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let named = |e: std::io::Error| Failure::refused(format!("{}: {e}", path.display()));
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(path).map_err(named)?)
    };
    let mut bytes = Vec::new();
    // One byte more than is read whole: the reader refuses it by its size.
    source
        .take(MAX_TABLE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(named)?;
    Ok(bytes)
}

/// Says what an import finds and does.
struct Voice<'a> {
    args: &'a ImportRollArgs,
    preview: &'a Preview,
}

impl Voice<'_> {
    fn say_reading(&self) {
        let preview = self.preview;
        let mut text = format!(
            "{}: {}, {} rows",
            self.args.file.display(),
            preview.read_as,
            thousands(preview.rows)
        );
        if preview.empty_rows > 0 || preview.empty_columns > 0 {
            let _ = write!(
                text,
                "; {} empty rows and {} empty columns passed over",
                thousands(preview.empty_rows),
                preview.empty_columns
            );
        }
        eprintln!("{text}");
    }

    /// On a terminal a person decides whether look-alikes are different people.
    fn asks_to_go_on(&self, report: &ImportReport) -> Result<bool, Failure> {
        if self.args.json || self.args.file == Path::new("-") || !std::io::stdin().is_terminal() {
            return Ok(false);
        }
        say_look_alikes(&report.look_alikes);
        asks("Are they all different people, and are to be imported?")
    }

    fn look_alikes_refusal(&self, report: &ImportReport) -> Failure {
        if !self.args.json {
            say_look_alikes(&report.look_alikes);
        }
        Failure::refused(format!(
            "{} group(s) of voters may be one person each; nothing was imported. If they are different people, \
             repeat with --accept-look-alikes; otherwise correct the file",
            report.look_alikes.len()
        ))
    }

    /// With `--json` a refusal is an answer too.
    fn refuse(&self, report: &ImportReport, failure: Failure) -> Failure {
        if self.args.json {
            let _ = self.print(report, Some(failure.message().to_owned()), false);
        }
        failure
    }

    fn print(
        &self,
        report: &ImportReport,
        refused: Option<String>,
        imported: bool,
    ) -> Result<ExitCode, Failure> {
        print_json(&Answer {
            file: self.args.file.display().to_string(),
            imported,
            dry_run: self.args.dry_run,
            refused,
            report,
            preview: &PreviewAnswer {
                read_as: &self.preview.read_as,
                empty_rows: self.preview.empty_rows,
                empty_columns: self.preview.empty_columns,
                faults: &self.preview.faults,
            },
        })
    }

    fn say(&self, report: &ImportReport) -> Result<ExitCode, Failure> {
        if self.args.json {
            self.print(report, None, !self.args.dry_run)?;
        } else {
            self.say_text(report);
        }
        // A dry run ends as the import would.
        if !report.look_alikes.is_empty() && !self.args.accept_look_alikes && self.args.dry_run {
            return Err(self.look_alikes_refusal(report));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn say_text(&self, report: &ImportReport) {
        if !report.look_alikes.is_empty() && self.args.accept_look_alikes {
            say_look_alikes(&report.look_alikes);
        }
        for change in report.changes.iter().take(SHOWN) {
            println!("{change}");
        }
        if report.changes.len() > SHOWN {
            println!(
                "… and {} more (--json lists them all)",
                report.changes.len() - SHOWN
            );
        }
        let would = if self.args.dry_run { "would be " } else { "" };
        println!(
            "{} rows read, {} voters {would}added ({} accredited)",
            report.rows, report.added, report.accredited
        );
        let differing = report.changes.len() as u64;
        if report.known > differing {
            println!("{} were on the roll already, unchanged", report.known - differing);
        }
        if report.updated > 0 {
            println!("{} were on the roll already and {would}updated", report.updated);
        } else if differing > 0 {
            println!(
                "{differing} were on the roll already, and the file says something else of them (above): they stay \
                 as they were; --update takes it over"
            );
        }
        if self.args.dry_run {
            println!("Nothing was changed (--dry-run)");
        }
    }
}

fn say_look_alikes(groups: &[LookAlikes]) {
    eprintln!("These may be one person each:");
    for group in groups.iter().take(SHOWN) {
        eprintln!("  {group}");
    }
    if groups.len() > SHOWN {
        eprintln!("  … and {} more (--json lists them all)", groups.len() - SHOWN);
    }
}
