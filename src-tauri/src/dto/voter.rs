//! Search, voter card, check-in, registration and provisional votes.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::error::FieldFault;

/// Where a voter stands, as far as this station knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Standing {
    /// Accredited and not checked in.
    MayCheckIn,
    /// Registered, not accredited yet.
    Pending,
    /// Registration refused.
    Rejected,
    /// Registration taken back.
    Withdrawn,
    /// Checked in here.
    CheckedIn {
        /// When.
        #[ts(type = "string")]
        at: Timestamp,
        /// Whether the ballot was issued.
        issued: bool,
    },
    /// Checked in at another station, or by an earlier kiosk of this one.
    CheckedInElsewhere {
        /// Where.
        place: PollingPlace,
        /// When.
        #[ts(type = "string")]
        at: Timestamp,
    },
    /// Belongs to another polling station now.
    OtherPollingStation {
        /// Where to go.
        place: PollingPlace,
    },
}

/// A polling station, to send somebody there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PollingPlace {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Street address; may be empty.
    pub address: String,
    /// Name of its district.
    pub district: String,
}

/// What to look for.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Search {
    /// Parts of a name, a registration number, a date of birth, or what a scanner typed.
    pub query: String,
    /// A date such as 5/4/1980 is tried with the month first; the other way round it is tried too.
    #[serde(default)]
    pub month_first: bool,
    /// Most voters to return, up to 200.
    pub limit: u32,
}

/// Who was found.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchResult {
    /// The best, best first.
    pub voters: Vec<VoterRow>,
    /// How many there are, those that are not in the list included.
    #[ts(type = "number")]
    pub total: u64,
}

/// A voter in a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoterRow {
    /// The voter.
    pub voter_id: String,
    /// Full name, in the voter's own order and script.
    pub name: String,
    /// As the registry writes it.
    pub registration_number: String,
    /// Date of birth.
    #[ts(type = "string")]
    pub date_of_birth: Date,
    /// Street and city in one line; may be empty.
    pub address: String,
    /// Where the voter stands.
    pub standing: Standing,
}

/// A voter who is checked in and has no ballot yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WaitingVoter {
    /// The voter.
    pub voter_id: String,
    /// Full name, in the voter's own order and script.
    pub name: String,
    /// As the registry writes it.
    pub registration_number: String,
    /// When they were checked in.
    #[ts(type = "string")]
    pub since: Timestamp,
}

/// Which voter.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoterId {
    /// The voter.
    pub voter_id: String,
}

/// A postal address. Every part may be empty.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct AddressForm {
    /// Street and house number.
    pub street: String,
    /// City.
    pub city: String,
    /// State or province.
    pub state: String,
    /// Country.
    pub country: String,
    /// Post code.
    pub postcode: String,
}

/// A voter with all that the officer compares.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoterCard {
    /// The voter.
    pub voter_id: String,
    /// Full name, in the voter's own order and script.
    pub name: String,
    /// As the registry writes it.
    pub registration_number: String,
    /// Date of birth.
    #[ts(type = "string")]
    pub date_of_birth: Date,
    /// Years on election day.
    pub age: i16,
    /// As the registry writes it; may be empty.
    pub gender: String,
    /// ISO 3166-1 alpha-2; may be empty.
    pub nationality: String,
    /// Postal address.
    pub address: AddressForm,
    /// E-mail; may be empty.
    pub email: String,
    /// Phone; may be empty.
    pub phone: String,
    /// Mobile phone; may be empty.
    pub cell: String,
    /// `data:image/…` of the picture, when this kiosk has it.
    pub picture: Option<String>,
    /// The roll names a picture, whether this kiosk has it or not.
    pub has_picture: bool,
    /// The ballot that the voter is entitled to.
    pub ballot_style: StyleName,
    /// When the registration was made.
    #[ts(type = "string")]
    pub registered_at: Timestamp,
    /// Where the voter stands.
    pub standing: Standing,
    /// What the officer compares with the voter's document: `name`, `date_of_birth`, `picture`, `address`.
    pub verify: Vec<String>,
    /// Reasons for which this voter may vote provisionally now; the first is the one that fits.
    pub provisional_reasons: Vec<ProvisionalReasonName>,
    /// The check-in can be taken back: no ballot was issued.
    pub may_undo: bool,
    /// A ballot can be issued now.
    pub may_issue: bool,
    /// What stops the ballot of who is checked in: what changed on the roll since then (`not_accredited`,
    /// `checked_in_elsewhere`, `other_polling_station`, `other_style`), or `booth_busy`; `null` when nothing does.
    pub obstacle: Option<String>,
    /// When a provisional ballot was issued here to this person before; `null` when none was.
    #[ts(type = "string | null")]
    pub provisional_before: Option<Timestamp>,
}

/// A ballot style and what is on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StyleName {
    /// Its id.
    pub id: String,
    /// Titles of its contests, in ballot order.
    pub contests: Vec<String>,
}

/// Takes a check-in back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoCheckIn {
    /// The voter.
    pub voter_id: String,
    /// Why; 1 to 2,000 characters.
    pub reason: String,
}

/// A ballot went to the booth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Issued {
    /// Of a provisional vote: the case number that the voter keeps.
    pub case_number: Option<String>,
}

/// Why somebody votes provisionally.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProvisionalReasonName {
    /// Not on this station's roll.
    NotOnRoll,
    /// On the roll, but not accredited.
    NotAccredited,
    /// Already checked in, here or elsewhere.
    AlreadyCheckedIn,
    /// On the roll of another polling station.
    OtherPollingStation,
    /// The roll is too old to be relied on.
    RollStale,
    /// The officer doubts the identity.
    IdentityDoubted,
}

/// Lets a voter who is on the roll vote provisionally.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProvisionalOnRoll {
    /// The voter.
    pub voter_id: String,
    /// Why.
    pub reason: ProvisionalReasonName,
    /// The name that the claimant typed under the declaration; empty when it is signed on paper.
    pub declared: String,
    /// A provisional ballot was issued to this person before: why another is.
    pub again: Option<String>,
}

/// Lets somebody who is not on the roll vote provisionally.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProvisionalClaim {
    /// Who claims the right to vote.
    pub claimant: VoterForm,
    /// Why.
    pub reason: ProvisionalReasonName,
    /// The name that the claimant typed under the declaration; empty when it is signed on paper.
    pub declared: String,
    /// A provisional ballot was issued to this person before: why another is.
    pub again: Option<String>,
}

/// The registration form as it is filled in: everything is text, and checked here.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct VoterForm {
    /// As the registry writes it.
    pub registration_number: String,
    /// Full name, in the voter's own order and script.
    pub name: String,
    /// `YYYY-MM-DD`.
    pub date_of_birth: String,
    /// As the registry writes it; may be empty.
    pub gender: String,
    /// ISO 3166-1 alpha-2; may be empty.
    pub nationality: String,
    /// Postal address.
    pub address: AddressForm,
    /// E-mail; may be empty.
    pub email: String,
    /// Phone; may be empty.
    pub phone: String,
    /// Mobile phone; may be empty.
    pub cell: String,
    /// What `store_picture` returned; empty for none.
    pub picture: String,
    /// A ballot style issued here; empty for the first.
    pub ballot_style: String,
}

/// What the form offers and how it limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FormOptions {
    /// Ballot styles issued here, at least one.
    pub ballot_styles: Vec<StyleName>,
    /// Election day.
    #[ts(type = "string")]
    pub election_date: Date,
    /// Years on election day from which a person may vote.
    pub voting_age: u8,
    /// Characters in a line.
    pub max_chars: u32,
    /// Bytes of a picture (JPEG, PNG or WebP).
    pub max_picture_bytes: u32,
}

/// What is wrong with a form, field by field; nothing is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FormCheck {
    /// Every rule that it breaks. Empty fields that are needed are among them: show them once they were left.
    pub faults: Vec<FieldFault>,
    /// Years on election day, when the date of birth is a date.
    pub age: Option<i16>,
}

/// Who on the roll a person at the form may be already.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Duplicates {
    /// The voter with this very registration number: registering is refused, open the card instead.
    pub same_number: Option<VoterRow>,
    /// Same name and date of birth under other numbers.
    pub alike: Vec<VoterRow>,
}

/// A registration on record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Registered {
    /// The voter.
    pub voter_id: String,
    /// What the person takes home: station, incarnation and number of the log's entry.
    pub receipt_number: String,
    /// Voters on the roll who may be the same person.
    pub alike: Vec<VoterRow>,
}

/// A picture that was stored on this kiosk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StoredPicture {
    /// For [`VoterForm::picture`].
    pub reference: String,
}

/// Looks for a polling station by name, address or district.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindPlaces {
    /// Parts of them; empty for all.
    pub query: String,
}

/// What a scanner typed of a licence.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LicenceScan {
    /// As it was typed, with line breaks.
    pub text: String,
}

/// What a licence says of its holder. It only fills in a search or a form, and is not kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LicenceView {
    /// What to look for on the roll.
    pub query: String,
    /// Given names and family name.
    pub name: String,
    /// `YYYY-MM-DD`; empty when the card does not say it.
    pub date_of_birth: String,
    /// The address.
    pub address: AddressForm,
    /// Its last day is over.
    pub expired: bool,
}
