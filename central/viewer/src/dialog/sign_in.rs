//! Signing in: who, and the passphrase.

use eframe::egui;
use egui::{Key, Ui};
use pollstream_central::store::official::OfficialRow;
use pollstream_protocol::decision::Role;
use pollstream_protocol::ids::OfficialId;
use pollstream_protocol::limits::MAX_LINE_CHARS;
use zeroize::Zeroizing;

use super::{Form, Sheet};
use crate::command::{Order, Passphrase};
use crate::snapshot::Snapshot;
use crate::widget::field::{Field, choice, offer};

/// The form.
#[derive(Default)]
pub(crate) struct SignIn {
    official: Option<OfficialId>,
    passphrase: Zeroizing<String>,
}

impl SignIn {
    /// A form on which the only official is chosen already.
    pub(crate) fn new(snapshot: &Snapshot) -> Self {
        let mut able = able(snapshot);
        let only = able.next().filter(|_| able.next().is_none());
        SignIn {
            official: only.map(|o| o.id.clone()),
            passphrase: Zeroizing::default(),
        }
    }
}

/// Who can sign in.
fn able(snapshot: &Snapshot) -> impl Iterator<Item = &OfficialRow> {
    snapshot.papers.officials.iter().filter(|o| !o.disabled)
}

/// A role in words.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::CentralOfficial => "official",
        Role::Auditor => "auditor",
    }
}

fn said(official: &OfficialRow) -> String {
    format!("{}, {} ({})", official.name, role(official.role), official.id)
}

impl Form for SignIn {
    fn title(&self) -> String {
        "Sign in".to_owned()
    }

    fn go(&self) -> &'static str {
        "Sign in"
    }

    fn busy(&self) -> &'static str {
        "Signing in …"
    }

    fn needs_session(&self) -> bool {
        false
    }

    fn fields(&mut self, ui: &mut Ui, sheet: &Sheet<'_>) -> bool {
        if able(sheet.snapshot).next().is_none() {
            ui.label(
                "There are no officials yet, or this window's database user may not see them. The first ones are \
                 appointed on the machine that has the election's keys: central official add ID --name NAME, for at \
                 least two people",
            );
            return false;
        }
        let chosen = able(sheet.snapshot).find(|o| Some(&o.id) == self.official.as_ref());
        let fault = sheet.fault((chosen.is_none()).then(|| "Choose who you are.".to_owned()));
        let list = choice(
            ui,
            "Official",
            &chosen.map(said).unwrap_or_default(),
            &sheet.ink,
            fault,
            |ui| {
                for official in able(sheet.snapshot) {
                    let id = Some(official.id.clone());
                    offer(ui, &mut self.official, id, said(official));
                }
            },
        );
        if sheet.fresh && self.official.is_none() {
            list.request_focus();
        }
        let empty = self.passphrase.is_empty();
        let field = Field {
            name: "Passphrase",
            hint: "",
            most: MAX_LINE_CHARS,
            fault: sheet.fault(empty.then(|| "Type your passphrase.".to_owned())),
        };
        let response = field.secret(ui, &mut self.passphrase, &sheet.ink);
        if sheet.fresh && self.official.is_some() {
            response.request_focus();
        }
        response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter))
    }

    fn order(&mut self, number: u64, snapshot: &Snapshot) -> Option<Order> {
        let chosen = able(snapshot).find(|o| Some(&o.id) == self.official.as_ref())?;
        if self.passphrase.is_empty() {
            return None;
        }
        Some(Order::SignIn {
            number,
            official: chosen.id.clone(),
            // A wrong one is typed anew, whole.
            passphrase: Passphrase::new(std::mem::take(&mut self.passphrase)),
        })
    }
}
