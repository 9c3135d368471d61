//! Where a kiosk stands: a monitor, a window manager, a desktop session with or without a keyring, and the program as
//! its package installs it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pollstream_tests::screen::Screen;
use pollstream_tests::window::{Desktop, Session};
use pollstream_tests::{Process, signal};

use super::tree::{Area, Tree};

/// Names the installed program: `scripts/package --then` sets it.
const PROGRAM: &str = "POLLSTREAM_RELEASE_KIOSK";

/// The program of the package.
fn program() -> PathBuf {
    let path = std::env::var_os(PROGRAM).map(PathBuf::from);
    let path = path.unwrap_or_else(|| {
        panic!(
            "{PROGRAM} names no program: `scripts/package --then COMMAND` builds the package, installs it and runs \
             COMMAND with it"
        )
    });
    assert!(
        path.exists(),
        "{PROGRAM} names {}, which is not there",
        path.display()
    );
    path
}

/// A machine that is switched on.
pub(super) struct Place {
    pub(super) screen: Screen,
    pub(super) tree: Tree,
    /// All of its monitor.
    pub(super) monitor: Area,
    desktop: Desktop,
    home: tempfile::TempDir,
    _windows: Process,
}

impl Place {
    /// A monitor of this many pixels, and a session on it in which a screen reader may listen.
    pub(super) async fn new((width, height): (i32, i32), session: Session<'_>) -> Self {
        let screen = Screen::new(width.unsigned_abs(), height.unsigned_abs());
        let desktop = Desktop::start_on(session, screen.display()).await;
        let mut openbox = Command::new("setpriv");
        openbox
            .args(["--pdeathsig", "KILL", "openbox", "--sm-disable"])
            .env("DISPLAY", screen.display())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let windows = Process::start("openbox", openbox);
        let tree = Tree::connect(desktop.bus()).await;
        let (x, y) = (0, 0);
        Place {
            screen,
            tree,
            monitor: Area { x, y, width, height },
            desktop,
            home: tempfile::tempdir().expect("a folder"),
            _windows: windows,
        }
    }

    /// Starts the program here, in an environment without any setting of it.
    pub(super) fn start(&self, data: &Path, arguments: &[&str]) -> Process {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL"]).arg(program());
        command.arg("--data").arg(data).args(arguments);
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("POLLSTREAM_") || name.starts_with("LC_") || name == "LANGUAGE" {
                command.env_remove(&*name);
            }
        }
        let log = File::options().create(true).append(true).open(self.log());
        command
            .env("DISPLAY", self.screen.display())
            .env("DBUS_SESSION_BUS_ADDRESS", self.desktop.bus())
            .env("XDG_RUNTIME_DIR", self.desktop.runtime())
            .env("HOME", self.home.path())
            .env("LANG", "C.UTF-8")
            .env("GDK_BACKEND", "x11")
            .env_remove("NO_AT_BRIDGE")
            .stderr(log.expect("a file for its log"));
        Process::start("pollstream-kiosk", command)
    }

    fn log(&self) -> PathBuf {
        self.home.path().join("kiosk.log")
    }

    /// What the program has written on standard error.
    pub(super) fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }
}

/// Ends a program as a power cut would, and waits until it is gone.
pub(super) fn cut(program: Process) {
    program.kill_9();
}

/// Asks the program to end, as the system does when it is shut down.
pub(super) fn end(program: Process) {
    signal("TERM", program.pid());
    assert_eq!(
        program.ended(),
        0,
        "the program ends well when the system asks it to"
    );
}
