//! Who decides: `--official ID`, and the passphrase from the environment or the terminal.

use std::io::IsTerminal;

use clap::Args;
use pollstream_protocol::ids::OfficialId;
use zeroize::Zeroizing;

use super::{Failure, Place};
use crate::admin::{self, Office, SignedIn};
use crate::store::Store;

/// Holds the passphrase of the official who decides.
const PASSPHRASE: &str = "POLLSTREAM_OFFICIAL_PASSPHRASE";
/// Holds the one-time code of somebody who was invited.
const ONE_TIME_CODE: &str = "POLLSTREAM_ONE_TIME_CODE";
/// Holds the passphrase that an official chooses.
const NEW_PASSPHRASE: &str = "POLLSTREAM_NEW_PASSPHRASE";

/// The official who decides.
#[derive(Debug, Args)]
pub(super) struct By {
    /// Who decides; the passphrase is asked for, or taken from `POLLSTREAM_OFFICIAL_PASSPHRASE`.
    #[arg(long, value_name = "ID", env = "POLLSTREAM_OFFICIAL")]
    official: OfficialId,
}

/// The official who decides, and why.
#[derive(Debug, Args)]
pub(super) struct Because {
    #[command(flatten)]
    pub(super) by: By,
    /// Why: kept with the decision, for ever and for everybody who audits it.
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
}

/// Who decides, and why, for what the holder of the authority's key may do alone while there are no officials.
#[derive(Debug, Args)]
pub(super) struct ByAndReason {
    /// The official who puts their name to it, as soon as there are officials; the passphrase is asked for.
    #[arg(long, value_name = "ID", env = "POLLSTREAM_OFFICIAL")]
    official: Option<OfficialId>,
    /// Why: kept with the decision, for ever and for everybody who audits it.
    #[arg(long, value_name = "TEXT", default_value = "as planned")]
    pub(super) reason: String,
}

impl ByAndReason {
    /// Signs the official in who was named, if one was.
    pub(super) async fn sign_in(&self, store: &Store) -> Result<Option<SignedIn>, Failure> {
        let Some(official) = &self.official else {
            return Ok(None);
        };
        let passphrase = passphrase(PASSPHRASE, &format!("Passphrase of {official}: "))?;
        Ok(Some(admin::sign_in(store, official, &passphrase).await?))
    }

    /// The same with the official who has signed in.
    pub(super) fn why<'a>(&'a self, by: Option<&'a SignedIn>) -> admin::Why<'a> {
        admin::Why {
            by,
            reason: &self.reason,
        }
    }
}

impl By {
    /// Opens the office and signs the official in.
    pub(super) async fn sign_in(&self, place: &Place) -> Result<(Office, SignedIn), Failure> {
        let office = Office::open(&place.settings()?).await?;
        let signed_in = sign_in(&office, &self.official).await?;
        Ok((office, signed_in))
    }
}

impl By {
    /// Signs in whoever only looks: names and cases are shown to nobody else. Auditors may.
    pub(super) async fn look(&self, place: &Place) -> Result<Store, Failure> {
        let store = place.settings()?.store().await?;
        let passphrase = passphrase(PASSPHRASE, &format!("Passphrase of {}: ", self.official))?;
        admin::sign_in(&store, &self.official, &passphrase).await?;
        Ok(store)
    }
}

/// Signs an official in at an open office.
pub(super) async fn sign_in(office: &Office, official: &OfficialId) -> Result<SignedIn, Failure> {
    let passphrase = passphrase(PASSPHRASE, &format!("Passphrase of {official}: "))?;
    Ok(admin::sign_in(office.store(), official, &passphrase).await?)
}

/// The one-time code of somebody who was invited.
pub(super) fn one_time_code(official: &OfficialId) -> Result<Zeroizing<String>, Failure> {
    passphrase(ONE_TIME_CODE, &format!("One-time code of {official}: "))
}

/// The passphrase that an official chooses: asked for twice.
pub(super) fn new_passphrase(official: &OfficialId) -> Result<Zeroizing<String>, Failure> {
    let first = passphrase(NEW_PASSPHRASE, &format!("New passphrase of {official}: "))?;
    if std::env::var_os(NEW_PASSPHRASE).is_none() {
        let second = passphrase(NEW_PASSPHRASE, "The same again: ")?;
        if first != second {
            return Err(Failure::refused(
                "the two passphrases differ; nothing was changed",
            ));
        }
    }
    Ok(first)
}

fn passphrase(variable: &str, prompt: &str) -> Result<Zeroizing<String>, Failure> {
    if let Ok(passphrase) = std::env::var(variable) {
        return Ok(Zeroizing::new(passphrase));
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::refused(format!(
            "there is no terminal to ask for a passphrase: set {variable}"
        )));
    }
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|e| Failure::other(format!("the passphrase cannot be read: {e}")))
}
