//! The generated types of `proto/pollstream/v1/log.proto` and the strict decoding of them.

use prost::Message;
use thiserror::Error;

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
    pub(crate) fn field(what: &'static str, rule: impl ToString) -> Self {
        WireError::Field {
            what,
            rule: rule.to_string(),
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

pub(crate) fn array<const N: usize>(what: &'static str, bytes: &[u8]) -> Result<[u8; N], WireError> {
    bytes
        .try_into()
        .map_err(|_| WireError::field(what, format!("{N} bytes expected, {} found", bytes.len())))
}
