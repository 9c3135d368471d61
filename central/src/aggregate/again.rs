//! All totals again, from the events that Postgres keeps: a page at a time, within the caller's transaction.

use std::collections::BTreeSet;

use sqlx::PgConnection;

use super::fold::{Event, Key, Waiting, fold};
use super::{AggregateError, Electoral, PoisonError};
use crate::store::{Store, StoreError, aggregate as tables, stream};

/// Events of one page.
const PAGE: i64 = 2_000;

/// Forgets every total and mark and counts the kept events anew. Nobody else may count meanwhile.
pub async fn count_again(connection: &mut PgConnection, store: &Store) -> Result<(), AggregateError> {
    let electoral = Electoral::load(store).await?;
    tables::forget(connection).await?;
    let mut after = None;
    loop {
        let page = stream::events(connection, after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        let next = Some((last.topic, last.station.clone(), last.event));
        let mut waiting = Waiting::default();
        for event in &page {
            let read = Event::decode(&electoral.definition, event.topic, &event.payload);
            waiting.add(read.map_err(corrupt)?, 0, event.event);
        }
        let keys: BTreeSet<Key> = waiting.keys().cloned().collect();
        let marks = tables::lock_marks(connection, &keys).await?;
        let changes = fold(&waiting, &marks, &electoral.places);
        if let Some(gap) = changes.gaps.first() {
            let detail = format!("event {} of {} is missing", gap.missing, gap.key.0);
            return Err(StoreError::corrupt("derived_event", detail).into());
        }
        tables::apply(connection, &changes).await?;
        after = next;
    }
}

fn corrupt(error: PoisonError) -> StoreError {
    StoreError::corrupt("derived_event.payload", error)
}
