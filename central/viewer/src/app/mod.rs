//! The window: header, screens, keyboard, notices.

mod beginning;
mod header;
mod latency;
mod menu;

use std::sync::Arc;

use eframe::egui;
use egui::{CentralPanel, Context, Frame, Key, Margin, Modifiers, Panel, RichText, Ui};
use tokio::sync::mpsc;

pub(crate) use latency::Latency;

use crate::command::{Command, Export, Order};
use crate::dialog::{Dialog, SignIn};
use crate::feed::Published;
use crate::screen::accreditation::AccreditationScreen;
use crate::screen::adjudication::AdjudicationScreen;
use crate::screen::election::ElectionScreen;
use crate::screen::integrity::Integrity;
use crate::screen::results::Results;
use crate::screen::stations::Stations;
use crate::screen::turnout::Turnout;
use crate::screen::{Screen, View, flow, wall};
use crate::snapshot::{Live, Snapshot};
use crate::theme::{self, Ink, note, size};
use beginning::Beginning;

/// Seconds between two words to the desk that somebody is here.
const STIR_SECONDS: f64 = 5.0;

/// What the window is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Somebody looks and asks.
    Desk,
    /// It hangs on a wall: large, rotating, nothing to press.
    Wall,
}

/// The results window. Draws the newest snapshot; what is wished for goes out as commands.
pub struct Window {
    published: Published,
    commands: mpsc::Sender<Command>,
    mode: Mode,
    screen: Screen,
    place: usize,
    results: Results,
    turnout: Turnout,
    stations: Stations,
    integrity: Integrity,
    election: ElectionScreen,
    accreditation: AccreditationScreen,
    adjudication: AdjudicationScreen,
    beginning: Beginning,
    dialog: Option<Dialog>,
    /// Number of the last order that was given to the desk.
    orders: u64,
    /// When the desk was told last that somebody is here, by egui's clock.
    stirred: f64,
    /// Whether somebody was signed in when it was drawn last.
    was_signed_in: bool,
    latency: Latency,
    /// Charts of the last frame: name and area.
    charts: Vec<(String, egui::Rect)>,
    table_wanted: bool,
    help: bool,
    /// The last notice that was dismissed.
    dismissed: u64,
    /// When the wall began, by egui's clock.
    began: Option<f64>,
}

impl Window {
    /// A window onto what is published, in a context that [`crate::install_theme`] was called for.
    pub fn new(published: Published, commands: mpsc::Sender<Command>, mode: Mode) -> Self {
        Window {
            published,
            commands,
            mode,
            screen: Screen::Results,
            place: 0,
            results: Results::default(),
            turnout: Turnout::default(),
            stations: Stations::default(),
            integrity: Integrity::default(),
            election: ElectionScreen::default(),
            accreditation: AccreditationScreen::default(),
            adjudication: AdjudicationScreen::default(),
            beginning: Beginning::default(),
            dialog: None,
            orders: 0,
            stirred: f64::NEG_INFINITY,
            was_signed_in: false,
            latency: Latency::default(),
            charts: Vec::new(),
            table_wanted: false,
            help: false,
            dismissed: 0,
            began: None,
        }
    }

    /// The screen that is shown.
    pub fn screen(&self) -> Screen {
        self.screen
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui) {
        let snapshot = self.published.newest();
        let ink = Ink::of(ui.ctx());
        let mut wishes = Vec::new();
        match &snapshot.live {
            Some(live) => self.page(ui, &snapshot, live, ink, &mut wishes),
            None => self.beginning(ui, &snapshot, ink, &mut wishes),
        }
        self.dialogs(ui.ctx(), &snapshot, ink, &mut wishes);
        self.stir(ui.ctx(), &snapshot, &mut wishes);
        for wish in wishes {
            // A full queue means that the background is busy with sixty-four wishes before this one.
            let _ = self.commands.try_send(wish);
        }
    }

    fn page(
        &mut self,
        ui: &mut Ui,
        snapshot: &Arc<Snapshot>,
        live: &Live,
        ink: Ink,
        wishes: &mut Vec<Command>,
    ) {
        self.latency.shown(live.newest.as_of(), snapshot.links.caught_up);
        if self.place >= live.newest.geography().places().len() {
            self.place = 0;
        }
        // A dialog has the keyboard for itself.
        if self.mode == Mode::Desk && self.dialog.is_none() {
            self.keyboard(ui.ctx(), snapshot, live, wishes);
        }
        let header = Frame::new().fill(ink.paper).inner_margin(Margin {
            left: 28,
            right: 28,
            top: 14,
            bottom: 0,
        });
        Panel::top("header")
            .frame(header)
            .show_separator_line(false)
            .show(ui, |ui| match self.mode {
                Mode::Desk => self.header(ui, snapshot, live, &ink, wishes),
                Mode::Wall => header::wall(ui, snapshot, live, &ink),
            });
        self.notices(ui, snapshot, &ink);
        let body = Frame::new().fill(ink.paper).inner_margin(Margin {
            left: 28,
            right: 28,
            top: 10,
            bottom: 10,
        });
        CentralPanel::default().frame(body).show(ui, |ui| {
            self.body(ui, snapshot, live, ink, wishes);
        });
        if self.help {
            self.help(ui.ctx(), &ink);
        }
        tracing::trace!(ballots = live.newest.counts(0).ballots, "drawn");
    }

    fn dialogs(&mut self, ctx: &Context, snapshot: &Snapshot, ink: Ink, wishes: &mut Vec<Command>) {
        if let Some(dialog) = &mut self.dialog
            && dialog.show(ctx, snapshot, ink, &mut self.orders, wishes)
        {
            self.dialog = None;
            // What was behind it is drawn without it.
            ctx.request_repaint();
        }
    }

    fn sign_in_or_out(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Command>) {
        if snapshot.desk.session.is_some() {
            wishes.push(Command::Desk(Order::SignOut));
        } else {
            self.dialog = Some(Dialog::new(SignIn::new(snapshot)));
        }
    }

    /// Tells the desk now and then that somebody is here, while somebody is signed in.
    fn stir(&mut self, ctx: &Context, snapshot: &Snapshot, wishes: &mut Vec<Command>) {
        use egui::Event::{Key, MouseWheel, PointerButton, PointerMoved, Text, Touch};
        if snapshot.desk.session.is_none() {
            if std::mem::take(&mut self.was_signed_in) {
                self.accreditation.forget_voters();
                self.adjudication.forget_voters();
            }
            return;
        }
        self.was_signed_in = true;
        let (by_hand, now) = ctx.input(|i| {
            let by_hand = |event: &egui::Event| {
                matches!(
                    event,
                    Key { .. }
                        | Text(_)
                        | PointerMoved(_)
                        | PointerButton { .. }
                        | MouseWheel { .. }
                        | Touch { .. }
                )
            };
            (i.events.iter().any(by_hand), i.time)
        });
        if by_hand && now - self.stirred > STIR_SECONDS {
            self.stirred = now;
            wishes.push(Command::Desk(Order::Stir));
        }
    }

    fn body(
        &mut self,
        ui: &mut Ui,
        snapshot: &Arc<Snapshot>,
        live: &Live,
        ink: Ink,
        wishes: &mut Vec<Command>,
    ) {
        self.charts.clear();
        let mut view = View {
            snapshot,
            live,
            ink,
            place: &mut self.place,
            screen: &mut self.screen,
            wishes,
            dialog: &mut self.dialog,
            charts: &mut self.charts,
            table_wanted: std::mem::take(&mut self.table_wanted),
        };
        if self.mode == Mode::Wall {
            let now = ui.input(|i| i.time);
            let began = *self.began.get_or_insert(now);
            wall::ui(ui, &mut view, now - began);
            let left = wall::SECONDS - (now - began) % wall::SECONDS;
            ui.ctx().request_repaint_after_secs(left as f32 + 0.05);
            return;
        }
        match *view.screen {
            Screen::Results => self.results.ui(ui, &mut view),
            Screen::Turnout => self.turnout.ui(ui, &mut view),
            Screen::Flow => flow::ui(ui, &mut view, &self.latency),
            Screen::Stations => self.stations.ui(ui, &mut view),
            Screen::Integrity => self.integrity.ui(ui, &mut view),
            Screen::Election => self.election.ui(ui, &mut view),
            Screen::Accreditation => self.accreditation.ui(ui, &mut view),
            Screen::Adjudication => self.adjudication.ui(ui, &mut view),
        }
    }

    fn keyboard(&mut self, ctx: &Context, snapshot: &Arc<Snapshot>, live: &Live, wishes: &mut Vec<Command>) {
        let pressed = |modifiers: Modifiers, key: Key| ctx.input_mut(|i| i.consume_key(modifiers, key));
        for screen in Screen::ALL {
            if pressed(Modifiers::COMMAND, screen.key()) {
                self.screen = screen;
            }
        }
        if pressed(Modifiers::NONE, Key::F1) {
            self.help = !self.help;
        }
        if pressed(Modifiers::NONE, Key::F11) {
            let full = ctx.input(|i| i.viewport().fullscreen.unwrap_or(false));
            ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(!full));
        }
        if pressed(Modifiers::COMMAND, Key::J) {
            wishes.push(Command::Export(Export::Json(snapshot.clone())));
        }
        if pressed(Modifiers::COMMAND, Key::S) {
            wishes.push(Command::Export(Export::Csv(snapshot.clone())));
        }
        if pressed(Modifiers::COMMAND, Key::P) {
            wishes.push(Command::Export(Export::Pdf(snapshot.clone())));
        }
        if pressed(Modifiers::COMMAND, Key::T) {
            self.table_wanted = true;
        }
        if pressed(Modifiers::COMMAND, Key::L) {
            self.sign_in_or_out(snapshot, wishes);
        }
        if pressed(Modifiers::COMMAND, Key::D) {
            menu::other_theme(ctx);
        }
        if pressed(Modifiers::NONE, Key::Escape) {
            if self.help {
                self.help = false;
            } else if !ctx.egui_wants_keyboard_input() {
                let places = live.newest.geography().places();
                self.place = places.get(self.place).and_then(|p| p.parent).unwrap_or(0);
            }
        }
    }

    fn notices(&mut self, ui: &mut Ui, snapshot: &Snapshot, ink: &Ink) {
        let fresh: Vec<_> = snapshot
            .notices
            .iter()
            .filter(|n| n.number > self.dismissed)
            .collect();
        let Some(last) = fresh.last() else { return };
        let frame = Frame::new().fill(ink.wash).inner_margin(Margin::symmetric(28, 8));
        Panel::bottom("notices").frame(frame).show(ui, |ui| {
            let shown = fresh.iter().rev().take(3).rev();
            for notice in shown {
                let colour = if notice.failed { ink.alarm } else { ink.text };
                ui.horizontal(|ui| {
                    ui.label(RichText::new(&notice.text).color(colour));
                    if notice.number == last.number && ui.button("Dismiss").clicked() {
                        self.dismissed = last.number;
                    }
                });
            }
        });
    }

    fn help(&mut self, ctx: &Context, ink: &Ink) {
        let mut open = true;
        egui::Window::new("Keyboard")
            .open(&mut open)
            .collapsible(false)
            .resizable(false)
            .anchor(egui::Align2::CENTER_CENTER, egui::Vec2::ZERO)
            .show(ctx, |ui| {
                egui::Grid::new("keys").spacing([24.0, 6.0]).show(ui, |ui| {
                    for (keys, does) in KEYS {
                        ui.label(RichText::new(keys).font(theme::bold(size::BODY)));
                        ui.label(does);
                        ui.end_row();
                    }
                });
                ui.label(note("Tab and the arrow keys reach everything else.", ink));
            });
        self.help = open;
    }
}

const KEYS: [(&str, &str); 14] = [
    ("Ctrl 1 … 8", "The screens"),
    ("Esc", "One district up"),
    ("Ctrl F", "Search the list"),
    ("Ctrl S", "Results as CSV"),
    ("Ctrl J", "Results as JSON"),
    ("Ctrl P", "Results report as PDF"),
    ("Ctrl T", "This screen's table as CSV"),
    ("Ctrl D", "Light or dark"),
    ("Ctrl +, Ctrl –", "Larger and smaller type"),
    ("Ctrl 0", "Type as it was"),
    ("Ctrl L", "Sign in or out"),
    ("Ctrl Enter, Esc", "Go on with a dialog, or leave it"),
    ("F11", "Full screen"),
    ("F1", "This list"),
];
