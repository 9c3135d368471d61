//! The screens, one file each. They read a [`View`] and say what the person wishes; they do nothing else.

pub(crate) mod accreditation;
pub(crate) mod adjudication;
pub(crate) mod contest;
pub(crate) mod election;
pub(crate) mod flow;
pub(crate) mod integrity;
pub(crate) mod results;
mod rounds;
mod rows;
pub(crate) mod said;
mod sections;
pub(crate) mod stations;
pub(crate) mod turnout;
mod voter;
pub(crate) mod wall;

use std::sync::Arc;

use eframe::egui;
use egui::Key;
use pollstream_central::store::decision::ProposalRow;

use crate::command::{Command, Export};
use crate::dialog::Dialog;
use crate::snapshot::{Live, Snapshot};
use crate::theme::Ink;

/// Room at the right for the scroll bar, so that it never lies over figures.
pub(crate) const SCROLL_BAR: f32 = 14.0;

/// A screen of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// Who leads.
    Results,
    /// Who came, by place.
    Turnout,
    /// How fast.
    Flow,
    /// How the stations are.
    Stations,
    /// Whether it all fits together.
    Integrity,
    /// Its way from open to certified, and every decision.
    Election,
    /// Who stands, and who may vote.
    Accreditation,
    /// What is doubtful.
    Adjudication,
}

impl Screen {
    /// All of them, in order.
    pub const ALL: [Screen; 8] = [
        Screen::Results,
        Screen::Turnout,
        Screen::Flow,
        Screen::Stations,
        Screen::Integrity,
        Screen::Election,
        Screen::Accreditation,
        Screen::Adjudication,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Screen::Results => "Results",
            Screen::Turnout => "Turnout",
            Screen::Flow => "Flow",
            Screen::Stations => "Stations",
            Screen::Integrity => "Integrity",
            Screen::Election => "Election",
            Screen::Accreditation => "Accreditation",
            Screen::Adjudication => "Adjudication",
        }
    }

    /// The key that shows it together with Ctrl (Cmd on macOS).
    pub fn key(self) -> Key {
        match self {
            Screen::Results => Key::Num1,
            Screen::Turnout => Key::Num2,
            Screen::Flow => Key::Num3,
            Screen::Stations => Key::Num4,
            Screen::Integrity => Key::Num5,
            Screen::Election => Key::Num6,
            Screen::Accreditation => Key::Num7,
            Screen::Adjudication => Key::Num8,
        }
    }
}

/// What a screen sees, and where its wishes go.
pub(crate) struct View<'a> {
    pub(crate) snapshot: &'a Arc<Snapshot>,
    pub(crate) live: &'a Live,
    pub(crate) ink: Ink,
    /// The place that is looked at.
    pub(crate) place: &'a mut usize,
    /// The screen that is shown; a screen may lead to another.
    pub(crate) screen: &'a mut Screen,
    pub(crate) wishes: &'a mut Vec<Command>,
    /// The dialog that is open; a screen may open one.
    pub(crate) dialog: &'a mut Option<Dialog>,
    /// Charts that can be exported as they stand: name and area.
    pub(crate) charts: &'a mut Vec<(String, egui::Rect)>,
    /// Whether the screen's table is to be exported in this frame.
    pub(crate) table_wanted: bool,
}

impl View<'_> {
    /// The name of a place.
    pub(crate) fn place_name(&self, place: usize) -> &str {
        let places = self.live.newest.geography().places();
        places.get(place).map_or("", |p| p.name.as_str())
    }

    /// Exports the screen's table if that is wanted; its rows are made only then.
    pub(crate) fn export_table(&mut self, name: &str, rows: impl FnOnce() -> Vec<Vec<String>>) {
        if std::mem::take(&mut self.table_wanted) {
            self.wishes.push(Command::Export(Export::Table {
                name: name.to_owned(),
                rows: rows(),
            }));
        }
    }

    /// Whether who is signed in proposed this.
    pub(crate) fn is_own(&self, proposal: &ProposalRow) -> bool {
        let session = self.snapshot.desk.session.as_ref();
        session.is_some_and(|session| session.official.as_str() == proposal.official)
    }

    /// A clock time where the election is.
    pub(crate) fn clock(&self, at: jiff::Timestamp) -> String {
        crate::format::clock(at, &self.live.election.zone)
    }
}
