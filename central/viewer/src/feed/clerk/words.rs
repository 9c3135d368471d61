//! What an official is told when something could not be done: what is wrong, and what to do.

use pollstream_central::admin::{AdminError, SignInError};
use pollstream_central::keys::KeyError;

/// Why the office could not be opened.
pub(super) fn of_office(error: &AdminError) -> String {
    match error {
        AdminError::Key(KeyError::Io { path, .. }) => format!(
            "Nobody can decide at this window: the election's key is not here ({}). Decide on the machine that \
             has it, or start the window with --data and central's data folder.",
            path.display()
        ),
        AdminError::Store(error) if error.is_denied() => {
            "Nobody can decide at this window: its database user may only read. Start it with the credentials of \
             central."
                .to_owned()
        }
        error => of(error),
    }
}

/// Why an official's order was not carried out.
pub(super) fn of(error: &AdminError) -> String {
    match error {
        AdminError::SignIn(SignInError::Wrong) => {
            "The passphrase is wrong. After five wrong ones in a row nobody can sign in as this official for a while."
                .to_owned()
        }
        AdminError::SignIn(SignInError::Disabled) => {
            "This official was disabled by another one and decides nothing any more.".to_owned()
        }
        AdminError::SameOfficial(_) => {
            "You proposed it yourself: another official must sign in and confirm it.".to_owned()
        }
        AdminError::AlreadyProposed(_) => {
            "Something is proposed already: another official confirms or declines it first.".to_owned()
        }
        AdminError::NothingProposed(_) => {
            "Nothing is proposed any more: another official has confirmed or declined it meanwhile.".to_owned()
        }
        AdminError::NoBallot(_) => {
            "The ballot has not arrived from its station yet: it can be released when it has.".to_owned()
        }
        AdminError::CaseDecided(_) => "This provisional ballot was decided meanwhile.".to_owned(),
        AdminError::UnknownIncident(_) | AdminError::UnknownMessage(_) => {
            "Another official has dealt with it meanwhile.".to_owned()
        }
        AdminError::CheckedIn(_) => {
            "The voter has been checked in where they are: they cannot be moved to another roll any more.".to_owned()
        }
        AdminError::Certified => {
            "The results are certified: nothing that could change them is decided any more.".to_owned()
        }
        error => sentence(&error.to_string()),
    }
}

/// As a sentence: with a capital letter, and an end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    let text = first.unwrap_or_default() + letters.as_str();
    if text.ends_with(['.', '!', '?']) {
        text
    } else {
        text + "."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_sentences_that_say_what_to_do() {
        let same = of(&AdminError::SameOfficial("anna".parse().unwrap()));
        assert!(same.contains("another official must sign in"), "{same}");
        let other = of(&AdminError::UnknownCandidate("eve".parse().unwrap()));
        assert_eq!(other, "Candidate `eve` is not in the definition.");
        let missing = AdminError::Key(KeyError::Io {
            path: "/srv/central/keys/authority.key".into(),
            source: std::io::ErrorKind::NotFound.into(),
        });
        assert!(of_office(&missing).contains("Decide on the machine that has it"));
    }
}
