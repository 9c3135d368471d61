//! The kiosk's program in its real windows: on a screen of its own (Xvfb), driven through WebKit's WebDriver, as
//! `tauri-driver` does it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::screen::Screen;
use crate::{Process, drivable_program, eventually, signal, text};

/// WebKit's own driver, of Debian's `webkit2gtk-driver`.
const DRIVER: &str = "/usr/bin/WebKitWebDriver";
/// How long one try to open the kiosk's window may take.
const WINDOW_PATIENCE: Duration = Duration::from_mins(1);

/// The desktop session that a kiosk runs in.
#[derive(Debug, Clone, Copy)]
pub enum Session<'a> {
    /// A D-Bus session and nothing more.
    Bare,
    /// One with an unlocked keyring, which is kept in this folder.
    Keyring(&'a Path),
}

/// A running session: its bus, and its keyring if it has one.
pub struct Desktop {
    bus: String,
    runtime: tempfile::TempDir,
    _bus: Process,
    _keyring: Option<Process>,
}

impl Desktop {
    /// Starts a session on a display.
    pub async fn start_on(session: Session<'_>, display: &str) -> Self {
        let runtime = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", "dbus-daemon", "--session", "--nofork"])
            .arg("--print-address")
            .env("DISPLAY", display)
            .env("XDG_RUNTIME_DIR", runtime.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = Process::start("dbus-daemon", command);
        let mut bus = String::new();
        BufReader::new(process.stdout())
            .read_line(&mut bus)
            .expect("the address of the bus");
        let bus = bus.trim().to_owned();
        let keyring = match session {
            Session::Bare => None,
            Session::Keyring(folder) => Some(keyring(&bus, folder).await),
        };
        Desktop {
            bus,
            runtime,
            _bus: process,
            _keyring: keyring,
        }
    }

    /// The address of its bus.
    pub fn bus(&self) -> &str {
        &self.bus
    }

    /// Where its programs keep their sockets.
    pub fn runtime(&self) -> &Path {
        self.runtime.path()
    }
}

/// Unlocks a keyring that lies in a folder, and waits until the bus knows it.
async fn keyring(bus: &str, folder: &Path) -> Process {
    const UNLOCK: &str =
        "printf 'of a test' | exec gnome-keyring-daemon --foreground --unlock --components=secrets";
    const ASK: [&str; 6] = [
        "--session",
        "--print-reply",
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.NameHasOwner",
        "string:org.freedesktop.secrets",
    ];
    let runtime = folder.join("run");
    std::fs::create_dir_all(&runtime).expect("a folder");
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "KILL", "sh", "-c", UNLOCK])
        .env("DBUS_SESSION_BUS_ADDRESS", bus)
        .env("XDG_DATA_HOME", folder)
        .env("XDG_RUNTIME_DIR", runtime)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let process = Process::start("gnome-keyring-daemon", command);
    eventually("the keyring", || async {
        let mut ask = Command::new("dbus-send");
        let answer = ask.args(ASK).env("DBUS_SESSION_BUS_ADDRESS", bus).output();
        let answer = answer.expect("dbus-send (scripts/setup tests installs it)");
        text(&answer.stdout).contains("boolean true").then_some(())
    })
    .await;
    process
}

/// The `pollstream-kiosk` program on a data folder, with both of its windows.
pub struct KioskProgram {
    client: Client,
    data: PathBuf,
    _driver: Process,
    _desktop: Desktop,
    _screen: Screen,
}

impl KioskProgram {
    /// Starts it. `settings` are environment variables for it. The session has no keyring service.
    pub async fn start(data: &Path, settings: &[(&str, &str)]) -> Self {
        Self::start_in(Session::Bare, data, settings).await
    }

    /// Starts it in a desktop session.
    pub async fn start_in(session: Session<'_>, data: &Path, settings: &[(&str, &str)]) -> Self {
        std::fs::create_dir_all(data).expect("a data folder");
        let screen = Screen::new(1280, 800);
        let desktop = Desktop::start_on(session, screen.display()).await;
        // A driver whose program ends before it has a window never answers: then both begin anew.
        let mut tries = 0;
        let (client, driver) = loop {
            let begun = Self::begin(&desktop, data, settings, &screen);
            if let Ok(begun) = tokio::time::timeout(WINDOW_PATIENCE, begun).await {
                break begun;
            }
            tries += 1;
            assert!(tries < 3, "the kiosk has no window after {tries} tries");
        };
        let program = KioskProgram {
            client,
            data: data.to_owned(),
            _driver: driver,
            _desktop: desktop,
            _screen: screen,
        };
        for window in ["booth", "desk"] {
            program.switch_to(window).await;
        }
        program
    }

    async fn begin(
        desktop: &Desktop,
        data: &Path,
        settings: &[(&str, &str)],
        screen: &Screen,
    ) -> (Client, Process) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        drop(listener);
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", DRIVER])
            .arg(format!("--port={port}"))
            .env("DISPLAY", screen.display())
            .env("DBUS_SESSION_BUS_ADDRESS", &desktop.bus)
            .env("GDK_BACKEND", "x11")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("POLLSTREAM_KIOSK_DATA", data)
            .env("POLLSTREAM_KIOSK_WINDOWED", "true")
            .env("POLLSTREAM_KIOSK_SCREENS", "two")
            // Commands move no pointer: nobody is at this desk.
            .env("POLLSTREAM_KIOSK_IDLE_LOCK", "3600")
            .envs(settings.iter().copied());
        let driver = Process::start("WebKitWebDriver", command);
        let binary = drivable_program("pollstream-kiosk");
        let mut wanted = Capabilities::new();
        wanted.insert(
            "webkitgtk:browserOptions".into(),
            json!({ "binary": binary, "args": [] }),
        );
        let url = format!("http://127.0.0.1:{port}");
        let client = eventually("the kiosk's window", || async {
            let connected = ClientBuilder::new(HttpConnector::new())
                .capabilities(wanted.clone())
                .connect(&url)
                .await;
            connected.ok()
        })
        .await;
        (client, driver)
    }

    /// The WebDriver client, for what is not here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Makes `desk` or `booth` the window that everything below is about.
    pub async fn switch_to(&self, window: &str) {
        // The address that a window is on its way to is not yet the page that is in it.
        const PAGE: &str = "return document.readyState === 'complete' ? location.href : '';";
        let wanted = format!("window={window}");
        eventually(&format!("the {window}'s window"), || async {
            for handle in self.client.windows().await.ok()? {
                self.client.switch_to_window(handle).await.ok()?;
                let page = self.client.execute(PAGE, vec![]).await.ok()?;
                if page.as_str().is_some_and(|page| page.contains(&wanted)) {
                    return Some(());
                }
            }
            None
        })
        .await;
    }

    /// Calls a command of the shell from the window, as the front end does.
    pub async fn invoke(&self, name: &str, request: Value) -> Result<Value, Value> {
        const CALL: &str = "const [name, request, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(name, request === null ? undefined : { request })
                .then((answer) => done({ answer: answer === undefined ? null : answer }), (error) => done({ error }));";
        let called = self.client.execute_async(CALL, vec![json!(name), request]).await;
        let mut outcome = called.unwrap_or_else(|e| panic!("{name}: {e}"));
        match outcome.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(outcome["answer"].take()),
        }
    }

    /// The same for a command that must succeed.
    pub async fn done(&self, name: &str, request: Value) -> Value {
        let answer = self.invoke(name, request).await;
        answer.unwrap_or_else(|error| panic!("{name} was refused: {error:#}"))
    }

    /// The same for a command that must be refused; returns the code.
    pub async fn refused(&self, name: &str, request: Value) -> String {
        match self.invoke(name, request).await {
            Ok(answer) => panic!("{name} was not refused: {answer:#}"),
            Err(error) => match error.get("code").and_then(Value::as_str) {
                Some(code) => code.to_owned(),
                // Tauri's own refusal is a text.
                None => error.to_string(),
            },
        }
    }

    /// The element with this test id, once it is there.
    pub async fn element(&self, id: &str) -> Element {
        let selector = format!("[data-testid=\"{id}\"]");
        eventually(&format!("the element {id}"), || async {
            self.client.find(Locator::Css(&selector)).await.ok()
        })
        .await
    }

    /// Clicks it, once it can be clicked.
    pub async fn click(&self, id: &str) {
        let selector = format!("[data-testid=\"{id}\"]:not([disabled]):not([aria-disabled=\"true\"])");
        eventually(&format!("a click on {id}"), || async {
            self.try_click(&selector).await
        })
        .await;
    }

    /// Clicks it; what lies under something else, such as a bar at the lower edge, is scrolled first, as a person would.
    pub async fn try_click(&self, selector: &str) -> Option<()> {
        const SCROLL: &str = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center' });";
        let element = self.client.find(Locator::Css(selector)).await.ok()?;
        if element.click().await.is_err() {
            self.client.execute(SCROLL, vec![selector.into()]).await.ok()?;
            element.click().await.ok()?;
        }
        Some(())
    }

    /// The same for what has no test id of its own.
    pub async fn click_css(&self, selector: &str) {
        eventually(&format!("a click on {selector}"), || async {
            self.try_click(selector).await
        })
        .await;
    }

    /// Whether it is there now.
    pub async fn is_there(&self, id: &str) -> bool {
        let selector = format!("[data-testid=\"{id}\"]");
        self.client.find(Locator::Css(&selector)).await.is_ok()
    }

    /// Types into it.
    pub async fn fill(&self, id: &str, text: &str) {
        let element = self.element(id).await;
        element.click().await.ok();
        element
            .send_keys(text)
            .await
            .unwrap_or_else(|e| panic!("typing into {id}: {e}"));
    }

    /// Types a date `YYYY-MM-DD` into its three boxes.
    pub async fn date(&self, id: &str, date: &str) {
        for (part, value) in ["year", "month", "day"].into_iter().zip(date.split('-')) {
            self.fill(&format!("{id}-{part}"), value).await;
        }
    }

    /// Writes what the window shows into the folder that `POLLSTREAM_SHOW` names, if it is set.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("POLLSTREAM_SHOW") else {
            return;
        };
        let png = self.client.screenshot().await.expect("a picture");
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), png).expect("a file");
    }

    /// Waits until an attribute of it has a value.
    pub async fn shows(&self, id: &str, attribute: &str, value: &str) {
        let selector = format!("[data-testid=\"{id}\"][{attribute}=\"{value}\"]");
        eventually(&format!("{id} with {attribute}={value}"), || async {
            self.client.find(Locator::Css(&selector)).await.ok()
        })
        .await;
    }

    /// Its text.
    pub async fn text(&self, id: &str) -> String {
        self.element(id).await.text().await.expect("its text")
    }

    /// The program's process, as its lock file says.
    pub fn pid(&self) -> u32 {
        let lock = std::fs::read_to_string(self.data.join("kiosk.lock")).expect("the lock file");
        lock.trim().parse().expect("a process id")
    }

    /// Ends the program as a power cut would.
    pub fn kill_9(self) {
        let pid = self.pid();
        signal("KILL", pid);
        gone(pid);
    }

    /// Ends the program as its user does.
    pub async fn close(self) {
        let pid = self.pid();
        self.client.clone().close().await.ok();
        // It may be on its way out already.
        let mut kill = Command::new("kill");
        kill.args(["-TERM", &pid.to_string()]).stderr(Stdio::null());
        kill.status().expect("kill");
        gone(pid);
    }
}

impl Drop for KioskProgram {
    fn drop(&mut self) {
        // The driver does not end the program when it is killed itself.
        if let Ok(lock) = std::fs::read_to_string(self.data.join("kiosk.lock")) {
            Command::new("kill")
                .args(["-KILL", lock.trim()])
                .stderr(Stdio::null())
                .status()
                .ok();
        }
    }
}

fn gone(pid: u32) {
    let status = format!("/proc/{pid}/status");
    crate::wait_for("the kiosk to be gone", || {
        let status = std::fs::read_to_string(&status).unwrap_or_default();
        (status.is_empty() || status.contains("State:\tZ")).then_some(())
    });
}
