//! Registering voters.

use jiff::civil::Date;
use pollstream_protocol::limits::MAX_LINE_CHARS;
use pollstream_protocol::voter::{Address, age_on};
use pollstream_station::NewVoter;
use tauri::ipc::{InvokeBody, Request};
use tauri::{State, WebviewWindow, command};

use super::at_desk;
use crate::dto::error::{CommandError, FieldFault, Params};
use crate::dto::setup::FileId;
use crate::dto::voter::{Duplicates, FormCheck, FormOptions, Registered, StoredPicture, VoterForm, VoterRow};
use crate::failure::Answer;
use crate::kiosk::Kiosk;
use crate::pictures::MAX_PICTURE_BYTES;
use crate::views;

/// Stands in for a date of birth that is none, so that the other fields can be checked: of good age.
const ANY_BIRTH: Date = jiff::civil::date(1970, 1, 1);

#[command]
pub(crate) async fn form_options(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<FormOptions> {
    let desk = at_desk(&window, &kiosk)?;
    let signed = desk.station.definition();
    let here = signed.definition.polling_station(desk.station.id());
    let styles = here.map(|place| place.ballot_styles.clone()).unwrap_or_default();
    Ok(FormOptions {
        ballot_styles: styles
            .iter()
            .map(|id| views::style(&signed.definition, id))
            .collect(),
        election_date: signed.definition.date,
        voting_age: signed.definition.voting_age,
        max_chars: u32::try_from(MAX_LINE_CHARS).unwrap_or(u32::MAX),
        max_picture_bytes: u32::try_from(MAX_PICTURE_BYTES).unwrap_or(u32::MAX),
    })
}

fn fault(field: &str, code: &str) -> FieldFault {
    FieldFault {
        field: field.to_owned(),
        code: code.to_owned(),
        params: Params::new(),
    }
}

fn birth(form: &VoterForm) -> Result<Date, FieldFault> {
    let text = form.date_of_birth.trim();
    if text.is_empty() {
        return Err(fault("date_of_birth", "empty"));
    }
    let parsed = text.parse::<Date>().ok();
    parsed
        .filter(|date| date.year() > 0 && date.to_string() == text)
        .ok_or_else(|| fault("date_of_birth", "not_a_date"))
}

fn lenient(form: &VoterForm) -> (NewVoter, Vec<FieldFault>) {
    let mut faults = Vec::new();
    let date_of_birth = birth(form).unwrap_or_else(|fault| {
        faults.push(fault);
        ANY_BIRTH
    });
    let style = form.ballot_style.trim();
    let ballot_style = match style.parse() {
        Ok(id) => Some(id),
        Err(_) if style.is_empty() => None,
        Err(_) => {
            faults.push(fault("ballot_style", "not_a_style"));
            None
        }
    };
    let line = |text: &String| text.trim().to_owned();
    let new = NewVoter {
        registration_number: line(&form.registration_number),
        name: line(&form.name),
        date_of_birth,
        gender: line(&form.gender),
        nationality: line(&form.nationality).to_uppercase(),
        address: Address {
            street: line(&form.address.street),
            city: line(&form.address.city),
            state: line(&form.address.state),
            country: line(&form.address.country),
            postcode: line(&form.address.postcode),
        },
        email: line(&form.email),
        phone: line(&form.phone),
        cell: line(&form.cell),
        picture: line(&form.picture),
        ballot_style,
    };
    (new, faults)
}

/// The form as the station takes it.
pub(crate) fn new_voter(form: &VoterForm) -> Result<NewVoter, Vec<FieldFault>> {
    let (new, faults) = lenient(form);
    if faults.is_empty() { Ok(new) } else { Err(faults) }
}

#[command]
pub(crate) async fn check_form(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: VoterForm,
) -> Answer<FormCheck> {
    let desk = at_desk(&window, &kiosk)?;
    let (new, mut faults) = lenient(&request);
    let day = desk.station.definition().definition.date;
    let age = birth(&request).ok().map(|born| age_on(born, day));
    faults.extend(
        desk.station
            .registration_faults(new)?
            .iter()
            .map(FieldFault::from),
    );
    Ok(FormCheck { faults, age })
}

#[command]
pub(crate) async fn duplicates(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: VoterForm,
) -> Answer<Duplicates> {
    let desk = at_desk(&window, &kiosk)?;
    let signed = desk.station.definition();
    let (new, _) = lenient(&request);
    let found = desk.station.look_alikes(new).await?;
    let row = |entry| views::voter_row(&signed.definition, entry);
    Ok(Duplicates {
        same_number: found.same_number.as_ref().map(row),
        alike: found.alike.iter().map(row).collect(),
    })
}

#[command]
pub(crate) async fn register(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: VoterForm,
) -> Answer<Registered> {
    let desk = at_desk(&window, &kiosk)?;
    let station = &desk.station;
    let new = new_voter(&request).map_err(CommandError::faults)?;
    let registered = station.register(new, &desk.officer.name).await?;
    kiosk.changed();
    let signed = station.definition();
    let mut alike: Vec<VoterRow> = Vec::new();
    for voter in registered.possible_duplicates {
        let entry = station.voter(voter).await?;
        alike.extend(
            entry
                .iter()
                .map(|entry| views::voter_row(&signed.definition, entry)),
        );
    }
    Ok(Registered {
        voter_id: registered.voter_id.to_string(),
        receipt_number: format!("{}-{}-{:06}", station.id(), station.incarnation(), registered.seq),
        alike,
    })
}

#[command]
pub(crate) fn store_picture(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: Request<'_>,
) -> Answer<StoredPicture> {
    at_desk(&window, &kiosk)?;
    let InvokeBody::Raw(content) = request.body() else {
        return Err(CommandError::refused("not_a_picture", "bytes are expected"));
    };
    let reference = kiosk.pictures.store(content)?;
    Ok(StoredPicture { reference })
}

#[command]
pub(crate) async fn store_picture_file(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: FileId,
) -> Answer<StoredPicture> {
    at_desk(&window, &kiosk)?;
    let content = kiosk.drives.read(&request.file_id, MAX_PICTURE_BYTES)?;
    let reference = kiosk.pictures.store(&content)?;
    Ok(StoredPicture { reference })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_trimmed_and_its_date_must_be_one() {
        let mut form = VoterForm {
            name: "  Ada  ".into(),
            nationality: " fr".into(),
            ..VoterForm::default()
        };
        let codes = |form: &VoterForm| -> Vec<String> {
            new_voter(form)
                .err()
                .unwrap_or_default()
                .into_iter()
                .map(|f| f.code)
                .collect()
        };
        assert_eq!(codes(&form), ["empty"]);
        for bad in ["31.05.1980", "1980-5-1", "1980-02-30", "x"] {
            form.date_of_birth = bad.into();
            assert_eq!(codes(&form), ["not_a_date"], "{bad}");
        }
        form.date_of_birth = "1980-05-31".into();
        form.ballot_style = "No Style".into();
        assert_eq!(codes(&form), ["not_a_style"]);
        form.ballot_style.clear();
        let new = new_voter(&form).unwrap();
        assert_eq!((new.name.as_str(), new.nationality.as_str()), ("Ada", "FR"));
    }
}
