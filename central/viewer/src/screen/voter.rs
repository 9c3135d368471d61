//! Voters' records, side by side.

use eframe::egui;
use egui::{Grid, Label, RichText, Ui};
use pollstream_protocol::voter::{Address, VoterRecord};

use super::View;
use crate::format::{NOTHING, moment};
use crate::theme::{bold, regular, size};

/// Width of a record.
const WIDTH: f32 = 190.0;

/// A record under its title.
pub(super) struct Column<'a> {
    pub(super) title: String,
    pub(super) voter: &'a VoterRecord,
}

/// An address in lines, without its empty parts.
fn address(address: &Address) -> String {
    let town = [address.postcode.as_str(), &address.city]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    let lines = [address.street.as_str(), &town, &address.state, &address.country];
    let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// A record's fields, always the same ones in the same order.
fn fields(view: &View<'_>, voter: &VoterRecord) -> [(&'static str, String); 12] {
    let election = &view.live.election;
    [
        ("Name", voter.name.clone()),
        ("Registration number", voter.registration_number.clone()),
        (
            "Date of birth",
            voter.date_of_birth.strftime("%-d %B %Y").to_string(),
        ),
        ("Gender", voter.gender.clone()),
        ("Nationality", voter.nationality.clone()),
        ("Address", address(&voter.address)),
        ("E-mail", voter.email.clone()),
        ("Phone", voter.phone.clone()),
        ("Mobile", voter.cell.clone()),
        (
            "On the roll of",
            election.station_name(voter.polling_station.as_str()),
        ),
        ("State", voter.accreditation.as_str().to_owned()),
        ("Registered", moment(voter.registered_at, &election.zone)),
    ]
}

/// Draws records beside each other; what differs from the first one is bold.
pub(super) fn side_by_side(ui: &mut Ui, view: &View<'_>, columns: &[Column<'_>]) {
    let ink = view.ink;
    let all: Vec<_> = columns.iter().map(|column| fields(view, column.voter)).collect();
    let Some(first) = all.first() else { return };
    Grid::new("records")
        .spacing([22.0, 6.0])
        .min_col_width(0.0)
        .min_row_height(0.0)
        .show(ui, |ui| {
            // One record alone stands under the screen's own title.
            if columns.len() > 1 {
                ui.label("");
                for column in columns {
                    ui.vertical(|ui| {
                        ui.set_width(WIDTH);
                        let title = RichText::new(&column.title).font(bold(size::BODY));
                        ui.add(Label::new(title).wrap());
                    });
                }
                ui.end_row();
            }
            for (n, (name, value)) in first.iter().enumerate() {
                ui.vertical(|ui| {
                    let name = RichText::new(*name).font(regular(size::BODY));
                    ui.add(Label::new(name.color(ink.muted)).extend());
                });
                for (of, record) in all.iter().enumerate() {
                    let text = &record[n].1;
                    let differs = of > 0 && text != value;
                    let (font, colour) = if differs {
                        (bold(size::BODY), ink.text)
                    } else {
                        (regular(size::BODY), if of > 0 { ink.muted } else { ink.text })
                    };
                    let shown = if text.is_empty() { NOTHING } else { text };
                    ui.vertical(|ui| {
                        ui.set_width(WIDTH);
                        ui.add(Label::new(RichText::new(shown).font(font).color(colour)).wrap());
                    });
                }
                ui.end_row();
            }
        });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_without_their_empty_parts() {
        let some = Address {
            street: "4 Mill Lane".into(),
            city: "Riverton".into(),
            postcode: "62701".into(),
            ..Address::default()
        };
        assert_eq!(address(&some), "4 Mill Lane\n62701 Riverton");
        assert_eq!(address(&Address::default()), "");
    }
}
