//! Files that carry signed messages where no network does: a station's segments on their way to central, and
//! central's receipts, roll updates and definition on their way back.
//!
//! Layout: `"PSF1"`, then frames, then the end. A frame is its kind (one byte), its length (u32, big-endian)
//! and a signed message of that length. The end is a frame of kind 0 that holds the SHA-256 of everything
//! before it; nothing follows. The sum tells a file that was cut short or damaged from a whole one; what the
//! messages are worth is told by their own signatures.

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::limits::{MAX_DEFINITION_BYTES, MAX_SEGMENT_BYTES, MAX_TRANSFER_BYTES, MAX_TRANSFER_FRAMES};

/// What the names of such files end with.
pub const TRANSFER_EXTENSION: &str = "pollstream-segments";

const MAGIC: &[u8; 4] = b"PSF1";
const HEAD_BYTES: usize = 5;
const END: u8 = 0;
const SUM_BYTES: usize = 32;

/// Bytes of a receipt or a roll update: far more than any has.
const MAX_SMALL_BYTES: usize = 64 << 10;
/// A definition with its signature and key.
const MAX_SIGNED_DEFINITION_BYTES: usize = MAX_DEFINITION_BYTES + (4 << 10);

/// A message in a file, exactly as it was signed. Not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// A station's segment.
    Segment(Vec<u8>),
    /// A receipt.
    Receipt(Vec<u8>),
    /// A roll update.
    RollUpdate(Vec<u8>),
    /// A definition.
    Definition(Vec<u8>),
}

impl Frame {
    fn parts(&self) -> (u8, &[u8]) {
        match self {
            Frame::Segment(bytes) => (1, bytes),
            Frame::Receipt(bytes) => (2, bytes),
            Frame::RollUpdate(bytes) => (3, bytes),
            Frame::Definition(bytes) => (4, bytes),
        }
    }

    fn new(kind: u8, bytes: Vec<u8>) -> Option<Self> {
        match kind {
            1 => Some(Frame::Segment(bytes)),
            2 => Some(Frame::Receipt(bytes)),
            3 => Some(Frame::RollUpdate(bytes)),
            4 => Some(Frame::Definition(bytes)),
            _ => None,
        }
    }
}

fn max_bytes(kind: u8) -> usize {
    match kind {
        1 => MAX_SEGMENT_BYTES,
        4 => MAX_SIGNED_DEFINITION_BYTES,
        _ => MAX_SMALL_BYTES,
    }
}

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TransferError {
    /// Larger than allowed.
    #[error(
        "the file is larger than {MAX_TRANSFER_BYTES} bytes or holds more than {MAX_TRANSFER_FRAMES} messages"
    )]
    TooLarge,
    /// Another kind of file, or a newer version's.
    #[error("this is not a file of segments (or a newer version wrote it)")]
    Format,
    /// Cut short, damaged, or with something after its end.
    #[error("the file is damaged or was not written to its end: copy it again")]
    Damaged,
}

/// The file that holds these messages, in their order.
pub fn write(frames: &[Frame]) -> Result<Vec<u8>, TransferError> {
    let size: usize = frames.iter().map(|f| HEAD_BYTES + f.parts().1.len()).sum();
    if frames.len() > MAX_TRANSFER_FRAMES || size + MAGIC.len() + HEAD_BYTES + SUM_BYTES > MAX_TRANSFER_BYTES
    {
        return Err(TransferError::TooLarge);
    }
    let mut file = Vec::with_capacity(size + MAGIC.len() + HEAD_BYTES + SUM_BYTES);
    file.extend(MAGIC);
    for frame in frames {
        let (kind, bytes) = frame.parts();
        if bytes.len() > max_bytes(kind) {
            return Err(TransferError::TooLarge);
        }
        put(&mut file, kind, bytes);
    }
    let sum: [u8; SUM_BYTES] = Sha256::digest(&file).into();
    put(&mut file, END, &sum);
    Ok(file)
}

fn put(file: &mut Vec<u8>, kind: u8, bytes: &[u8]) {
    // The largest frame is far below 4 GiB.
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    file.push(kind);
    file.extend(length.to_be_bytes());
    file.extend(bytes);
}

/// The messages of a file: all of them, or none.
pub fn read(file: &[u8]) -> Result<Vec<Frame>, TransferError> {
    if file.len() > MAX_TRANSFER_BYTES {
        return Err(TransferError::TooLarge);
    }
    let mut rest = file.strip_prefix(MAGIC).ok_or(TransferError::Format)?;
    let mut frames = Vec::new();
    loop {
        let before = file.len() - rest.len();
        let (kind, bytes, after) = take(rest)?;
        rest = after;
        if kind == END {
            let sum: [u8; SUM_BYTES] = Sha256::digest(&file[..before]).into();
            let whole = bytes == sum && rest.is_empty();
            return if whole {
                Ok(frames)
            } else {
                Err(TransferError::Damaged)
            };
        }
        if frames.len() == MAX_TRANSFER_FRAMES {
            return Err(TransferError::TooLarge);
        }
        frames.push(Frame::new(kind, bytes.to_vec()).ok_or(TransferError::Format)?);
    }
}

fn take(rest: &[u8]) -> Result<(u8, &[u8], &[u8]), TransferError> {
    let (head, rest) = rest.split_at_checked(HEAD_BYTES).ok_or(TransferError::Damaged)?;
    let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
    let length = usize::try_from(length).map_err(|_| TransferError::Damaged)?;
    if length > max_bytes(head[0]) {
        return Err(TransferError::Damaged);
    }
    let (bytes, rest) = rest.split_at_checked(length).ok_or(TransferError::Damaged)?;
    Ok((head[0], bytes, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames() -> Vec<Frame> {
        vec![
            Frame::Segment(vec![1; 70]),
            Frame::Receipt(vec![2; 3]),
            Frame::RollUpdate(vec![]),
            Frame::Definition(vec![4; 9]),
        ]
    }

    #[test]
    fn what_was_written_is_read_again() {
        assert_eq!(read(&write(&frames()).unwrap()).unwrap(), frames());
        assert_eq!(read(&write(&[]).unwrap()).unwrap(), []);
    }

    #[test]
    fn a_file_that_was_cut_or_altered_anywhere_is_refused() {
        let file = write(&frames()).unwrap();
        for end in 0..file.len() {
            assert!(read(&file[..end]).is_err(), "cut at {end}");
        }
        for at in 0..file.len() {
            let mut altered = file.clone();
            altered[at] ^= 0x40;
            assert!(read(&altered).is_err(), "altered at {at}");
        }
        let longer = [file, vec![0]].concat();
        assert_eq!(read(&longer), Err(TransferError::Damaged));
        assert_eq!(read(b"something else"), Err(TransferError::Format));
    }

    #[test]
    fn a_length_beyond_the_limit_is_refused_before_anything_is_allocated() {
        let file = [MAGIC.as_slice(), &[2, 0xFF, 0xFF, 0xFF, 0xFF]].concat();
        assert_eq!(read(&file), Err(TransferError::Damaged));
        let large = Frame::Receipt(vec![0; MAX_SMALL_BYTES + 1]);
        assert_eq!(write(&[large]), Err(TransferError::TooLarge));
    }
}
