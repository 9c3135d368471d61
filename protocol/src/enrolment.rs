//! Enrolment: how a kiosk becomes a station, and how it stops being one.

use prost::Message;
use rand::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::at_rest::AtRestKey;
use crate::definition::{SignedDefinition, SignedDefinitionError};
use crate::ids::{ElectionId, Incarnation, StationId};
use crate::limits::MAX_PACKAGE_BYTES;
use crate::passphrase::{self, PassphraseError};
use crate::roll::RollUpdate;
use crate::signed::{Context, SignedError, SigningKey, Unverified, VerifyingKey, open, sign, verifying_key};
use crate::voter::id;
use crate::wire::{WireError, array, decode_strict, number, v1};

/// One incarnation of a station and the key that its segments are signed with. Published on the definition
/// topic, so that an auditor can check every segment without a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The election.
    pub election: ElectionId,
    /// The station.
    pub station: StationId,
    /// Its incarnation.
    pub incarnation: Incarnation,
    /// The key that signs its segments.
    pub public_key: VerifyingKey,
    /// Set when it was revoked: entries from this number on are not accepted.
    pub revoked_from: Option<u64>,
}

impl Enrolment {
    /// Signs the enrolment.
    pub fn sign(&self, authority: &SigningKey) -> Vec<u8> {
        let body = v1::Enrolment {
            election: self.election.to_string(),
            station: self.station.to_string(),
            incarnation: self.incarnation.0,
            public_key: self.public_key.as_bytes().to_vec(),
            revoked_from: self.revoked_from,
        };
        sign(Context::Enrolment, body.encode_to_vec(), authority)
    }

    /// Opens an enrolment that the authority must have signed.
    pub fn open(bytes: &[u8], authority: &VerifyingKey) -> Result<Self, SignedError> {
        let body = open(Context::Enrolment, bytes, authority)?;
        let m: v1::Enrolment = decode_strict("enrolment", &body)?;
        Ok(Enrolment {
            election: id("election", m.election)?,
            station: id("station", m.station)?,
            incarnation: Incarnation(m.incarnation),
            public_key: verifying_key(&m.public_key)?,
            revoked_from: (m.revoked_from)
                .map(|seq| number("revoked_from", seq))
                .transpose()?,
        })
    }
}

/// What binds the roll to its place in the package.
const ROLL: &[u8] = b"station package roll";

/// Why a station package cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PackageError {
    /// Larger than a package may be.
    #[error("the station package is larger than {MAX_PACKAGE_BYTES} bytes")]
    TooLarge,
    /// Not a package, or altered.
    #[error("the station package is damaged or was altered: {0}")]
    Signed(#[from] SignedError),
    /// Not the wire format.
    #[error("the station package is damaged: {0}")]
    Wire(#[from] WireError),
    /// Wrong enrolment code.
    #[error("the enrolment code does not open this station package")]
    WrongCode,
    /// Its secret cannot be used.
    #[error("the station package's secret is damaged: {0}")]
    Secret(PassphraseError),
    /// Its definition is not valid.
    #[error("the station package holds a definition that is not valid: {0}")]
    Definition(#[from] SignedDefinitionError),
    /// Parts of different elections or stations.
    #[error("the station package does not fit together: {0}")]
    Mismatch(&'static str),
}

/// All that a kiosk needs to become a station.
pub struct StationPackage {
    /// The signed definition.
    pub definition: SignedDefinition,
    /// The signed enrolment, as bytes and opened.
    pub enrolment: Enrolment,
    /// The election authority's public key.
    pub authority: VerifyingKey,
    /// The key with which this incarnation signs.
    pub signing_key: SigningKey,
    /// The polling station's roll.
    pub roll: Vec<RollUpdate>,
    /// Kafka bootstrap servers; may be empty.
    pub kafka: String,
    /// Prefix of the topic names.
    pub topic_prefix: String,
    /// More settings of the Kafka client, such as a user and a password. Under the enrolment code.
    pub kafka_options: Vec<(String, String)>,
}

impl std::fmt::Debug for StationPackage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "StationPackage({}/{})",
            self.enrolment.station, self.enrolment.incarnation
        )
    }
}

impl StationPackage {
    /// Writes the package: signed by the authority, its secret under the enrolment code, its roll under a key that
    /// follows from the secret.
    pub fn seal<R: CryptoRng>(
        &self,
        enrolment_code: &str,
        authority: &SigningKey,
        rng: &mut R,
    ) -> Result<Vec<u8>, PackageError> {
        let secret = v1::StationSecret {
            signing_key: self.signing_key.as_bytes().to_vec(),
            authority_key: self.authority.as_bytes().to_vec(),
            kafka_options: (self.kafka_options.iter().cloned())
                .map(|(name, value)| v1::KafkaOption { name, value })
                .collect(),
        };
        let plain = Zeroizing::new(secret.encode_to_vec());
        let code = normalise_code(enrolment_code);
        let sealed_secret = passphrase::seal(&plain, &code, rng).map_err(PackageError::Secret)?;
        let roll = v1::Roll {
            voters: self.roll.iter().map(RollUpdate::to_wire).collect(),
        };
        let roll = Zeroizing::new(roll.encode_to_vec());
        let body = v1::StationPackage {
            definition: self.definition.as_bytes().to_vec(),
            enrolment: self.enrolment.sign(authority),
            authority_key: self.authority.as_bytes().to_vec(),
            sealed_secret,
            sealed_roll: AtRestKey::of(&self.signing_key).seal(&roll, ROLL, rng),
            kafka: self.kafka.clone(),
            topic_prefix: self.topic_prefix.clone(),
        };
        let bytes = sign(Context::StationPackage, body.encode_to_vec(), authority);
        if bytes.len() > MAX_PACKAGE_BYTES {
            return Err(PackageError::TooLarge);
        }
        Ok(bytes)
    }

    /// Opens the package with the enrolment code. The code vouches for the authority's key inside, and that
    /// key for everything else: a package altered on its way does not open.
    pub fn open(bytes: &[u8], enrolment_code: &str) -> Result<Self, PackageError> {
        if bytes.len() > MAX_PACKAGE_BYTES {
            return Err(PackageError::TooLarge);
        }
        let envelope = Unverified::decode(bytes)?;
        let m: v1::StationPackage = decode_strict("station package", envelope.claimed_body())?;
        let plain =
            passphrase::open(&m.sealed_secret, &normalise_code(enrolment_code)).map_err(|e| match e {
                PassphraseError::WrongPassphrase => PackageError::WrongCode,
                other => PackageError::Secret(other),
            })?;
        let secret: v1::StationSecret = decode_strict("station secret", &plain)?;
        let authority = verifying_key(&secret.authority_key)?;
        envelope.check(Context::StationPackage, &authority)?;
        let signing_key = SigningKey::from_bytes(&Zeroizing::new(array("signing_key", &secret.signing_key)?));
        let definition = SignedDefinition::open(&m.definition, &authority)?;
        let enrolment = Enrolment::open(&m.enrolment, &authority)?;
        if enrolment.election != definition.definition.id {
            return Err(PackageError::Mismatch(
                "enrolment and definition are of different elections",
            ));
        }
        if (definition.definition)
            .polling_station(&enrolment.station)
            .is_none()
        {
            return Err(PackageError::Mismatch(
                "the definition does not know the enrolled polling station",
            ));
        }
        if enrolment.public_key != signing_key.verifying_key() {
            return Err(PackageError::Mismatch("the enrolment is for another signing key"));
        }
        let roll = open_roll(&signing_key, &m.sealed_roll)?;
        if roll
            .iter()
            .any(|u| u.election != enrolment.election || u.polling_station != enrolment.station)
        {
            return Err(PackageError::Mismatch("the roll is of another polling station"));
        }
        let (kafka, topic_prefix) = (m.kafka, m.topic_prefix);
        let options = secret.kafka_options.into_iter();
        let kafka_options = options.map(|option| (option.name, option.value)).collect();
        Ok(StationPackage {
            definition,
            enrolment,
            authority,
            signing_key,
            roll,
            kafka,
            topic_prefix,
            kafka_options,
        })
    }
}

fn open_roll(signing_key: &SigningKey, sealed: &[u8]) -> Result<Vec<RollUpdate>, PackageError> {
    let plain = AtRestKey::of(signing_key).open(sealed, ROLL);
    let plain = plain.map_err(|_| PackageError::Mismatch("the roll is under another station's key"))?;
    let roll: v1::Roll = decode_strict("roll", &plain)?;
    Ok(roll
        .voters
        .into_iter()
        .map(RollUpdate::from_wire)
        .collect::<Result<_, _>>()?)
}

/// Letters of an enrolment code: no 0/O, 1/I/L, 2/Z, 5/S, 8/B.
const CODE_ALPHABET: &[u8; 25] = b"ACDEFGHJKMNPQRTUVWXY34679";
const CODE_LETTERS: usize = 16;
const CODE_GROUP: usize = 4;

/// A one-time enrolment code for people to copy: 16 letters in groups of four, about 74 bits.
pub fn generate_code<R: CryptoRng>(rng: &mut R) -> Zeroizing<String> {
    // Reserved whole: a string that grows leaves copies of the secret behind.
    let mut code = Zeroizing::new(String::with_capacity(CODE_LETTERS + CODE_LETTERS / CODE_GROUP));
    for i in 0..CODE_LETTERS {
        if i > 0 && i % CODE_GROUP == 0 {
            code.push('-');
        }
        code.push(random_letter(rng));
    }
    code
}

/// Every letter is equally likely: bytes beyond the last whole run of the alphabet are thrown away.
fn random_letter<R: CryptoRng>(rng: &mut R) -> char {
    const RUNS: usize = 256 / CODE_ALPHABET.len();
    loop {
        let mut byte = [0u8; 1];
        rng.fill_bytes(&mut byte);
        let n = usize::from(byte[0]);
        if n < RUNS * CODE_ALPHABET.len() {
            return char::from(CODE_ALPHABET[n % CODE_ALPHABET.len()]);
        }
    }
}

fn normalise_code(code: &str) -> Zeroizing<String> {
    Zeroizing::new(
        code.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .collect(),
    )
}
