//! The file of recorded ballots that a rehearsal is given, and how it is to be read.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Failure;
use super::import_roll::encoding;
use crate::deck::{Deck, DeckOptions, Meaning, Profile, said_key};
use crate::table::{Encoding, TableOptions};

#[derive(Debug, Args)]
pub(super) struct DeckArgs {
    /// Recorded ballots: CSV with a precinct, one column for each rank, and a count.
    ballots: PathBuf,
    /// How the vendor's system writes ballots.
    #[arg(long, value_enum, default_value_t = ProfileArg::Plain)]
    profile: ProfileArg,
    /// What a label stands for that may be a candidate and may be none; may be repeated.
    #[arg(long = "label", value_name = "LABEL=undervote|overvote|write-in|candidate", value_parser = label)]
    labels: Vec<(String, Meaning)>,
    /// How the file is encoded, if it is neither UTF-8 nor UTF-16.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static Encoding>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ProfileArg {
    /// One name in a cell.
    Plain,
    /// Names on lines of their own within a cell are an overvote.
    Ess,
}

fn label(text: &str) -> Result<(String, Meaning), String> {
    let (label, meaning) = text
        .rsplit_once('=')
        .ok_or("LABEL=MEANING is expected, e.g. VOID=undervote")?;
    let meaning = Meaning::named(meaning)
        .ok_or_else(|| format!("`{meaning}` is not undervote, overvote, write-in or candidate"))?;
    Ok((said_key(label), meaning))
}

impl DeckArgs {
    /// Reads the deck. The file's name is its title if none is given.
    pub(super) fn read(&self, title: Option<&str>, min_batch: u32) -> Result<Deck, Failure> {
        let named = |e: &dyn std::fmt::Display| Failure::refused(format!("{}: {e}", self.ballots.display()));
        let bytes = std::fs::read(&self.ballots).map_err(|e| named(&e))?;
        let stem = self
            .ballots
            .file_stem()
            .map_or_else(|| "test-deck".into(), |s| s.to_string_lossy());
        let options = DeckOptions {
            table: TableOptions {
                encoding: self.encoding,
            },
            profile: match self.profile {
                ProfileArg::Plain => Profile::Plain,
                ProfileArg::Ess => Profile::Ess,
            },
            said: self.labels.iter().cloned().collect(),
        };
        Deck::read(&bytes, title.unwrap_or(&stem), min_batch, &options).map_err(|e| named(&e))
    }
}
