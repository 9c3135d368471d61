//! publish: the results as signed files, and their verification.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Failure, Place};
use crate::publish::{PublishError, publish, verify};

#[derive(Debug, Args)]
pub(super) struct PublishArgs {
    /// The folder that the files are written to.
    folder: PathBuf,
    /// Write nothing: check that the folder holds what the authority signed.
    #[arg(long)]
    verify: bool,
}

pub(super) async fn run(place: &Place, args: &PublishArgs) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let store = settings.store().await?;
    let manifest = if args.verify {
        let election = store.election().await?;
        verify(
            &args.folder,
            &election.definition.definition.id,
            &election.authority,
        )?
    } else {
        publish(&store, &settings.keys().authority()?, &args.folder).await?
    };
    for file in &manifest.files {
        println!("{}  {}", file.sha256, file.file);
    }
    let said = if args.verify { "Verified" } else { "Published" };
    let (status, folder) = (manifest.publication.status.as_str(), args.folder.display());
    println!(
        "{said}: {} {status} results as of {} in {folder}",
        manifest.publication.election, manifest.publication.as_of
    );
    Ok(ExitCode::SUCCESS)
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Store(error) => error.into(),
            PublishError::Differs(_) | PublishError::Forged(_) => Failure::wrong(error.to_string()),
            other => Failure::other(other.to_string()),
        }
    }
}
