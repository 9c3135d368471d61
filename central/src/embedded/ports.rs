//! Which loopback ports the embedded servers use.
//!
//! A data folder keeps its ports as long as they are free, so that whoever was told them finds the servers again
//! after a restart.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::error::EmbeddedError;
use super::run_file::write_private;

const FILE: &str = "ports.json";
/// Below the range that kernels take for outgoing connections: those neither take a port while its server
/// restarts, nor can a client that retries on loopback connect to itself.
const FIRST: u16 = 20_000;
const LAST: u16 = 29_999;
const TRIES: u32 = 200;

/// The ports of one data folder, all on 127.0.0.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ports {
    /// Where Kafka's clients connect.
    pub(super) kafka: u16,
    /// Where Kafka's broker meets its controller, in the same process.
    pub(super) controller: u16,
    /// Where Postgres' clients connect.
    pub(super) postgres: u16,
}

impl Ports {
    /// Chooses ports that are free now: the same as last time if possible. Remembers them.
    pub(super) fn choose(data: &Path) -> Result<Self, EmbeddedError> {
        let path = data.join(FILE);
        // A file that does not read back only means other ports than last time.
        let last: Option<Self> = fs::read(&path)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        // The listeners live until all are chosen, so that the ports differ.
        let kafka = hold(last.map(|ports| ports.kafka))?;
        let controller = hold(last.map(|ports| ports.controller))?;
        let postgres = hold(last.map(|ports| ports.postgres))?;
        let ports = Self {
            kafka: kafka.0,
            controller: controller.0,
            postgres: postgres.0,
        };
        if last != Some(ports) {
            let json = serde_json::to_vec(&ports).map_err(|e| EmbeddedError::Defect(e.to_string()))?;
            write_private(&path, &json)?;
        }
        Ok(ports)
    }

    /// Forgets the ports, because a server could not have one of them after all.
    pub(super) fn forget(data: &Path) {
        // Best effort: what cannot be removed is checked again anyway.
        let _ = fs::remove_file(data.join(FILE));
    }
}

/// Listens on the preferred port, or else on any free one.
fn hold(preferred: Option<u16>) -> Result<(u16, TcpListener), EmbeddedError> {
    if let Some(port) = preferred
        && let Ok(listener) = listen(port)
    {
        return Ok((port, listener));
    }
    let mut refusal = io::Error::from(io::ErrorKind::AddrInUse);
    for _ in 0..TRIES {
        let port = rand::rng().random_range(FIRST..=LAST);
        match listen(port) {
            Ok(listener) => return Ok((port, listener)),
            Err(error) => refusal = error,
        }
    }
    Err(EmbeddedError::NoPort {
        first: FIRST,
        last: LAST,
        source: refusal,
    })
}

fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_differ_are_free_and_stay_the_same() {
        let data = tempfile::tempdir().unwrap();
        let ports = Ports::choose(data.path()).unwrap();
        assert!(
            ports.kafka != ports.controller
                && ports.controller != ports.postgres
                && ports.kafka != ports.postgres
        );
        for port in [ports.kafka, ports.controller, ports.postgres] {
            assert!((FIRST..=LAST).contains(&port));
            listen(port).unwrap();
        }
        assert_eq!(Ports::choose(data.path()).unwrap(), ports);
    }

    #[test]
    fn only_a_taken_port_is_replaced() {
        let data = tempfile::tempdir().unwrap();
        let before = Ports::choose(data.path()).unwrap();
        let _taken = listen(before.kafka).unwrap();
        let after = Ports::choose(data.path()).unwrap();
        assert_ne!(after.kafka, before.kafka);
        assert_eq!(
            (after.controller, after.postgres),
            (before.controller, before.postgres)
        );
    }

    #[test]
    fn an_unreadable_memory_is_replaced() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(FILE), "{").unwrap();
        let ports = Ports::choose(data.path()).unwrap();
        assert_eq!(Ports::choose(data.path()).unwrap(), ports);
    }
}
