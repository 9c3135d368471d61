//! Kafka's jars: found where they are, or fetched with Maven once.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::child::{Failure, Launch, Nursery, Signal};
use super::error::{EmbeddedError, cannot};
use super::paths;

/// The Kafka that the pom names.
pub(super) const VERSION: &str = "4.3.1";
const POM: &str = include_str!("kafka-pom.xml");
/// Jars without which there is no broker; other Kafkas than ours may bring other versions of them.
const NEEDED: [&str; 3] = ["kafka_2.13-", "kafka-clients-", "log4j-core-"];
/// How the folders are called that Maven works in.
const WORK: &str = ".pollstream-fetch-";
/// How long Maven gets: 45 MB over a slow line.
const FETCH_BOUND: Duration = Duration::from_mins(15);

/// The folder with Kafka's jars, absolute. Fetches them if it is empty or absent, which `tell` is told.
pub(super) async fn ensure(
    named: Option<PathBuf>,
    nursery: &Nursery,
    tell: impl Fn(String),
) -> Result<PathBuf, EmbeddedError> {
    let folder = named.unwrap_or_else(|| paths::cache_dir().join(format!("kafka-{VERSION}")));
    let folder = std::path::absolute(&folder).map_err(cannot("find", folder))?;
    if is_complete(&folder)? {
        return Ok(folder);
    }
    let Some(maven) = paths::find_program("mvn") else {
        return Err(EmbeddedError::NoMaven { jars: folder });
    };
    let parent = folder.parent().unwrap_or(&folder).to_path_buf();
    fs::create_dir_all(&parent).map_err(cannot("create", &parent))?;
    // Two that fetch at a time would also meet in Maven's own cache, which is not made for that.
    let mut lock = folder.clone().into_os_string();
    lock.push(".lock");
    let _turn = take_turn(lock.into()).await?;
    if !is_complete(&folder)? {
        tell(format!(
            "fetching Kafka {VERSION} with Maven into {} (45 MB, once)",
            folder.display()
        ));
        fetch(maven, &parent, &folder, nursery).await?;
    }
    Ok(folder)
}

/// True if Kafka is there, false if nothing is.
fn is_complete(folder: &Path) -> Result<bool, EmbeddedError> {
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(cannot("read", folder)(error)),
    };
    let names: Vec<String> = listing
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into())
        .collect();
    if names.is_empty() {
        return Ok(false);
    }
    let has = |start: &str| names.iter().any(|name| name.starts_with(start) && is_jar(name));
    match NEEDED.into_iter().find(|start| !has(start)) {
        Some(missing) => Err(EmbeddedError::NotKafka {
            jars: folder.to_path_buf(),
            missing,
        }),
        None => Ok(true),
    }
}

fn is_jar(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "jar")
}

async fn take_turn(path: PathBuf) -> Result<File, EmbeddedError> {
    let lock = move || {
        let file = File::create(&path).map_err(cannot("create", &path))?;
        file.lock().map_err(cannot("lock", &path))?;
        Ok(file)
    };
    tokio::task::spawn_blocking(lock)
        .await
        .map_err(|e| EmbeddedError::Defect(e.to_string()))?
}

/// Removes what a fetch that was killed left behind. Called by whoever has the turn.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(WORK) {
            // Best effort: it only takes room.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Fetches beside the folder and renames, so that the folder is never half full.
async fn fetch(maven: PathBuf, parent: &Path, folder: &Path, nursery: &Nursery) -> Result<(), EmbeddedError> {
    sweep(parent);
    let work = tempfile::Builder::new()
        .prefix(WORK)
        .tempdir_in(parent)
        .map_err(cannot("write in", parent))?;
    let pom = work.path().join("pom.xml");
    fs::write(&pom, POM).map_err(cannot("write", &pom))?;
    let fetched = work.path().join("jars");
    let mut output_directory = OsString::from("-DoutputDirectory=");
    output_directory.push(&fetched);
    let mut args: Vec<OsString> = ["-q", "-B", "-Dstyle.color=never", "-f"]
        .map(OsString::from)
        .into();
    args.extend([
        pom.into(),
        "dependency:copy-dependencies".into(),
        "-DincludeScope=runtime".into(),
    ]);
    args.push(output_directory);
    let launch = Launch {
        program: maven,
        args,
        dir: work.path().to_path_buf(),
        log: work.path().join("maven.log"),
        pid_file: work.path().join("maven.pid"),
        user: None,
        stop: Signal::Term,
    };
    let failed = |Failure { status, tail }| EmbeddedError::Maven {
        jars: folder.to_path_buf(),
        status,
        tail,
    };
    nursery.run(launch, FETCH_BOUND).await?.map_err(failed)?;
    if !is_complete(&fetched)? {
        return Err(failed(Failure {
            status: "it fetched nothing".to_owned(),
            tail: String::new(),
        }));
    }
    fs::rename(&fetched, folder).map_err(cannot("create", folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            fs::write(folder.path().join(name), "").unwrap();
        }
        folder
    }

    #[test]
    fn a_folder_is_complete_or_empty_or_refused() {
        let complete = folder_with(&[
            "kafka_2.13-4.3.1.jar",
            "kafka-clients-4.3.1.jar",
            "log4j-core-2.25.4.jar",
        ]);
        assert!(is_complete(complete.path()).unwrap());
        assert!(!is_complete(folder_with(&[]).path()).unwrap());
        assert!(!is_complete(&complete.path().join("absent")).unwrap());
        let half = folder_with(&[
            "kafka_2.13-4.3.1.jar",
            "kafka-clients-4.3.1.jar.part",
            "log4j-core-2.25.4.jar",
        ]);
        let error = is_complete(half.path()).unwrap_err();
        assert!(
            matches!(
                error,
                EmbeddedError::NotKafka {
                    missing: "kafka-clients-",
                    ..
                }
            ),
            "{error}"
        );
    }

    #[tokio::test]
    async fn jars_that_are_there_are_taken_as_they_are() {
        let jars = folder_with(&[
            "kafka_2.13-4.2.0.jar",
            "kafka-clients-4.2.0.jar",
            "log4j-core-2.25.4.jar",
        ]);
        let nursery = Nursery::open().unwrap();
        let found = ensure(Some(jars.path().to_path_buf()), &nursery, |_| {
            panic!("nothing to fetch")
        })
        .await
        .unwrap();
        assert_eq!(found, jars.path());
    }

    #[test]
    fn the_pom_names_the_version_that_the_folder_is_called_after() {
        assert_eq!(POM.matches(&format!("<version>{VERSION}</version>")).count(), 2);
    }
}
