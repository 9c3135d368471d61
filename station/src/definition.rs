//! Revisions of the definition: a candidate withdraws, a text is corrected. What ballots look like stays.

use pollstream_protocol::definition::{ElectionDefinition, SignedDefinition};
use pollstream_protocol::entry::Action;
use pollstream_protocol::ids::StationId;

use crate::error::StationError;
use crate::station::{Current, Station};

/// Why `new` may not replace `old` while ballots may be in the booths; `None` when it may.
fn incompatibility(
    old: &ElectionDefinition,
    new: &ElectionDefinition,
    station: &StationId,
) -> Option<&'static str> {
    if old.ballot_styles != new.ballot_styles {
        return Some("it changes the ballot styles");
    }
    let shapes = |definition: &ElectionDefinition| {
        let mut shapes: Vec<_> = definition
            .contests
            .iter()
            .map(|c| (c.id.clone(), c.vote_variation.slots()))
            .collect();
        shapes.sort_unstable();
        shapes
    };
    if shapes(old) != shapes(new) {
        return Some("it changes the contests or their numbers of marks");
    }
    let styles = |definition: &ElectionDefinition| {
        definition
            .polling_station(station)
            .map(|s| s.ballot_styles.clone())
    };
    if styles(old) != styles(new) {
        return Some("it changes what this polling station issues");
    }
    None
}

impl Station {
    /// Takes over a newer definition of the same election with the same contests, ballot styles and counting
    /// key. Returns whether it was newer. The caller has opened it with the authority's key.
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
        if new.counting_key != old.counting_key {
            return Err(StationError::Incompatible("it changes the counting key"));
        }
        if let Some(why) = incompatibility(&old.definition, &new.definition, self.id()) {
            return Err(StationError::Incompatible(why));
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
