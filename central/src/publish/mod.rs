//! `central publish`: the results as files for everybody, all of one moment: NIST SP 1500-100 in XML and JSON, our own
//! JSON and CSV, and a page that needs no server. Each is signed by the authority; a manifest lists them.

mod cdf;
mod page;
mod tree;

use std::path::{Path, PathBuf};
use std::{fs, io};

use data_encoding::{BASE64, HEXLOWER};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::events::ResultsStatus;
use pollstream_protocol::ids::ElectionId;
use pollstream_protocol::signed::{Context, SigningKey, VerifyingKey, check_signature, signature};
use pollstream_protocol::tally::ContestTally;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::results::{Breakdown, ElectionResults, assemble};
use crate::store::results::{Counts, Tallies, differences, digest_of};
use crate::store::{Store, StoreError};

/// Why nothing was published.
#[derive(Debug, Error)]
pub enum PublishError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The two ways of counting disagree: nothing is published that is not known to be right.
    #[error("the streaming totals differ from the SQL tally: {0}; see `central check`, then publish again")]
    Differs(String),
    /// A file.
    #[error("{path} cannot be written: {source}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: io::Error,
    },
    /// A file that is to be verified.
    #[error("{path} cannot be read: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: io::Error,
    },
    /// The content cannot be put into its format.
    #[error("the {0} file cannot be made: {1}")]
    Format(&'static str, String),
    /// A file that was published is not what was signed.
    #[error("{0} is not what the authority signed")]
    Forged(PathBuf),
}

/// What every file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The election.
    pub election: ElectionId,
    /// Its title.
    pub title: String,
    /// How final.
    pub status: ResultsStatus,
    /// When the counts were read, where the election is.
    pub as_of: String,
    /// Version of the definition.
    pub version: u32,
    /// SHA-256 of the totals of every place that are shown, hexadecimal; with nothing held back, what a certification
    /// names. A digest that covered what is held back would tell it to whoever tries the few possibilities.
    pub digest: String,
    /// The authority's public key, hexadecimal.
    pub authority: String,
    /// What made it.
    pub made_by: String,
}

/// One file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Its name.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// The authority's Ed25519 signature over `pollstream/1 publication`, a zero byte and the file; base64.
    pub signature: String,
}

/// The list of all files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What every file says of itself.
    #[serde(flatten)]
    pub publication: Publication,
    /// The files.
    pub files: Vec<Published>,
}

/// Reads the results at one moment and writes every file. Returns the manifest.
pub async fn publish(store: &Store, key: &SigningKey, folder: &Path) -> Result<Manifest, PublishError> {
    let election = store.election().await?;
    let counts = store.counts().await?;
    if let [first, ..] = differences(&counts.streaming, &counts.sql).as_slice() {
        return Err(PublishError::Differs(first.clone()));
    }
    let definition = &election.definition.definition;
    let files = render(
        definition,
        election.definition.version,
        &counts,
        Timestamp::now(),
        key,
    )?;
    write(folder, &files, key)
}

/// The files of a publication.
struct Files {
    publication: Publication,
    files: Vec<(String, Vec<u8>)>,
}

fn render(
    definition: &ElectionDefinition,
    version: u32,
    counts: &Counts,
    now: Timestamp,
    key: &SigningKey,
) -> Result<Files, PublishError> {
    let zone = TimeZone::get(&definition.time_zone).unwrap_or(TimeZone::UTC);
    let publication = Publication {
        election: definition.id.clone(),
        title: definition.title.clone(),
        status: counts.state.results,
        as_of: now.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        version,
        digest: HEXLOWER.encode(&digest_of(shown(counts))),
        authority: HEXLOWER.encode(key.verifying_key().as_bytes()),
        made_by: format!("Pollstream {}", env!("CARGO_PKG_VERSION")),
    };
    let results = |by| assemble(definition, counts, by, now);
    let (stations, districts) = (
        results(Some(Breakdown::Station)),
        results(Some(Breakdown::District)),
    );
    let report = cdf::report(definition, &publication, &districts, &stations);
    let id = &definition.id;
    let files = vec![
        (
            format!("{id}-results.json"),
            json(&OwnJson {
                publication: &publication,
                results: &stations,
            })?,
        ),
        (format!("{id}-results.csv"), own_csv(&publication, &stations)?),
        (format!("{id}-nist-1500-100.json"), json(&report.to_json())?),
        (format!("{id}-nist-1500-100.xml"), report.to_xml().into_bytes()),
        (
            format!("{id}-results.html"),
            page::page(definition, &publication, &districts).into_bytes(),
        ),
        (format!("{id}-update.js"), page::UPDATE.as_bytes().to_vec()),
    ];
    Ok(Files { publication, files })
}

fn json(what: &impl Serialize) -> Result<Vec<u8>, PublishError> {
    serde_json::to_vec_pretty(what).map_err(|e| PublishError::Format("JSON", e.to_string()))
}

/// The totals without what is held back.
fn shown(counts: &Counts) -> Tallies {
    let nothing = ContestTally::default();
    let held_back = |cell| counts.hidden.get(cell).unwrap_or(&nothing);
    let totals = counts.sql.iter();
    totals
        .map(|(cell, tally)| (cell.clone(), tally.without(held_back(cell))))
        .collect()
}

#[derive(Serialize)]
struct OwnJson<'a> {
    publication: &'a Publication,
    #[serde(flatten)]
    results: &'a ElectionResults,
}

/// The results' own CSV; what the file says of itself comes first, in the same columns.
fn own_csv(publication: &Publication, results: &ElectionResults) -> Result<Vec<u8>, PublishError> {
    let broken = |e: csv::Error| PublishError::Format("CSV", e.to_string());
    let csv = results.to_csv().map_err(broken)?;
    let (header, rows) = csv.split_once('\n').unwrap_or((&csv, ""));
    let mut own = csv::Writer::from_writer(Vec::new());
    let said = [
        ("election", publication.election.to_string()),
        ("status", publication.status.as_str().to_owned()),
        ("as_of", publication.as_of.clone()),
        ("definition_version", publication.version.to_string()),
        ("digest", publication.digest.clone()),
    ];
    for (kind, value) in said {
        own.write_record(["", &publication.title, kind, "", "", "", "", "", &value, ""])
            .map_err(broken)?;
    }
    let own = own
        .into_inner()
        .map_err(|e| PublishError::Format("CSV", e.to_string()))?;
    Ok([header.as_bytes(), b"\n", &own, rows.as_bytes()].concat())
}

/// Writes every file under another name first: nobody who reads the folder finds half of one. The manifest comes
/// last.
fn write(folder: &Path, files: &Files, key: &SigningKey) -> Result<Manifest, PublishError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| PublishError::Write { path, source }
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let put = |name: &str, bytes: &[u8]| -> Result<(), PublishError> {
        let (path, half) = (folder.join(name), folder.join(format!(".{name}.part")));
        fs::write(&half, bytes).map_err(failed(&half))?;
        fs::rename(&half, &path).map_err(failed(&path))
    };
    let mut published = Vec::new();
    for (name, bytes) in &files.files {
        put(name, bytes)?;
        published.push(Published {
            file: name.clone(),
            bytes: bytes.len() as u64,
            sha256: HEXLOWER.encode(&Sha256::digest(bytes)),
            signature: BASE64.encode(&signature(Context::Publication, bytes, key)),
        });
    }
    let manifest = Manifest {
        publication: files.publication.clone(),
        files: published,
    };
    let bytes = json(&manifest)?;
    let name = manifest_name(&files.publication.election);
    put(
        &format!("{name}.sig"),
        BASE64
            .encode(&signature(Context::Publication, &bytes, key))
            .as_bytes(),
    )?;
    put(&name, &bytes)?;
    Ok(manifest)
}

fn manifest_name(election: &ElectionId) -> String {
    format!("{election}-manifest.json")
}

/// Checks that a folder holds what the authority signed.
pub fn verify(folder: &Path, election: &ElectionId, key: &VerifyingKey) -> Result<Manifest, PublishError> {
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).map_err(|source| PublishError::Read { path, source })
    };
    let holds = |bytes: &[u8], text: &[u8]| {
        let signature = BASE64.decode(text.trim_ascii()).ok();
        let signature: Option<[u8; 64]> = signature.and_then(|s| s.try_into().ok());
        signature.is_some_and(|s| check_signature(Context::Publication, bytes, &s, key).is_ok())
    };
    let name = manifest_name(election);
    let bytes = read(&name)?;
    if !holds(&bytes, &read(&format!("{name}.sig"))?) {
        return Err(PublishError::Forged(folder.join(&name)));
    }
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|e| PublishError::Format("manifest", e.to_string()))?;
    for file in &manifest.files {
        if !holds(&read(&file.file)?, file.signature.as_bytes()) {
            return Err(PublishError::Forged(folder.join(&file.file)));
        }
    }
    Ok(manifest)
}

#[cfg(test)]
mod tests;
