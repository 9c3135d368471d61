//! code: what anybody may ask of a tracking code.

use std::process::ExitCode;

use pollstream_protocol::tracking_code::TrackingCode;

use super::{Failure, Place};

/// Says in which station's log a code is, and whether its ballot was counted. There is nothing else to say: codes
/// and opened ballots are two lists that nothing joins.
pub(super) async fn code(place: &Place, code: &str) -> Result<ExitCode, Failure> {
    let code: TrackingCode = code.parse().map_err(|e| Failure::refused(format!("{e}")))?;
    let store = place.settings()?.store().await?;
    match store.find_code(code).await? {
        Some((station, true)) => println!("In the log of polling station {station}: counted."),
        Some((station, false)) => println!("In the log of polling station {station}: not opened yet."),
        None => {
            return Err(Failure::refused(
                "this code is in no station's log that central has: its ballot may still be in the station's box",
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}
