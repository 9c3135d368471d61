//! Refused messages and incidents, as the window shows them.

use pollstream_central::store::decision::DecisionRow;
use pollstream_central::store::incident::{CheckInRecord, IncidentRecord};
use pollstream_central::store::quarantine::QuarantineRow;
use pollstream_central::store::{Store, StoreError};

use crate::snapshot::{Cases, Election, Incident, Matter, Refused, Side};

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
    let first = |m: &Matter| (!m.resolved.is_empty(), std::cmp::Reverse(m.id));
    cases.refused.sort_by_key(|r| first(&r.matter));
    cases.incidents.sort_by_key(|i| first(&i.matter));
    Ok(cases)
}

fn refused(row: QuarantineRow) -> Refused {
    Refused {
        matter: Matter {
            id: row.id,
            about: row.reason,
            station: row.station,
            detail: row.detail,
            at: row.at,
            resolved: dealt_with(row.resolved),
        },
        sha256: row.sha256,
    }
}

fn incident(election: &Election, record: IncidentRecord) -> Incident {
    let station = record.station.map(|s| election.station_name(&s));
    Incident {
        matter: Matter {
            id: record.id,
            about: record.kind,
            station: station.unwrap_or_default(),
            detail: record.detail,
            at: record.at,
            resolved: dealt_with(record.resolved),
        },
        sides: record.check_ins.into_iter().map(|c| side(election, &c)).collect(),
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
