//! A screen that nobody sees (Xvfb), and a hand at its keyboard (xdotool).

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::{Process, text};

/// An X server of its own.
pub struct Screen {
    display: String,
    _xvfb: Process,
}

impl Screen {
    /// A screen of this many pixels.
    pub fn new(width: u32, height: u32) -> Self {
        let size = format!("{width}x{height}x24");
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", "Xvfb", "-displayfd", "1"])
            // By default it starts anew when its last client leaves, and refuses who comes meanwhile: the hand
            // comes and goes before the window is there.
            .args(["-screen", "0", &size, "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut xvfb = Process::start("Xvfb", command);
        let mut number = String::new();
        BufReader::new(xvfb.stdout())
            .read_line(&mut number)
            .expect("the number of the display");
        Screen {
            display: format!(":{}", number.trim()),
            _xvfb: xvfb,
        }
    }

    /// What `DISPLAY` must be for programs on this screen.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Lets the hand do something; what `xdotool` answers, if it could.
    pub fn hand(&self, arguments: &[&str]) -> Option<String> {
        let mut command = Command::new("xdotool");
        let output = command.env("DISPLAY", &self.display).args(arguments).output();
        let output = output.expect("xdotool (scripts/setup tests installs it)");
        output
            .status
            .success()
            .then(|| text(&output.stdout).trim().to_owned())
    }
}
