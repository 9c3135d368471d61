//! Refused messages and incidents, as the window shows them.

use pollstream_central::store::decision::DecisionRow;
use pollstream_central::store::incident::{CheckInRecord, IncidentRecord};
use pollstream_central::store::quarantine::QuarantineRow;
use pollstream_central::store::{Store, StoreError};

use crate::snapshot::{Cases, Election, Incident, Refused, Side};

/// Most of each that are shown; `central quarantine list` and `central incident list` have all.
const LIMIT: i64 = 500;

/// Reads what is on record, dealt with or not.
pub(super) async fn read(store: &Store, election: &Election) -> Result<Cases, StoreError> {
    let refused = store.quarantine_list(true, LIMIT).await?;
    let incidents = store.incidents(true, LIMIT).await?;
    let mut cases = Cases {
        refused: refused.into_iter().map(self::refused).collect(),
        incidents: incidents.into_iter().map(|i| incident(election, i)).collect(),
    };
    // What nobody has dealt with first, then the newest.
    cases
        .refused
        .sort_by_key(|r| (!r.resolved.is_empty(), std::cmp::Reverse(r.id)));
    cases
        .incidents
        .sort_by_key(|i| (!i.resolved.is_empty(), std::cmp::Reverse(i.id)));
    Ok(cases)
}

fn refused(row: QuarantineRow) -> Refused {
    Refused {
        id: row.id,
        station: row.station,
        reason: row.reason,
        detail: row.detail,
        sha256: row.sha256,
        at: row.at,
        resolved: dealt_with(row.resolved),
    }
}

fn incident(election: &Election, record: IncidentRecord) -> Incident {
    let station = record.station.map(|s| election.station_name(&s));
    Incident {
        id: record.id,
        kind: record.kind,
        station: station.unwrap_or_default(),
        detail: record.detail,
        at: record.at,
        sides: record.check_ins.into_iter().map(|c| side(election, &c)).collect(),
        resolved: dealt_with(record.resolved),
    }
}

fn side(election: &Election, check_in: &CheckInRecord) -> Side {
    Side {
        station: election.incarnation_name(&check_in.station, check_in.incarnation.unsigned_abs()),
        seq: check_in.seq,
        at: check_in.at,
        undone: check_in.undone,
    }
}

/// Who dealt with it and why; empty if nobody has.
fn dealt_with(decision: Option<DecisionRow>) -> String {
    decision.map_or(String::new(), |d| {
        format!("{} ({})", d.reason, d.officials.join(" and "))
    })
}
