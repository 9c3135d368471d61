//! One station's log on its way to central, and central's word on its way into the station.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use jiff::Timestamp;
use pollstream_protocol::receipt::{Receipt, Standing};
use rdkafka::error::KafkaError;
use tokio::sync::oneshot::error::RecvError;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::backoff::Backoff;
use super::downlink::Inbound;
use super::producer::Delivery;
use super::uplink::{Link, Shared};
use super::window::Window;
use crate::error::{ErrorKind, StationError};
use crate::station::Station;
use crate::sync::{Connection, SyncStatus};

/// New entries wait this long for company: a segment costs a signature and a message.
const COALESCE: Duration = Duration::from_millis(20);

/// With a backlog of this many entries nothing waits.
const BACKLOG: u64 = 200;

/// Without a receipt for this long after the broker's last acknowledgement, everything is sent again.
const FIRST_PATIENCE: Duration = Duration::from_secs(10);
const MOST_PATIENCE: Duration = Duration::from_mins(2);

/// After the broker refused something, or the store could not be read.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const MOST_PAUSE: Duration = Duration::from_secs(10);

/// How often it is noted, while a broker answers, that the roll is what central has.
const ROLL_HEARD_EVERY: Duration = Duration::from_mins(1);

/// Messages from central that are taken over at once; of the receipts among them only the best counts.
const TAKE: usize = 256;

/// Forwards a station's log until the task is aborted or the station is gone.
/// Nothing is sent before `receipts_read`.
pub(super) async fn forward(station: Station, shared: Arc<Shared>, receipts_read: watch::Receiver<bool>) {
    let status = station.watch_sync();
    let link = shared.link.subscribe();
    let shared_nudges = shared.nudged.subscribe();
    let window = Window::new(status.borrow().receipted);
    let drain = Drain {
        station,
        shared,
        status,
        link,
        receipts_read,
        nudged: shared_nudges,
        window,
        deliveries: FuturesUnordered::new(),
        failed: false,
        patience: Backoff::new(FIRST_PATIENCE, MOST_PATIENCE),
        pause: Backoff::new(FIRST_PAUSE, MOST_PAUSE),
        resend_at: Instant::now(),
    };
    drain.run().await;
}

struct Drain {
    station: Station,
    shared: Arc<Shared>,
    status: watch::Receiver<SyncStatus>,
    link: watch::Receiver<Link>,
    receipts_read: watch::Receiver<bool>,
    nudged: watch::Receiver<u64>,
    window: Window,
    deliveries: FuturesUnordered<Delivery>,
    /// A segment of the window did not reach the broker.
    failed: bool,
    patience: Backoff,
    pause: Backoff,
    resend_at: Instant,
}

impl Drain {
    async fn run(mut self) {
        loop {
            let status = self.status.borrow_and_update().clone();
            let link = *self.link.borrow_and_update();
            if self.window.receipted(status.receipted) {
                self.patience.reset();
                self.expect_receipt();
            }
            let heard = *self.receipts_read.borrow_and_update();
            if may_forward(&status, link, heard) && !self.failed && self.window.may_send(status.next_seq) {
                if status.next_seq - self.window.next() < BACKLOG {
                    sleep(COALESCE).await;
                }
                self.fill().await;
            }
            if self.failed && self.deliveries.is_empty() {
                self.after_failure().await;
                continue;
            }
            let quiet = self.deliveries.is_empty() && self.window.waits();
            tokio::select! {
                changed = self.status.changed() => if changed.is_err() { return },
                changed = self.link.changed() => if changed.is_err() { return },
                changed = self.receipts_read.changed() => if changed.is_err() { return },
                changed = self.nudged.changed() => {
                    if changed.is_err() { return }
                    self.patience.reset();
                    self.window.start_again(self.status.borrow().receipted);
                }
                Some(delivered) = self.deliveries.next() => self.delivered(delivered),
                () = sleep_until(self.resend_at), if quiet => {
                    tracing::info!(station = %self.station.id(), "no receipt came; sending again");
                    if link == Link::Up {
                        self.patience.fail();
                    }
                    self.window.start_again(self.status.borrow().receipted);
                }
            }
        }
    }

    /// Sends segments until the window or the log ends.
    async fn fill(&mut self) {
        while self.window.may_send(self.status.borrow().next_seq) {
            match self.station.next_segment(self.window.next()).await {
                Ok(Some((segment, end))) => match self.shared.send(self.station.id(), &segment) {
                    Ok(delivery) => {
                        self.deliveries.push(delivery);
                        self.window.sent(end);
                    }
                    Err(error) => return self.fail(&error),
                },
                Ok(None) | Err(StationError::Closed) => return,
                Err(error) => {
                    tracing::error!(%error, "the log cannot be forwarded; trying again");
                    self.failed = true;
                    return;
                }
            }
        }
    }

    fn delivered(&mut self, result: Result<Result<(), KafkaError>, RecvError>) {
        match result {
            Ok(Ok(())) => {
                self.pause.reset();
                self.expect_receipt();
            }
            Ok(Err(error)) => self.fail(&error),
            // The producer was replaced.
            Err(_) => self.failed = true,
        }
    }

    fn fail(&mut self, error: &KafkaError) {
        tracing::debug!(station = %self.station.id(), %error, "a segment did not reach the broker");
        self.failed = true;
    }

    /// Nothing of the window is under way any more: pause, and begin again from the receipt.
    async fn after_failure(&mut self) {
        self.shared.replace_if_dead();
        tokio::select! {
            () = sleep(self.pause.delay(rand::random())) => self.pause.fail(),
            _ = self.nudged.changed() => self.pause.reset(),
        }
        self.failed = false;
        self.window.start_again(self.status.borrow().receipted);
    }

    fn expect_receipt(&mut self) {
        self.resend_at = Instant::now() + self.patience.delay(rand::random());
    }
}

/// Nothing goes out before all that central has confirmed is known, nor while central and this log contradict each other, or central does not listen to this
/// station: it would only become more to clear up.
fn may_forward(status: &SyncStatus, link: Link, receipts_read: bool) -> bool {
    link == Link::Up && receipts_read && status.trouble.is_none() && status.standing == Standing::Active
}

/// Takes over what central sends until the station is detached or closed.
///
/// A reading that began when this station was attached, the `number`-th, or later, and came to the end of the
/// receipts makes `receipts_read` true, once those are taken over.
pub(super) async fn take_over(
    station: Station,
    mut messages: mpsc::Receiver<Inbound>,
    number: u64,
    receipts_read: watch::Sender<bool>,
) {
    let mut batch = Vec::new();
    while messages.recv_many(&mut batch, TAKE).await > 0 {
        let is_end = |m: &Inbound| matches!(m, Inbound::ReceiptsRead(reading) if *reading >= number);
        let ended = batch.iter().any(is_end);
        for message in newest_receipt_only(batch.drain(..)) {
            persist(&station, &message).await;
        }
        if ended {
            receipts_read.send_if_modified(|read| !std::mem::replace(read, true));
        }
    }
}

/// Of several receipts only the one that says most matters; it comes last.
fn newest_receipt_only(messages: impl Iterator<Item = Inbound>) -> Vec<Inbound> {
    let rank = |r: &Receipt| (r.incarnation, r.next_seq);
    let mut best: Option<(Receipt, Option<Timestamp>)> = None;
    let mut kept = Vec::new();
    for message in messages {
        match message {
            Inbound::Receipt(receipt, sent) => {
                if best.as_ref().is_none_or(|(b, _)| rank(b) <= rank(&receipt)) {
                    best = Some((receipt, sent));
                }
            }
            other => kept.push(other),
        }
    }
    kept.extend(best.map(|(receipt, sent)| Inbound::Receipt(receipt, sent)));
    kept
}

/// Applies a message; tries again while the store is busy or full, gives up on what can never be applied.
async fn persist(station: &Station, message: &Inbound) {
    let mut pause = Backoff::new(FIRST_PAUSE, MOST_PAUSE);
    loop {
        let applied = match message {
            Inbound::Receipt(receipt, sent) => take_receipt(station, receipt, *sent).await,
            Inbound::Roll(update) => station.apply_roll_update(update).await,
            Inbound::Definition(definition) => station.apply_definition(definition).await,
            Inbound::ReceiptsRead(_) => Ok(false),
        };
        match applied {
            Ok(_) | Err(StationError::Closed) => return,
            Err(error) if error.kind() == ErrorKind::Retry => {
                tracing::warn!(%error, "a message from central waits");
                sleep(pause.delay(rand::random())).await;
                pause.fail();
            }
            Err(error) => {
                tracing::warn!(%error, "a message from central was refused");
                return;
            }
        }
    }
}

async fn take_receipt(
    station: &Station,
    receipt: &Receipt,
    sent: Option<Timestamp>,
) -> Result<bool, StationError> {
    let new = station.apply_receipt(receipt).await?;
    if let Some(sent) = sent.filter(|_| new) {
        station.compare_clock(receipt.next_seq, sent).await?;
    }
    Ok(new)
}

/// Shows the broker's link in the station's status, and how new the roll is while it is up.
pub(super) async fn show_link(station: Station, shared: Arc<Shared>) {
    let mut link = shared.link.subscribe();
    loop {
        let now = *link.borrow_and_update();
        station.set_link(now);
        let up = now == Link::Up;
        if up && let Err(error) = station.note_roll_heard().await {
            tracing::warn!(%error, "when the roll was heard cannot be noted");
        }
        tokio::select! {
            changed = link.changed() => if changed.is_err() { return },
            () = sleep(ROLL_HEARD_EVERY), if up => {}
        }
    }
}

impl Station {
    /// The roll topic is read as it is written while a broker answers: the roll is what central has.
    async fn note_roll_heard(&self) -> Result<(), StationError> {
        let now = self.now();
        let mut books = self.books().await?;
        let mut change = books.change();
        change.put_roll_heard(now);
        books.writer.commit_as_it_is(change).await?;
        self.status().send_modify(|status| status.roll_as_of = Some(now));
        Ok(())
    }

    pub(super) fn set_link(&self, link: Link) {
        let now = self.now();
        self.status().send_if_modified(|status| {
            let next = next_connection(status.connection, link, now);
            std::mem::replace(&mut status.connection, next) != next
        });
    }
}

fn next_connection(known: Connection, link: Link, now: Timestamp) -> Connection {
    match (link, known) {
        (Link::Up, Connection::NeverConnected | Connection::Offline { .. }) => {
            Connection::Online { since: now }
        }
        (Link::Down, Connection::NeverConnected | Connection::Online { .. }) => {
            Connection::Offline { since: now }
        }
        _ => known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_connection_is_that_of_its_change() {
        let (t1, t2) = (
            Timestamp::from_second(1).unwrap(),
            Timestamp::from_second(2).unwrap(),
        );
        let online = next_connection(Connection::NeverConnected, Link::Up, t1);
        assert_eq!(online, Connection::Online { since: t1 });
        assert_eq!(next_connection(online, Link::Up, t2), online);
        let offline = next_connection(online, Link::Down, t2);
        assert_eq!(offline, Connection::Offline { since: t2 });
        assert_eq!(
            next_connection(Connection::NeverConnected, Link::Unknown, t1),
            Connection::NeverConnected
        );
        assert_eq!(
            next_connection(Connection::NeverConnected, Link::Down, t1),
            Connection::Offline { since: t1 }
        );
    }

    #[test]
    fn nothing_is_forwarded_into_a_contradiction_or_to_a_central_that_does_not_listen() {
        let good = SyncStatus::new(5, 0);
        assert!(may_forward(&good, Link::Up, true));
        assert!(!may_forward(&good, Link::Up, false), "the receipts come first");
        assert!(!may_forward(&good, Link::Down, true) && !may_forward(&good, Link::Unknown, true));
        let trouble = Some(crate::sync::SyncTrouble::Diverged { before: 2 });
        assert!(!may_forward(
            &SyncStatus {
                trouble,
                ..good.clone()
            },
            Link::Up,
            true
        ));
        for standing in [Standing::Revoked, Standing::Quarantined] {
            assert!(!may_forward(
                &SyncStatus {
                    standing,
                    ..good.clone()
                },
                Link::Up,
                true
            ));
        }
    }
}
