//! Tells central now and then how the station is. Nothing depends on it: what is lost is said again.

use std::sync::Arc;
use std::time::Duration;

use pollstream_protocol::status::StationStatus;
use tokio::time::sleep;

use super::uplink::{Link, Shared};
use crate::station::Station;

/// How often, while a broker answers.
const EVERY: Duration = Duration::from_secs(20);

/// The version of all of Pollstream: its packages carry one.
const SOFTWARE: &str = concat!("pollstream ", env!("CARGO_PKG_VERSION"));

/// Tells it until the task is aborted.
pub(super) async fn tell(station: Station, shared: Arc<Shared>) {
    let mut link = shared.link.subscribe();
    loop {
        if link.wait_for(|link| *link == Link::Up).await.is_err() {
            return;
        }
        let status = station.status_now().sign(station.signing_key());
        let told = match shared.send_status(station.id(), &status) {
            Ok(delivery) => matches!(delivery.await, Ok(Ok(()))),
            Err(_) => false,
        };
        tracing::trace!(station = %station.id(), told, "status");
        sleep(EVERY).await;
    }
}

impl Station {
    fn status_now(&self) -> StationStatus {
        let known = self.sync_status();
        StationStatus {
            election: self.election().clone(),
            station: self.id().clone(),
            incarnation: self.incarnation(),
            at: self.now(),
            next_seq: known.next_seq,
            receipted: known.receipted,
            software: SOFTWARE.to_owned(),
        }
    }
}
