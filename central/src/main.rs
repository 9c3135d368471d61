//! The `central` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    pollstream_central::cli::main()
}
