//! Before a decision: what will happen, why, and whether that is understood where it cannot be undone.

use eframe::egui;
use egui::{Label, RichText, Ui};
use pollstream_protocol::limits::MAX_TEXT_CHARS;

use super::{Form, Sheet, text_fault};
use crate::command::{Deed, Order};
use crate::snapshot::Snapshot;
use crate::theme::{bold, size};
use crate::widget::field::{Field, say_fault, tick};

/// The box to tick before what cannot be undone.
pub(crate) const UNDERSTOOD: &str = "I understand that this cannot be undone";

/// The form.
pub(crate) struct Confirm {
    pub(crate) title: String,
    pub(crate) go: &'static str,
    pub(crate) busy: &'static str,
    /// What will happen, a sentence each.
    pub(crate) says: Vec<String>,
    /// What is worth a bold line; empty where nothing is.
    pub(crate) warns: String,
    /// Whether it cannot be undone.
    pub(crate) forever: bool,
    /// An example of a reason; without one, none is asked for.
    pub(crate) reason: Option<&'static str>,
    /// Asked for where certification goes on although ballots are undecided.
    pub(crate) despite: bool,
    pub(crate) deed: Deed,
    /// What the official answers.
    pub(crate) answers: Answers,
}

/// What is filled in.
#[derive(Default)]
pub(crate) struct Answers {
    reason: String,
    despite: String,
    understood: bool,
}

impl Confirm {
    /// A form for this decision; its words come from the caller.
    pub(crate) fn new(deed: Deed) -> Self {
        Confirm {
            title: String::new(),
            go: "Confirm",
            busy: "Deciding …",
            says: Vec::new(),
            warns: String::new(),
            forever: false,
            reason: None,
            despite: false,
            deed,
            answers: Answers::default(),
        }
    }

    fn reason_fault(&self) -> Option<String> {
        self.reason.and_then(|_| {
            text_fault(
                &self.answers.reason,
                "Say why: it is kept with the decision, for everybody who audits it.",
            )
        })
    }

    fn despite_fault(&self) -> Option<String> {
        let fault = self.despite.then(|| {
            text_fault(
                &self.answers.despite,
                "Say why the results are final although ballots are undecided.",
            )
        });
        fault.flatten()
    }
}

impl Form for Confirm {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn go(&self) -> &'static str {
        self.go
    }

    fn busy(&self) -> &'static str {
        self.busy
    }

    fn danger(&self) -> bool {
        self.forever
    }

    fn fields(&mut self, ui: &mut Ui, sheet: &Sheet<'_>) -> bool {
        for sentence in &self.says {
            ui.add(Label::new(sentence).wrap());
        }
        if !self.warns.is_empty() {
            let text = RichText::new(&self.warns)
                .font(bold(size::BODY))
                .color(sheet.ink.warning);
            ui.add(Label::new(text).wrap());
        }
        ui.add_space(6.0);
        if self.despite {
            let field = Field {
                name: "Why it is certified although ballots are undecided",
                hint: "",
                most: MAX_TEXT_CHARS,
                fault: sheet.fault(self.despite_fault()),
            };
            field.lines(ui, &mut self.answers.despite, 2, &sheet.ink);
        }
        if let Some(hint) = self.reason {
            let field = Field {
                name: "Reason",
                hint,
                most: MAX_TEXT_CHARS,
                fault: sheet.fault(self.reason_fault()),
            };
            let response = field.lines(ui, &mut self.answers.reason, 3, &sheet.ink);
            if sheet.fresh {
                response.request_focus();
            }
        }
        if self.forever {
            tick(ui, &mut self.answers.understood, UNDERSTOOD, &sheet.ink);
            let ticked = self.answers.understood;
            let fault = sheet.fault((!ticked).then(|| "Tick the box to go on.".to_owned()));
            if let Some(fault) = fault {
                say_fault(ui, &fault, &sheet.ink);
            }
        }
        false
    }

    fn order(&mut self, number: u64, _: &Snapshot) -> Option<Order> {
        let understood = self.answers.understood || !self.forever;
        if !understood || self.reason_fault().is_some() || self.despite_fault().is_some() {
            return None;
        }
        let mut deed = self.deed.clone();
        if let (Deed::Certify { despite, .. }, true) = (&mut deed, self.despite) {
            *despite = Some(self.answers.despite.trim().to_owned());
        }
        Some(Order::Decide {
            number,
            deed,
            reason: self.answers.reason.trim().to_owned(),
        })
    }
}
