//! What one station has sent and central has not receipted yet. Pure.

use std::collections::VecDeque;

/// Segments that may be under way at once: enough to fill a slow line, few enough to send again.
pub(super) const MOST_SEGMENTS: usize = 8;

/// From which entry to send next, and the ends of the segments under way.
#[derive(Debug)]
pub(super) struct Window {
    next: u64,
    ends: VecDeque<u64>,
}

impl Window {
    /// Nothing under way; sending begins at the first entry without a receipt.
    pub(super) fn new(receipted: u64) -> Self {
        Window {
            next: receipted,
            ends: VecDeque::new(),
        }
    }

    /// The entry that the next segment begins with.
    pub(super) fn next(&self) -> u64 {
        self.next
    }

    /// Whether something is under way.
    pub(super) fn waits(&self) -> bool {
        !self.ends.is_empty()
    }

    /// Whether another segment may be sent of a log that ends before `log_end`.
    pub(super) fn may_send(&self, log_end: u64) -> bool {
        self.next < log_end && self.ends.len() < MOST_SEGMENTS
    }

    /// A segment was sent, up to and without entry `end`.
    pub(super) fn sent(&mut self, end: u64) {
        self.next = end;
        self.ends.push_back(end);
    }

    /// Central has everything before `receipted`. Returns whether that ended the wait for a segment.
    pub(super) fn receipted(&mut self, receipted: u64) -> bool {
        let before = self.ends.len();
        while self.ends.front().is_some_and(|end| *end <= receipted) {
            self.ends.pop_front();
        }
        // Somebody else may have brought the log to central, on a USB stick.
        self.next = self.next.max(receipted);
        self.ends.len() < before
    }

    /// What is under way counts as lost: everything after the receipt is sent again.
    pub(super) fn start_again(&mut self, receipted: u64) {
        *self = Window::new(receipted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_under_way_are_bounded_and_receipts_make_room() {
        let mut window = Window::new(5);
        for end in 6..6 + MOST_SEGMENTS as u64 {
            assert!(window.may_send(1_000));
            window.sent(end);
        }
        assert!(!window.may_send(1_000) && window.waits());
        assert!(!window.receipted(5), "nothing new");
        assert!(window.receipted(7));
        assert!(window.may_send(1_000));
        assert_eq!(window.next(), 5 + MOST_SEGMENTS as u64 + 1 - 1);
        assert!(window.receipted(1_000), "everything arrived");
        assert!(!window.waits() && !window.may_send(1_000));
        assert_eq!(window.next(), 1_000);
    }

    #[test]
    fn what_is_lost_is_sent_again_from_the_receipt() {
        let mut window = Window::new(0);
        window.sent(10);
        window.sent(20);
        window.receipted(10);
        window.start_again(10);
        assert_eq!(window.next(), 10);
        assert!(!window.waits());
    }
}
