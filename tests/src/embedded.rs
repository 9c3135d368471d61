//! The embedded default: `central up` with servers of its own, for tests that stop and start them.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use pollstream_central::embedded::{Running, throwaway_dir};
use serde_json::Value;

use crate::election::{ELECTION_ID, Rules, VOTERS, definition, roll};
use crate::{Process, central_command, succeeded, wait_for};

/// A data folder that Postgres' own user may enter, and the commands on it. No server is named anywhere.
pub struct Embedded {
    data: PathBuf,
    beside: tempfile::TempDir,
}

impl Default for Embedded {
    fn default() -> Self {
        Self::new()
    }
}

impl Embedded {
    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// A folder in which nothing was started yet.
    pub fn new() -> Self {
        Embedded {
            data: throwaway_dir().expect("a folder"),
            beside: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// `central` with this data folder.
    pub fn central(&self, arguments: &[&str]) -> Command {
        central_command(&self.data, arguments, "TERM")
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.central(arguments).output().expect("central")
    }

    /// Runs a command that must succeed and returns its standard output.
    pub fn done(&self, arguments: &[&str]) -> String {
        succeeded(arguments, &self.run(arguments))
    }

    /// Runs a command that must succeed and print JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(arguments)).expect("JSON")
    }

    /// Starts `up` and waits until it says that central runs.
    pub fn up(&self, more: &[&str]) -> Process {
        let file = |name: &str| Stdio::from(File::create(self.beside(name)).expect("a file"));
        let mut command = self.central(&[&["up"], more].concat());
        command.stdout(file("out")).stderr(file("err"));
        let mut up = Process::start("up", command);
        wait_for("central to run", || {
            assert!(up.is_alive(), "central up ended:\n{}", self.errors());
            std::fs::read_to_string(self.beside("out"))
                .expect("its output")
                .contains("Central runs")
                .then_some(())
        });
        up
    }

    /// A file beside the folder: a throwaway folder goes when `up` ends. `out` and `err` are what `up` said.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.beside.path().join(name)
    }

    /// What `up` said on standard error.
    pub fn errors(&self) -> String {
        std::fs::read_to_string(self.beside("err")).expect("what it said")
    }

    /// Its run file.
    pub fn running(&self) -> Running {
        Running::read(&self.data)
            .expect("the run file")
            .expect("a run file")
    }

    /// Makes the election of [`definition`] and imports its roll.
    pub fn make_election(&self, rules: Rules) {
        for (name, content) in [
            ("definition.toml", definition(ELECTION_ID, rules)),
            ("roll.csv", roll(VOTERS)),
        ] {
            std::fs::write(self.beside(name), content).expect("a file");
        }
        self.done(&["init", &self.beside("definition.toml").display().to_string()]);
        self.done(&["import-roll", &self.beside("roll.csv").display().to_string()]);
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.data);
    }
}
