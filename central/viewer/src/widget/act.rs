//! Buttons with which an official does something.

use eframe::egui;
use egui::{Button, Response, RichText, Ui};
use pollstream_central::store::election::ElectionStatus;
use pollstream_protocol::decision::Role;

use crate::snapshot::Snapshot;
use crate::theme::{Ink, bold, note, size};

/// Why nothing can be decided at this window now; `None` when it can.
pub(crate) fn blocked(snapshot: &Snapshot) -> Option<&'static str> {
    match &snapshot.desk.session {
        None => Some("Sign in to decide."),
        Some(session) if session.role == Role::Auditor => Some("Auditors see everything and decide nothing."),
        Some(_) => None,
    }
}

/// The same for what could change the results.
pub(crate) fn blocked_or_certified(snapshot: &Snapshot) -> Option<&'static str> {
    let status = snapshot.live.as_ref().map(|live| live.election.status);
    match status {
        Some(ElectionStatus::Certified) => {
            Some("The results are certified: nothing that could change them is decided any more.")
        }
        _ => blocked(snapshot),
    }
}

/// A button that says why when it cannot be pressed.
pub(crate) fn act(ui: &mut Ui, words: &str, blocked: Option<&'static str>) -> bool {
    let response = ui.add_enabled(blocked.is_none(), Button::new(words));
    match blocked {
        None => response.clicked(),
        Some(why) => {
            response.on_disabled_hover_text(why);
            false
        }
    }
}

/// Why the buttons beside it cannot be pressed, for those who do not hover.
pub(crate) fn why_blocked(ui: &mut Ui, blocked: Option<&'static str>, ink: &Ink) {
    if let Some(why) = blocked {
        ui.label(note(why, ink));
    }
}

/// The button that a dialog is about.
pub(crate) fn primary(ui: &mut Ui, words: &str, enabled: bool, danger: bool, ink: &Ink) -> Response {
    let text = RichText::new(words).font(bold(size::BODY)).color(ink.paper);
    let fill = if danger { ink.alarm } else { ink.accent };
    ui.add_enabled(enabled, Button::new(text).fill(fill))
}
