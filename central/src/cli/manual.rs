//! completions, manual: what a shell and `man` are told of this program.

use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Failure};

pub(super) fn completions(shell: Shell) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "central", &mut script);
    print!("{}", String::from_utf8_lossy(&script));
    ExitCode::SUCCESS
}

/// One page for the program and one for each command.
pub(super) fn manual(folder: &Path) -> Result<ExitCode, Failure> {
    let failed = |error| Failure::other(format!("{}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(failed)?;
    println!("The pages are in {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page() {
        let folder = tempfile::tempdir().expect("a folder");
        manual(folder.path()).expect("the pages");
        for command in Cli::command().get_subcommands() {
            let page = folder.path().join(format!("central-{}.1", command.get_name()));
            assert!(page.exists(), "{}", page.display());
        }
    }

    #[test]
    fn every_shell_completes_every_command() {
        for shell in [
            Shell::Bash,
            Shell::Zsh,
            Shell::Fish,
            Shell::PowerShell,
            Shell::Elvish,
        ] {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "central", &mut script);
            let script = String::from_utf8(script).expect("text");
            assert!(script.contains("import-roll"), "{shell}");
        }
    }
}
