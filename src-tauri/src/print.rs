//! Printing without any dialog: to the queue that the settings name, through CUPS, or, where they name none, into a
//! folder of this kiosk. What a voter in the booth prints goes to a printer or nowhere: a file with a tracking code
//! and the time at which it was written would lead from a voter to a ballot.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::dto::error::CommandError;
use crate::dto::print::Printed;
use crate::failure::Answer;

/// CUPS' own program.
const LP: &str = "lp";
/// How long it may take to accept a page. Printing itself is not waited for.
const ACCEPTED_WITHIN: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(50);
/// What the queue calls each page: nothing of an election stands in a printer's list.
const TITLE: &str = "Pollstream";

/// Where pages go.
#[derive(Debug, Clone)]
pub(crate) struct Printing {
    queue: Option<String>,
    folder: PathBuf,
}

impl Printing {
    /// To this queue of CUPS; into a folder in the data folder without one.
    pub(crate) fn new(queue: Option<String>, data: &Path) -> Self {
        Printing {
            queue,
            folder: data.join("printed"),
        }
    }

    /// Whether there is a printer.
    pub(crate) fn has_printer(&self) -> bool {
        self.queue.is_some()
    }

    /// Prints a PDF.
    pub(crate) async fn print(&self, stem: &str, pdf: Vec<u8>) -> Answer<Printed> {
        let (here, stem) = (self.clone(), stem.to_owned());
        let done = tokio::task::spawn_blocking(move || match &here.queue {
            Some(queue) => send(LP, queue, &pdf).map(|()| Printed::Printer { name: queue.clone() }),
            None => here.file(&stem, &pdf),
        });
        done.await
            .map_err(|_| CommandError::retry("internal", "a task was cancelled"))?
    }

    /// Prints a PDF, or says that there is no printer.
    pub(crate) async fn print_on_paper(&self, pdf: Vec<u8>) -> Answer<()> {
        if !self.has_printer() {
            return Err(CommandError::refused("no_printer", "no printer is set up"));
        }
        self.print("", pdf).await.map(|_| ())
    }

    fn file(&self, stem: &str, pdf: &[u8]) -> Answer<Printed> {
        let file =
            crate::drives::write_new(&self.folder, stem, "pdf", pdf).map_err(|e| CommandError::file(&e))?;
        Ok(Printed::Folder {
            folder: self.folder.display().to_string(),
            file,
        })
    }
}

/// Hands a page to a queue. It goes through a pipe: nothing of it is written here.
fn send(lp: &str, queue: &str, pdf: &[u8]) -> Answer<()> {
    let failed = |why: String| {
        tracing::warn!(queue, why, "a page was not printed");
        CommandError::retry("printer", why).with("printer", queue)
    };
    let mut child = Command::new(lp)
        .args(["-s", "-d", queue, "-t", TITLE, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| failed(format!("{lp}: {e}")))?;
    // A program that has ended does not read: its own words say why.
    if let Some(mut pipe) = child.stdin.take() {
        pipe.write_all(pdf).ok();
    }
    let until = Instant::now() + ACCEPTED_WITHIN;
    while child.try_wait().map_err(|e| failed(e.to_string()))?.is_none() {
        if Instant::now() >= until {
            child.kill().ok();
            child.wait().ok();
            return Err(failed(format!("{lp} did not answer")));
        }
        std::thread::sleep(LOOK);
    }
    let output = child.wait_with_output().map_err(|e| failed(e.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn without_a_printer_the_desk_prints_into_a_folder_and_the_booth_nowhere() {
        let data = tempfile::tempdir().unwrap();
        let printing = Printing::new(None, data.path());
        let first = printing.print("zero-report", b"%PDF-1".to_vec()).await.unwrap();
        let again = printing.print("zero-report", b"%PDF-2".to_vec()).await.unwrap();
        assert_ne!(first, again, "nothing is written over");
        let Printed::Folder { folder, file } = again else {
            panic!("{again:?}");
        };
        assert_eq!(std::fs::read(Path::new(&folder).join(file)).unwrap(), b"%PDF-2");
        let refused = printing.print_on_paper(b"%PDF-".to_vec()).await.unwrap_err();
        assert_eq!(refused.code, "no_printer");
        assert_eq!(
            std::fs::read_dir(folder).unwrap().count(),
            2,
            "the booth left nothing"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_page_goes_through_the_pipe_and_what_the_queue_says_is_told() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let program = |name: &str, script: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
            path.display().to_string()
        };
        let page = folder.path().join("page");
        let lp = program(
            "lp",
            &format!("echo \"$@\" > {0}.words; cat > {0}", page.display()),
        );
        send(&lp, "booth", b"%PDF-page").unwrap();
        assert_eq!(std::fs::read(&page).unwrap(), b"%PDF-page");
        let words = std::fs::read_to_string(page.with_extension("words")).unwrap();
        assert_eq!(words.trim(), "-s -d booth -t Pollstream -");
        let refuses = program("refuses", "echo 'unknown destination' >&2; exit 1");
        let error = send(&refuses, "booth", &vec![0; 1 << 20]).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.detail.as_str()),
            ("printer", "unknown destination")
        );
        assert_eq!(send("/nowhere/lp", "booth", b"").unwrap_err().code, "printer");
    }
}
