//! A station at work.

use pollstream_station::{Attachment, Station, Uplink};

use crate::dto::app::KeyPlace;
use crate::dto::error::CommandError;
use crate::failure::Answer;

/// An open station on its way to central.
pub(crate) struct Running {
    /// The station.
    pub(crate) station: Station,
    /// Where its key is.
    pub(crate) key_place: KeyPlace,
    /// `None` when there is no broker to reach.
    pub(crate) uplink: Option<(Uplink, Attachment)>,
}

impl Running {
    /// Sends what waits again at once.
    pub(crate) fn retry_now(&self) -> Answer<()> {
        let none = || CommandError::refused("no_network", "the station package names no broker");
        let (uplink, _) = self.uplink.as_ref().ok_or_else(none)?;
        uplink.retry_now();
        Ok(())
    }

    /// Whether a broker is tried for.
    pub(crate) fn has_network(&self) -> bool {
        self.uplink.is_some()
    }
}
