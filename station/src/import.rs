//! What came on a stick: central's receipts, roll updates and definition, or this station's own segments, which
//! are compared with the log.

use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::receipt::Receipt;
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::segment::{Segment, UnverifiedSegment};
use pollstream_protocol::transfer::{self, Frame};

use crate::error::StationError;
use crate::station::Station;

/// What a file held, and what it changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Segments of this very station, all of them found in its log; they change nothing.
    pub own_segments: u64,
    /// Receipts that said something new.
    pub receipts: u64,
    /// Roll updates that changed the roll.
    pub roll_updates: u64,
    /// Revisions of the definition that were taken over.
    pub definitions: u64,
    /// Messages for other stations, which were passed over.
    pub foreign: u64,
}

/// A message whose signature holds.
enum Verified {
    Segment(Segment),
    Receipt(Receipt),
    Roll(Box<RollUpdate>),
    Definition(Box<SignedDefinition>),
    Foreign,
}

impl Station {
    /// Takes over a file; see [`pollstream_protocol::transfer`]. Every signature is checked before anything is
    /// applied: a file that was altered changes nothing.
    pub async fn import(&self, file: &[u8]) -> Result<Imported, StationError> {
        let frames = transfer::read(file)?;
        let verified = frames
            .iter()
            .map(|f| self.verified(f))
            .collect::<Result<Vec<_>, _>>()?;
        let mut imported = Imported::default();
        for message in &verified {
            match message {
                Verified::Segment(segment) => {
                    self.compare(segment).await?;
                    imported.own_segments += 1;
                }
                Verified::Receipt(receipt) => {
                    imported.receipts += u64::from(self.apply_receipt(receipt).await?);
                }
                Verified::Roll(update) => {
                    imported.roll_updates += u64::from(self.apply_roll_update(update).await?);
                }
                Verified::Definition(definition) => {
                    imported.definitions += u64::from(self.apply_definition(definition).await?);
                }
                Verified::Foreign => imported.foreign += 1,
            }
        }
        Ok(imported)
    }

    fn verified(&self, frame: &Frame) -> Result<Verified, StationError> {
        Ok(match frame {
            Frame::Segment(bytes) => {
                let segment = UnverifiedSegment::decode(bytes)?;
                let ours = segment.claimed_election() == self.election().as_str()
                    && segment.claimed_station() == self.id()
                    && segment.claimed_incarnation() == self.incarnation();
                if !ours {
                    return Ok(Verified::Foreign);
                }
                Verified::Segment(segment.verify(&self.signing_key().verifying_key())?)
            }
            Frame::Receipt(bytes) => {
                let receipt = Receipt::open(bytes, self.authority()).map_err(StationError::Unsigned)?;
                if receipt.election == *self.election() && receipt.station == *self.id() {
                    Verified::Receipt(receipt)
                } else {
                    Verified::Foreign
                }
            }
            Frame::RollUpdate(bytes) => {
                let update = RollUpdate::open(bytes, self.authority()).map_err(StationError::Unsigned)?;
                if update.election == *self.election() && update.polling_station == *self.id() {
                    Verified::Roll(Box::new(update))
                } else {
                    Verified::Foreign
                }
            }
            Frame::Definition(bytes) => {
                let definition = SignedDefinition::open(bytes, self.authority())?;
                if definition.definition.id == *self.election() {
                    Verified::Definition(Box::new(definition))
                } else {
                    Verified::Foreign
                }
            }
        })
    }

    /// A segment that this station signed must be in its log.
    async fn compare(&self, segment: &Segment) -> Result<(), StationError> {
        let last = segment.next_seq().saturating_sub(1);
        let here = self.reader().hash(last).await?;
        if here == Some(segment.head_hash()) {
            Ok(())
        } else {
            Err(StationError::NotInLog)
        }
    }
}
