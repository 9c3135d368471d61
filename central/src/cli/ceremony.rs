//! ceremony: the counting key, held by trustees in shares.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use data_encoding::HEXLOWER;
use pollstream_protocol::seal::CountingKey;
use zeroize::Zeroizing;

use super::{Failure, Place};
use crate::ceremony::{self, Share};
use crate::keys::{KeyFolder, write_private};

#[derive(Debug, Subcommand)]
pub(super) enum CeremonyCommand {
    /// Split the counting key among trustees: writes one share for each into a file of its own
    Split(SplitArgs),
    /// Join shares in memory and say whether they give the key; writes nothing
    Test(SharesArgs),
    /// Join shares and write the key into the data folder
    Join(SharesArgs),
}

#[derive(Debug, Args)]
pub(super) struct SplitArgs {
    /// Trustees: one share each.
    #[arg(long, value_name = "NUMBER")]
    trustees: u8,
    /// How many of them are needed.
    #[arg(long, value_name = "NUMBER")]
    needed: u8,
    /// Folder for the shares; made if it does not exist.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct SharesArgs {
    /// Files with shares, one a line.
    #[arg(required = true)]
    shares: Vec<PathBuf>,
}

pub(super) fn ceremony(place: &Place, command: CeremonyCommand) -> Result<ExitCode, Failure> {
    match command {
        CeremonyCommand::Split(args) => split(place, &args),
        CeremonyCommand::Test(args) => {
            let secret = joined(&args.shares)?;
            println!("The shares give the counting key {}", name(&secret));
            Ok(ExitCode::SUCCESS)
        }
        CeremonyCommand::Join(args) => {
            let secret = joined(&args.shares)?;
            let path = KeyFolder::of(&place.data()).put_counting(&secret)?;
            println!("The counting key {} is in {}", name(&secret), path.display());
            println!("Take it away when it is no longer needed.");
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn split(place: &Place, args: &SplitArgs) -> Result<ExitCode, Failure> {
    let secret = KeyFolder::of(&place.data()).counting()?.to_bytes();
    let made = ceremony::split(&secret, args.needed, args.trustees, &mut rand::rng())
        .map_err(|e| Failure::refused(e.to_string()))?;
    fs::create_dir_all(&args.out).map_err(|e| at(&args.out, &e))?;
    for share in &made {
        let path = args.out.join(format!("counting-{}.share", share.number()));
        let line = Zeroizing::new(format!("{}\n", *share.to_line()));
        write_private(&path, line.as_bytes()).map_err(|e| at(&path, &e))?;
        println!("{}", path.display());
    }
    println!(
        "{} of these {} files give the counting key back. Give each to its trustee, and leave none here. Test them \
         together with `central ceremony test`; then take counting.key away.",
        args.needed, args.trustees
    );
    Ok(ExitCode::SUCCESS)
}

/// Reads shares from files and joins them.
fn joined(files: &[PathBuf]) -> Result<Zeroizing<[u8; 32]>, Failure> {
    let mut all: Vec<Share> = Vec::new();
    for path in files {
        let text = Zeroizing::new(fs::read_to_string(path).map_err(|e| at(path, &e))?);
        let read = ceremony::read(&text).map_err(|e| Failure::refused(format!("{}: {e}", path.display())))?;
        all.extend(read);
    }
    ceremony::join(&all).map_err(|e| Failure::refused(e.to_string()))
}

/// The key's public half, by which everybody knows it.
fn name(secret: &[u8; 32]) -> String {
    let key = CountingKey::from_bytes(secret);
    key.map_or_else(|_| String::new(), |key| HEXLOWER.encode(&key.public().to_bytes()))
}

fn at(path: &Path, error: &std::io::Error) -> Failure {
    Failure::refused(format!("{}: {error}", path.display()))
}
