//! The `central` command line: arguments in, library calls, words and exit codes out.

mod accreditation;
mod adjudication;
mod ceremony;
mod code;
mod config;
mod deck;
mod exit;
mod import_roll;
mod integrity;
mod manual;
mod officials;
mod outcome;
mod publish;
mod rebuild;
mod rehearse;
mod ruling;
mod serve;
mod short_id;
mod show;
mod sign_in;
mod stack;
mod status;
mod tabulation;
mod transfer;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use pollstream_protocol::ids::StationId;

pub use exit::Exit;
pub use outcome::Failure;

use crate::settings::{Settings, SettingsError, SettingsFile};

/// Central of a Pollstream election: takes the stations' logs in, counts, publishes and shows the results.
#[derive(Debug, Parser)]
#[command(name = "central", version, max_term_width = 110, after_help = Exit::table())]
struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

/// Where servers, data and keys are. Taken from the command line, else the environment, else `central.toml` in
/// the data folder, else from a `central up` that runs on that folder.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Servers, data and keys")]
struct Place {
    /// Data folder: keys, settings, and the embedded servers' data.
    #[arg(long, global = true, env = "POLLSTREAM_DATA", value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Kafka bootstrap servers that you run.
    #[arg(long, global = true, env = "POLLSTREAM_KAFKA", value_name = "HOST:PORT")]
    kafka: Option<String>,
    /// Postgres that you run.
    #[arg(
        long,
        global = true,
        env = "POLLSTREAM_POSTGRES",
        value_name = "URL",
        hide_env_values = true
    )]
    postgres: Option<String>,
    /// Database of this election on that Postgres; overrides the one in the URL.
    #[arg(long, global = true, env = "POLLSTREAM_DATABASE", value_name = "NAME")]
    database: Option<String>,
    /// Prefix of this election's topics.
    #[arg(long, global = true, env = "POLLSTREAM_TOPIC_PREFIX", value_name = "PREFIX")]
    topic_prefix: Option<String>,
    /// A librdkafka setting, e.g. security.protocol=SSL; may be repeated.
    #[arg(long = "kafka-option", global = true, value_name = "NAME=VALUE", value_parser = name_and_value)]
    kafka_options: Vec<(String, String)>,
    /// Folder with Kafka's jars for the embedded default; fetched there when empty.
    #[arg(long, global = true, env = "POLLSTREAM_KAFKA_JARS", value_name = "FOLDER")]
    kafka_jars: Option<PathBuf>,
    /// Say more on standard error; twice for everything.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("NAME=VALUE is expected, e.g. security.protocol=SSL".to_owned()),
    }
}

impl Place {
    fn data(&self) -> PathBuf {
        self.data
            .clone()
            .unwrap_or_else(crate::embedded::default_data_dir)
    }

    fn given(&self) -> SettingsFile {
        SettingsFile {
            kafka: self.kafka.clone(),
            postgres: self.postgres.clone(),
            database: self.database.clone(),
            topic_prefix: self.topic_prefix.clone(),
            kafka_options: self.kafka_options.iter().cloned().collect(),
            ..SettingsFile::default()
        }
    }

    fn settings(&self) -> Result<Settings, SettingsError> {
        Settings::resolve(self.data(), self.given())
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run everything: servers (your own, or private embedded ones), intake and aggregator
    Up(stack::UpArgs),
    /// Stop a running `central up`
    Down,
    /// Say what runs, where, and how the election stands
    Status {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Take the station logs in (one of any number of instances)
    Intake,
    /// Aggregate votes and check-ins into results (one of any number of instances)
    Aggregate,
    /// The counting key in the hands of trustees: split it, test the shares, join them
    Ceremony {
        #[command(subcommand)]
        command: ceremony::CeremonyCommand,
    },
    /// Make an election from its definition file
    Init {
        /// The definition (TOML).
        definition: PathBuf,
        /// Check the definition, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Import voters from a file: all rows, or none
    ImportRoll(import_roll::ImportRollArgs),
    /// Enrol a station: writes its package and prints the one-time code that opens it
    Enrol {
        /// Polling station id.
        station: StationId,
        /// Folder for the package; `packages` in the data folder if not given.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
        /// Enrol it although it is enrolled already: for a kiosk that replaces a lost or wiped one.
        #[arg(long)]
        again: bool,
        #[command(flatten)]
        why: sign_in::ByAndReason,
    },
    /// Revoke a station: what it has sent stands, nothing new is accepted
    Revoke {
        /// Polling station id.
        station: StationId,
        #[command(flatten)]
        why: sign_in::ByAndReason,
    },
    /// What becomes of a station's log that cannot be counted as it is: ruled by two officials
    Ruling {
        #[command(subcommand)]
        command: ruling::RulingCommand,
    },
    /// Officials: who decides, and who looks on
    Official {
        #[command(subcommand)]
        command: accreditation::OfficialCommand,
    },
    /// Candidates: submit, accredit, reject, withdraw
    Candidate {
        #[command(subcommand)]
        command: accreditation::CandidateCommand,
    },
    /// Parties
    Party {
        #[command(subcommand)]
        command: accreditation::PartyCommand,
    },
    /// Revise the definition by a whole file that may follow it
    Revise(accreditation::ReviseArgs),
    /// Registrations that wait for a decision
    Registration {
        #[command(subcommand)]
        command: adjudication::RegistrationCommand,
    },
    /// Provisional ballots: released or rejected by two officials
    Provisional {
        #[command(subcommand)]
        command: adjudication::ProvisionalCommand,
    },
    /// Refused messages
    Quarantine {
        #[command(subcommand)]
        command: integrity::QuarantineCommand,
    },
    /// Incidents
    Incident {
        #[command(subcommand)]
        command: integrity::IncidentCommand,
    },
    /// List what officials decided, newest first
    Decisions(accreditation::DecisionsArgs),
    /// Take in the log of a station that came in a file, and write the answer that goes back to it
    ImportSegments {
        /// The file that a kiosk wrote.
        file: PathBuf,
        /// Wait until everything is taken in, and write receipts, roll and definition to this file.
        #[arg(long, value_name = "FILE")]
        answer: Option<PathBuf>,
    },
    /// Close the election, and open what is still sealed; again, to open what has come since
    Close(sign_in::ByAndReason),
    /// Certify the results: one official proposes, another confirms with the same command
    Certify(adjudication::CertifyArgs),
    /// Say in which station's log a tracking code is, and whether its ballot was counted
    Code {
        /// The code, as the voter has it.
        code: String,
    },
    /// Print the results
    Results(show::ResultsArgs),
    /// Write the results as signed files for everybody: NIST SP 1500-100, CSV, JSON and a page
    Publish(publish::PublishArgs),
    /// Show a live board in the terminal
    Watch {
        /// Print one frame and end.
        #[arg(long)]
        once: bool,
    },
    /// Check the data: chains, references, reconciliation, streaming tally = SQL tally
    Check {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Replay recorded ballots through real stations: a logic-and-accuracy test
    Replay(rehearse::ReplayArgs),
    /// Let a generated electorate live an election day, with outages and all that happens at stations
    Simulate(rehearse::SimulateArgs),
    /// Make totals and derived topics again in a new epoch, and say what differed from the station logs
    Rebuild {
        /// Only say what differs.
        #[arg(long)]
        dry_run: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Count again from nothing but the station logs, and compare with what is published
    Recount {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say which settings hold, and where each comes from
    Config {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print what a shell needs to complete commands and options
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages
    Manual {
        /// Folder for the pages.
        folder: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    District,
    Station,
}

/// Runs the command line and returns its exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr(log_level(cli.place.verbose));
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::other(format!("the async runtime cannot start: {error}")).report(),
    };
    let outcome = runtime.block_on(run(cli));
    // A blocking Kafka call may still be waiting; nobody needs its answer any more.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    let code = match outcome {
        Ok(code) => code,
        Err(failure) => return failure.report(),
    };
    match crate::output::end() {
        None => code,
        Some(error) => Failure::other(error).report(),
    }
}

async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let place = cli.place;
    match cli.command {
        Command::Up(args) => stack::up(&place, args).await,
        Command::Down => stack::down(&place).await,
        Command::Status { json } => status::status(&place, json).await,
        Command::Intake => serve::intake(&place).await,
        Command::Aggregate => serve::aggregate(&place).await,
        Command::Ceremony { command } => ceremony::ceremony(&place, command),
        Command::Init { definition, dry_run } => officials::init(&place, &definition, dry_run).await,
        Command::ImportRoll(args) => import_roll::import_roll(&place, &args).await,
        Command::Enrol {
            station,
            out,
            again,
            why,
        } => officials::enrol(&place, &station, out, again, &why).await,
        Command::Revoke { station, why } => officials::revoke(&place, &station, &why).await,
        Command::Ruling { command } => ruling::ruling(&place, command).await,
        Command::Official { command } => accreditation::official(&place, command).await,
        Command::Candidate { command } => accreditation::candidate(&place, command).await,
        Command::Party { command } => accreditation::party(&place, command).await,
        Command::Revise(args) => accreditation::revise(&place, &args).await,
        Command::Registration { command } => adjudication::registration(&place, command).await,
        Command::Provisional { command } => adjudication::provisional(&place, command).await,
        Command::Quarantine { command } => integrity::quarantine(&place, command).await,
        Command::Incident { command } => integrity::incident(&place, command).await,
        Command::Decisions(args) => accreditation::decisions(&place, &args).await,
        Command::Close(args) => officials::close(&place, &args).await,
        Command::Certify(args) => adjudication::certify(&place, &args).await,
        Command::ImportSegments { file, answer } => transfer::import_segments(&place, &file, answer).await,
        Command::Code { code } => code::code(&place, &code).await,
        Command::Results(args) => show::results(&place, &args).await,
        Command::Publish(args) => publish::run(&place, &args).await,
        Command::Watch { once } => show::watch(&place, once).await,
        Command::Check { json } => show::check(&place, json).await,
        Command::Replay(args) => rehearse::replay(&place, &args).await,
        Command::Simulate(args) => rehearse::simulate(&place, &args).await,
        Command::Recount { json } => show::recount(&place, json).await,
        Command::Rebuild { dry_run, json } => rebuild::rebuild(&place, dry_run, json).await,
        Command::Config { json } => config::config(&place, json),
        Command::Completions { shell } => Ok(manual::completions(shell)),
        Command::Manual { folder } => manual::manual(&folder),
    }
}

/// Prints an answer as indented JSON.
fn print_json<T: serde::Serialize>(answer: &T) -> Result<ExitCode, Failure> {
    let text = serde_json::to_string_pretty(answer).map_err(|e| Failure::other(e.to_string()))?;
    println!("{text}");
    Ok(ExitCode::SUCCESS)
}

/// What is logged, by how often `--verbose` was given.
fn log_level(verbose: u8) -> &'static str {
    match verbose {
        0 => "warn,pollstream_central=warn,pollstream_station=warn",
        1 => "warn,pollstream_central=info,pollstream_station=info",
        _ => "info,pollstream_central=debug,pollstream_station=debug",
    }
}

/// Logs go to standard error, so that standard output is the answer alone. `POLLSTREAM_LOG` overrides what
/// `default` says (directives of `tracing_subscriber::EnvFilter`).
pub fn log_to_stderr(default: &str) {
    use std::io::IsTerminal;
    let filter = std::env::var("POLLSTREAM_LOG").unwrap_or_else(|_| default.to_owned());
    let filter = tracing_subscriber::EnvFilter::try_new(&filter)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .log_internal_errors(false)
        .init();
}
