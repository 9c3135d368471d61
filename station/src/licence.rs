//! Driver licences and identity cards of North America: what their PDF417 bar code says, as a scanner types it. The
//! format is that of the AAMVA DL/ID Card Design Standard (versions 1 to 10). Pure.
//!
//! The scan only fills in a search or a form: the officer compares, and nothing of it is stored.

use jiff::civil::Date;
use thiserror::Error;

/// Longest text that is looked at: a card holds a quarter of it.
pub const MAX_SCAN_CHARS: usize = 8_192;

/// What a card says of its holder. What it does not say is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Licence {
    /// Number of the card.
    pub number: String,
    /// Family name.
    pub family_name: String,
    /// Given names, in order.
    pub given_names: String,
    /// Date of birth.
    pub date_of_birth: Option<Date>,
    /// The card's last day.
    pub expires: Option<Date>,
    /// Street and house number.
    pub street: String,
    /// City.
    pub city: String,
    /// State or province.
    pub state: String,
    /// Post code.
    pub postcode: String,
    /// ISO 3166-1 alpha-2 of the country that issued it.
    pub country: String,
}

impl std::fmt::Debug for Licence {
    /// Prints nothing of it: personal data never reaches a log through a debug line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Licence(…)")
    }
}

/// Why a text is not read as a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LicenceError {
    /// Something else was scanned.
    #[error("this is not the bar code of a licence: scan the large code on the back of the card")]
    NotALicence,
    /// The scan broke off, or the scanner leaves characters out.
    #[error("the scan is not whole: scan again, or type the name and the date of birth")]
    NotWhole,
}

impl LicenceError {
    /// Short and stable.
    pub fn code(self) -> &'static str {
        match self {
            LicenceError::NotALicence => "not_a_licence",
            LicenceError::NotWhole => "licence_not_whole",
        }
    }
}

impl Licence {
    /// Reads what a scanner typed. Every control character may have come as a line break.
    pub fn read(scan: &str) -> Result<Licence, LicenceError> {
        if scan.len() > MAX_SCAN_CHARS {
            return Err(LicenceError::NotALicence);
        }
        let begin = ["ANSI ", "AAMVA"].iter().find_map(|mark| scan.find(mark));
        let data = &scan[begin.ok_or(LicenceError::NotALicence)?..];
        let mut licence = Licence::default();
        let (mut birth, mut expires) = (String::new(), String::new());
        for element in elements(data) {
            let Some((id, value)) = element.split_at_checked(3) else {
                continue;
            };
            let value = tidy(value);
            match id {
                "DAQ" => licence.number = value,
                "DCS" | "DAB" => licence.family_name = value,
                "DAC" | "DCT" => join(&mut licence.given_names, &value, true),
                "DAD" => join(&mut licence.given_names, &value, false),
                "DAA" => licence.set_full_name(&value),
                "DBB" => birth = value,
                "DBA" => expires = value,
                "DAG" => licence.street = value,
                "DAI" => licence.city = value,
                "DAJ" => licence.state = value,
                "DAK" => licence.postcode = postcode(&value),
                "DCG" => licence.country = country(&value),
                _ => {}
            }
        }
        licence.date_of_birth = date(&birth);
        licence.expires = date(&expires);
        if licence.family_name.is_empty() || licence.date_of_birth.is_none() {
            return Err(LicenceError::NotWhole);
        }
        Ok(licence)
    }

    /// What to look for on the roll: names and date of birth, the one thing that cards and rolls share.
    pub fn query(&self) -> String {
        let born = self.date_of_birth.map(|d| d.to_string()).unwrap_or_default();
        let first = self.given_names.split(' ').next().unwrap_or_default();
        let words = [first, &self.family_name, &born];
        words
            .into_iter()
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Given names before the family name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_names, self.family_name)
            .trim()
            .to_owned()
    }

    /// `FAMILY,GIVEN,MIDDLE` of the first version.
    fn set_full_name(&mut self, value: &str) {
        let mut parts = value.split(',').map(str::trim);
        self.family_name = parts.next().map(str::to_owned).unwrap_or_default();
        self.given_names = parts.filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
    }
}

/// The data elements: each three letters and a value. The first stands behind the header and its subfile's type.
fn elements(data: &str) -> impl Iterator<Item = &str> {
    let mut lines = data.split(['\n', '\r', '\u{1e}', '\u{1d}', '\u{1c}']);
    let header = lines.next().unwrap_or_default();
    let first = ["DL", "ID"]
        .iter()
        .filter_map(|kind| first_element(header, kind))
        .min();
    first
        .map(|at| &header[at..])
        .into_iter()
        .chain(lines)
        .map(|line| {
            // A subfile of its own begins with its type.
            let typed = line.strip_prefix("DL").or_else(|| line.strip_prefix("ID"));
            typed.filter(|rest| is_element(rest)).unwrap_or(line)
        })
        .filter(|line| is_element(line))
}

/// Where the first element of a subfile stands in the header line: behind `DLD`, not in `DL00410288`.
fn first_element(header: &str, kind: &str) -> Option<usize> {
    header
        .match_indices(kind)
        .map(|(at, _)| at + kind.len())
        .find(|at| header.get(*at..).is_some_and(is_element))
}

fn is_element(text: &str) -> bool {
    let id = text.as_bytes().get(..3);
    id.is_some_and(|id| id[0] == b'D' && id.iter().all(u8::is_ascii_uppercase))
}

/// Without spaces around and control characters within; what a card has no value for is empty.
fn tidy(value: &str) -> String {
    let value: String = value.chars().filter(|c| !c.is_control()).collect();
    let value = value.trim().trim_end_matches(',').trim();
    match value {
        "NONE" | "unavl" | "unavail" | "UNAVL" => String::new(),
        other => other.to_owned(),
    }
}

/// First and middle names stand in elements of their own, or together, with commas or spaces.
fn join(names: &mut String, value: &str, in_front: bool) {
    let value = value.replace(',', " ");
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.is_empty() {
        return;
    }
    *names = match (names.is_empty(), in_front) {
        (true, _) => value,
        (false, true) => format!("{value} {names}"),
        (false, false) => format!("{names} {value}"),
    };
}

/// `MMDDCCYY` in the United States, `CCYYMMDD` in Canada and in the first version.
fn date(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<i16>().ok();
    let of = |year: i16, month: i16, day: i16| {
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        date.ok().filter(|d| (1850..2200).contains(&d.year()))
    };
    let american = of(number(4..8)?, number(0..2)?, number(2..4)?);
    american.or_else(|| of(number(0..4)?, number(4..6)?, number(6..8)?))
}

/// Nine digits of which the last four are zero are five digits.
fn postcode(value: &str) -> String {
    let plain: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    match plain.len() {
        9 if plain.ends_with("0000") => plain[..5].to_owned(),
        9 if plain.bytes().all(|b| b.is_ascii_digit()) => format!("{}-{}", &plain[..5], &plain[5..]),
        _ => value.to_owned(),
    }
}

fn country(value: &str) -> String {
    let known = match value {
        "USA" => "US",
        "CAN" => "CA",
        "MEX" => "MX",
        _ => "",
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as on;

    use super::*;

    /// Made up after the standard's own examples (Annex D); nobody's card.
    const CARD: &str = "@\n\u{1e}\rANSI 636000100002DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\n\
        DDFN\nDADJOHN\nDDGN\nDCUJR\nDCAD\nDCBK\nDCDPH\nDBD06062019\nDBB06061986\nDBA12102034\nDBC1\nDAU068 in\nDAYBRO\n\
        DAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\nDAK232690000  \nDCF2424244747474786102204\nDCGUSA\n\
        DCK123456789\nDDAF\nDDB06062018\nDDC06062020\nDDD1\rZVZVA01\r";

    #[test]
    fn a_card_is_read() {
        let card = Licence::read(CARD).unwrap();
        assert_eq!(
            (card.family_name.as_str(), card.given_names.as_str()),
            ("SAMPLE", "MICHAEL JOHN")
        );
        assert_eq!(card.date_of_birth, Some(on(1986, 6, 6)));
        assert_eq!(card.expires, Some(on(2034, 12, 10)));
        assert_eq!(card.number, "T64235789");
        assert_eq!(
            (card.street.as_str(), card.city.as_str(), card.state.as_str()),
            ("2300 WEST BROAD STREET", "RICHMOND", "VA")
        );
        assert_eq!((card.postcode.as_str(), card.country.as_str()), ("23269", "US"));
        assert_eq!(card.query(), "MICHAEL SAMPLE 1986-06-06");
        assert_eq!(card.full_name(), "MICHAEL JOHN SAMPLE");
        assert!(!format!("{card:?}").contains("SAMPLE"));
    }

    #[test]
    fn a_scanner_that_types_enter_for_every_control_character_is_understood() {
        let typed = CARD.replace(['\u{1e}', '\r'], "\n");
        assert_eq!(Licence::read(&typed).unwrap(), Licence::read(CARD).unwrap());
        let none = CARD.replace(['\u{1e}', '\r'], "");
        assert_eq!(Licence::read(&none).unwrap(), Licence::read(CARD).unwrap());
    }

    #[test]
    fn older_and_canadian_cards_are_read() {
        let first = "@\n\u{1c}\rAAMVA6360000101DL00290179DLDAAHERNANDEZ,MARIA,DEL CARMEN\nDAQ123\nDBB19701231\n\
            DAG1 MAIN ST\nDAIAUSTIN\nDAJTX\nDAK787010123\n";
        let card = Licence::read(first).unwrap();
        assert_eq!(card.full_name(), "MARIA DEL CARMEN HERNANDEZ");
        assert_eq!(card.date_of_birth, Some(on(1970, 12, 31)));
        assert_eq!(card.postcode, "78701-0123");
        let canadian = "@\n\u{1e}\rANSI 636028080001DL00310200DLDCSTREMBLAY\nDACÉLODIE,ANNE\nDADNONE\nDBB19990403\n\
            DAKH2X 1Y4\nDCGCAN\n";
        let card = Licence::read(canadian).unwrap();
        assert_eq!(card.given_names, "ÉLODIE ANNE");
        assert_eq!(card.date_of_birth, Some(on(1999, 4, 3)));
        assert_eq!((card.country.as_str(), card.postcode.as_str()), ("CA", "H2X 1Y4"));
    }

    #[test]
    fn given_names_together_and_identity_cards_are_read() {
        let card = "ANSI 636000030001ID00310100IDDCTANN,MARIE\nDCSO'NEILL\nDBB01021980\nDAQX1";
        let card = Licence::read(card).unwrap();
        assert_eq!(card.query(), "ANN O'NEILL 1980-01-02");
    }

    #[test]
    fn something_else_is_no_card_and_half_a_card_is_not_whole() {
        for other in [
            "",
            "RV-000123",
            "5901234123457",
            "https://example.org",
            "@@@",
            "DAQ1\nDCSA",
        ] {
            assert_eq!(Licence::read(other), Err(LicenceError::NotALicence), "{other}");
        }
        let half = &CARD[..CARD.find("DBB").unwrap()];
        assert_eq!(Licence::read(half), Err(LicenceError::NotWhole));
        let nameless = CARD.replace("DCSSAMPLE", "DCS");
        assert_eq!(Licence::read(&nameless), Err(LicenceError::NotWhole));
        let wrong = CARD.replace("DBB06061986", "DBB99999999");
        assert_eq!(Licence::read(&wrong), Err(LicenceError::NotWhole));
        assert_eq!(
            Licence::read(&"ANSI ".repeat(3_000)),
            Err(LicenceError::NotALicence)
        );
    }

    #[test]
    fn nonsense_never_panics() {
        for cut in 0..CARD.len() {
            if CARD.is_char_boundary(cut) {
                Licence::read(&CARD[..cut]).ok();
                Licence::read(&CARD[cut..]).ok();
            }
        }
        for odd in ["ANSI é\nDé", "ANSI \nDLDAQ", "ANSI DLD", "ANSI IDDA\nDBBé1234567"] {
            Licence::read(odd).ok();
        }
    }
}
