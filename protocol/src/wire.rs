//! The generated types of `proto/pollstream/v1/log.proto` and the strict decoding of them.

use prost::Message;
use thiserror::Error;

use crate::limits::MAX_NUMBER;

/// Generated code.
#[allow(missing_docs, clippy::all, clippy::pedantic, unreachable_pub)]
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/pollstream.v1.rs"));
}

/// Why bytes are not a message of the wire format.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WireError {
    /// Not Protobuf, or cut short.
    #[error("{what} cannot be decoded: {detail}")]
    Undecodable {
        /// The message that was expected.
        what: &'static str,
        /// What the decoder says.
        detail: String,
    },
    /// Decodes, but holds unknown fields or is encoded in another way than this version writes it: what
    /// was signed and what would be understood could differ.
    #[error("{what} is not in canonical form (unknown fields, or a newer version wrote it)")]
    NotCanonical {
        /// The message that was expected.
        what: &'static str,
    },
    /// A field breaks its rule.
    #[error("{what}: {rule}")]
    Field {
        /// Message and field.
        what: &'static str,
        /// The rule.
        rule: String,
    },
}

impl WireError {
    pub(crate) fn field(what: &'static str, rule: impl Into<String>) -> Self {
        WireError::Field {
            what,
            rule: rule.into(),
        }
    }
}

/// Decodes `bytes` and insists that they are exactly how this version would encode the result.
pub fn decode_strict<M: Message + Default>(what: &'static str, bytes: &[u8]) -> Result<M, WireError> {
    let message = M::decode(bytes).map_err(|e| WireError::Undecodable {
        what,
        detail: e.to_string(),
    })?;
    if message.encoded_len() != bytes.len() || message.encode_to_vec() != bytes {
        return Err(WireError::NotCanonical { what });
    }
    Ok(message)
}

/// A sequence number, version or count: nothing beyond what a database's signed integer holds.
pub(crate) fn number(what: &'static str, value: u64) -> Result<u64, WireError> {
    if value > MAX_NUMBER {
        return Err(WireError::field(what, "larger than 2^63 - 1"));
    }
    Ok(value)
}

/// One line of text: bounded, without control characters.
pub(crate) fn line(what: &'static str, value: String, max: usize) -> Result<String, WireError> {
    if value.chars().any(char::is_control) {
        return Err(WireError::field(what, "holds control characters"));
    }
    bounded(what, value, max)
}

/// Free text: bounded, of control characters only line breaks and tabs. A zero byte, above all, would be
/// refused by Postgres long after the signature was accepted.
pub(crate) fn text(what: &'static str, value: String, max: usize) -> Result<String, WireError> {
    if value
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err(WireError::field(what, "holds control characters"));
    }
    bounded(what, value, max)
}

fn bounded(what: &'static str, value: String, max: usize) -> Result<String, WireError> {
    if value.chars().count() > max {
        return Err(WireError::field(what, format!("longer than {max} characters")));
    }
    Ok(value)
}

pub(crate) fn array<const N: usize>(what: &'static str, bytes: &[u8]) -> Result<[u8; N], WireError> {
    bytes
        .try_into()
        .map_err(|_| WireError::field(what, format!("{N} bytes expected, {} found", bytes.len())))
}
