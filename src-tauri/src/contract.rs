//! Every command and event between the windows and the shell, with their types: the list from which the
//! TypeScript bindings are generated.

use std::collections::BTreeMap;
use std::fmt::Write;

use ts_rs::{Config, TS, TypeVisitor};

use crate::dto::app::{AppState, Preferences};
use crate::dto::booth::{Assistance, Booth, BoothOfficers, Cast, CastBallot, SessionRef, SessionView};
use crate::dto::desk::HomeStatus;
use crate::dto::error::CommandError;
use crate::dto::log::{LogPage, LogQuery, ReportIncident};
use crate::dto::officers::{ConfirmOfficer, NewOfficer, Officer, OfficerId, OfficerPin, Pin, SetPin};
use crate::dto::polls::{
    ClosePolls, CloseReportView, Closing, OpenPolls, Opening, PausePolls, SaveReport, ZeroReportView,
};
use crate::dto::print::{PrintAtDesk, Printed, SlipWords};
use crate::dto::queue::{Drive, ExportSegments, Exported, Imported, QueueStatus};
use crate::dto::setup::{
    Enrol, FileId, FindFiles, FirstOfficers, FoundFile, KeyPlaces, OpenPackage, PackagePreview, Unlock,
};
use crate::dto::voter::{
    Duplicates, FindPlaces, FormCheck, FormOptions, Issued, LicenceScan, LicenceView, PollingPlace,
    ProvisionalClaim, ProvisionalOnRoll, Registered, Search, SearchResult, StoredPicture, UndoCheckIn,
    VoterCard, VoterForm, VoterId, WaitingVoter,
};

/// A window of the kiosk, by its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The officer's.
    Desk,
    /// The voter's.
    Booth,
}

impl Window {
    /// The label that Tauri knows the window by.
    pub fn label(self) -> &'static str {
        match self {
            Window::Desk => "desk",
            Window::Booth => "booth",
        }
    }
}

/// A command: which window may call it, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Which window may call it.
    pub window: Window,
    /// Its name.
    pub name: &'static str,
    /// TypeScript name of its request; `null` when there is none, `Uint8Array` when the body is bytes.
    pub request: String,
    /// TypeScript name of its answer.
    pub answer: String,
}

/// Bytes as the body of a request, without JSON.
struct Bytes;

impl TS for Bytes {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn name(_: &Config) -> String {
        "Uint8Array".into()
    }
    fn inline(config: &Config) -> String {
        Self::name(config)
    }
}

macro_rules! commands {
    ($($window:ident { $($name:ident($request:ty) -> $answer:ty;)+ })+) => {
        /// Every command.
        pub fn commands(config: &Config) -> Vec<Command> {
            vec![$($(Command {
                window: Window::$window,
                name: stringify!($name),
                request: <$request as TS>::name(config),
                answer: <$answer as TS>::name(config),
            }),+),+]
        }

        /// Every type that a command takes or gives.
        fn visit_commands(visitor: &mut impl TypeVisitor) {
            $($(
                visitor.visit::<$request>();
                <$request as TS>::visit_generics(visitor);
                visitor.visit::<$answer>();
                <$answer as TS>::visit_generics(visitor);
            )+)+
        }
    };
}

commands! {
    Desk {
        // The program.
        app_state(()) -> AppState;
        preferences(()) -> Preferences;
        set_preferences(Preferences) -> ();
        // First run.
        find_files(FindFiles) -> Vec<FoundFile>;
        open_package(OpenPackage) -> PackagePreview;
        key_places(()) -> KeyPlaces;
        enrol(Enrol) -> AppState;
        name_officers(FirstOfficers) -> AppState;
        unlock_key(Unlock) -> AppState;
        // Officers.
        officers(()) -> Vec<Officer>;
        sign_in(OfficerPin) -> AppState;
        sign_out(()) -> AppState;
        lock(()) -> AppState;
        unlock(Pin) -> AppState;
        keep_awake(()) -> ();
        add_officer(NewOfficer) -> Vec<Officer>;
        remove_officer(OfficerId) -> Vec<Officer>;
        confirm_officer(ConfirmOfficer) -> Vec<Officer>;
        set_pin(SetPin) -> Vec<Officer>;
        // Home.
        home(()) -> HomeStatus;
        show_booth(()) -> ();
        help_given(()) -> ();
        quit(()) -> ();
        // Training.
        practise(()) -> ();
        end_training(()) -> ();
        // Polls.
        opening(()) -> Opening;
        open_polls(OpenPolls) -> ZeroReportView;
        zero_report(()) -> Option<ZeroReportView>;
        pause_polls(PausePolls) -> HomeStatus;
        resume_polls(()) -> HomeStatus;
        closing(()) -> Closing;
        close_polls(ClosePolls) -> CloseReportView;
        close_report(()) -> Option<CloseReportView>;
        save_report(SaveReport) -> FoundFile;
        print_desk(PrintAtDesk) -> Printed;
        // Check-in.
        search(Search) -> SearchResult;
        voter(VoterId) -> VoterCard;
        check_in(VoterId) -> VoterCard;
        undo_check_in(UndoCheckIn) -> VoterCard;
        issue_ballot(VoterId) -> Issued;
        vote_provisionally(ProvisionalOnRoll) -> Issued;
        claim_provisionally(ProvisionalClaim) -> Issued;
        polling_places(FindPlaces) -> Vec<PollingPlace>;
        waiting(()) -> Vec<WaitingVoter>;
        sessions(()) -> Vec<SessionView>;
        note_assistance(Assistance) -> ();
        read_licence(LicenceScan) -> LicenceView;
        hand_to_booth(SessionRef) -> ();
        voter_has_left(()) -> ();
        spoil(SessionRef) -> Vec<SessionView>;
        flee(SessionRef) -> Vec<SessionView>;
        // Registration.
        form_options(()) -> FormOptions;
        check_form(VoterForm) -> FormCheck;
        duplicates(VoterForm) -> Duplicates;
        register(VoterForm) -> Registered;
        store_picture(Bytes) -> StoredPicture;
        store_picture_file(FileId) -> StoredPicture;
        // Queue.
        queue(()) -> QueueStatus;
        retry_now(()) -> ();
        drives(()) -> Vec<Drive>;
        export_segments(ExportSegments) -> Exported;
        import_file(FileId) -> Imported;
        // Log.
        log(LogQuery) -> LogPage;
        report_incident(ReportIncident) -> ();
    }
    Booth {
        booth(()) -> Booth;
        cast(Cast) -> CastBallot;
        finish(()) -> ();
        booth_touched(()) -> ();
        call_officer(()) -> ();
        booth_officers(()) -> BoothOfficers;
        leave_booth(OfficerPin) -> ();
        print_booth(SlipWords) -> ();
    }
}

macro_rules! events {
    ($($window:ident $event:ident $name:literal;)+) => {
        /// What a window is told. An event says that something changed and never what: a webview can listen to
        /// the events of every window, but ask only by its own commands.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Event {
            $(
                #[doc = $name]
                $event
            ),+
        }

        impl Event {
            /// Every event.
            pub const ALL: &'static [Event] = &[$(Event::$event),+];

            /// The window that it is sent to.
            pub fn window(self) -> Window {
                match self { $(Event::$event => Window::$window),+ }
            }

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Event::$event => $name),+ }
            }
        }
    };
}

events! {
    Desk AppChanged "app-changed";
    Desk HomeChanged "home-changed";
    Desk CloseRefused "close-refused";
    Booth BoothChanged "booth-changed";
}

/// Declarations by name, so that the bindings have one order.
struct Declarations<'a> {
    config: &'a Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only what is derived has a file of its own, and thereby a declaration.
        if T::output_path().is_none() {
            return;
        }
        let name = T::name(self.config);
        if self.found.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = T::decl(self.config);
        self.found.insert(name, format!("{docs}export {declaration}\n"));
        T::visit_dependencies(self);
    }
}

/// The TypeScript bindings: every type, `DeskCommands`, `BoothCommands` and `Events`.
pub fn bindings() -> String {
    let config = Config::new().with_large_int("number");
    let mut declarations = Declarations {
        config: &config,
        found: BTreeMap::new(),
    };
    visit_commands(&mut declarations);
    declarations.visit::<CommandError>();
    let mut out = String::from(
        "// Generated from src-tauri/src/dto by `cargo test -p pollstream-kiosk bindings`. Do not edit:\n\
         // POLLSTREAM_BLESS=1 writes it anew, and the test fails when it is stale.\n\n",
    );
    for declaration in declarations.found.values() {
        out.push_str(declaration);
        out.push('\n');
    }
    for (window, interface) in [(Window::Desk, "DeskCommands"), (Window::Booth, "BoothCommands")] {
        let _ = writeln!(
            out,
            "/** What the {} window may call: `invoke(name, {{ request }})`. */\nexport interface {interface} {{",
            window.label()
        );
        for command in commands(&config).iter().filter(|c| c.window == window) {
            let Command {
                name,
                request,
                answer,
                ..
            } = command;
            let _ = writeln!(out, "  {name}: {{ request: {request}; answer: {answer} }};");
        }
        out.push_str("}\n\n");
    }
    let names: Vec<_> = (Event::ALL.iter())
        .map(|event| format!("\"{}\"", event.name()))
        .collect();
    let _ = writeln!(
        out,
        "/** What the windows are told: that something changed. What it is now, they ask. */\nexport type EventName = {};",
        names.join(" | ")
    );
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn bindings_are_what_the_types_say() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/backend/bindings.ts");
        if std::env::var_os("POLLSTREAM_BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, bindings()).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == bindings(),
            "ui/src/backend/bindings.ts is stale: POLLSTREAM_BLESS=1 cargo test -p pollstream-kiosk bindings"
        );
    }

    #[test]
    fn commands_are_named_once() {
        let mut names: Vec<_> = commands(&Config::new()).iter().map(|c| c.name).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
