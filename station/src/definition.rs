//! Revisions of the definition: a candidate withdraws, a text is corrected. What ballots look like stays.

use pollstream_protocol::definition::{SignedDefinition, revision_faults};
use pollstream_protocol::entry::Action;

use crate::error::StationError;
use crate::station::{Current, Station};

impl Station {
    /// Takes over a newer definition of the same election that may follow the one in force, see
    /// [`revision_faults`]. Returns whether it was newer. The caller has opened it with the authority's key.
    pub async fn apply_definition(&self, new: &SignedDefinition) -> Result<bool, StationError> {
        if new.definition.id != *self.election() {
            return Err(StationError::Foreign("definition"));
        }
        // The lock first: nobody casts between the check and the swap.
        let mut books = self.books().await?;
        let old = self.definition();
        if new.version <= old.version {
            return Ok(false);
        }
        if let Some(fault) = revision_faults(&old, new).first() {
            return Err(StationError::Incompatible(fault.rule));
        }
        let current = Current::new(new.clone())?;
        let text = format!("version {}", new.version);
        let mut change = books.change();
        change.put_definition(new);
        change.append(&self.action(Action::DefinitionLoaded, "central".into(), text))?;
        books.commit(change).await?;
        self.replace_current(current);
        Ok(true)
    }
}
