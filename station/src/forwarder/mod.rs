//! Forwarding the log to central over Kafka, and taking over what central sends back.
//!
//! - [`backoff`]: how long to wait, pure
//! - [`window`]: what has been sent and not been receipted, pure
//! - [`uplink`]: the Kafka client that the stations of a process share
//! - [`downlink`]: its thread that reads receipts, definition and roll
//! - [`drain`]: one station's log on its way
//! - [`status`]: how the station is, said now and then
//!
//! A broker's acknowledgement is not durability: an entry counts as delivered when central's receipt covers
//! it, and is sent again until then. Central drops what it has already.

mod backoff;
mod downlink;
mod drain;
mod producer;
mod receipts_end;
mod status;
mod uplink;
mod window;

pub use uplink::{Attachment, Uplink, UplinkConfig};
