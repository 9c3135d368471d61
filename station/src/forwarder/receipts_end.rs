//! Whether a reading of the receipts has come to where they ended when it began: pure. Nothing is sent before: a
//! store that was restored from a copy would send entries under numbers that central has others for.

/// How far a reading has come.
#[derive(Debug, Default)]
pub(super) struct ReceiptsEnd {
    /// Offset after the last receipt, when the broker was asked; `None` before.
    end: Option<i64>,
    /// Offset after the last receipt that was handed on.
    read_to: i64,
    told: bool,
}

impl ReceiptsEnd {
    /// The receipt at this offset was handed on.
    pub(super) fn read(&mut self, offset: i64) {
        self.read_to = self.read_to.max(offset.saturating_add(1));
    }

    /// The broker says where the receipts begin and end.
    pub(super) fn ends(&mut self, low: i64, high: i64) {
        self.end = Some(high);
        // What is no more cannot be read.
        self.read_to = self.read_to.max(low);
    }

    /// The broker has not said yet where they end.
    pub(super) fn is_unknown(&self) -> bool {
        self.end.is_none()
    }

    /// Whether the end is reached now; says so once.
    pub(super) fn reached(&mut self) -> bool {
        let reached = self.end.is_some_and(|end| self.read_to >= end);
        reached && !std::mem::replace(&mut self.told, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_reached_once_after_the_last_receipt() {
        let mut end = ReceiptsEnd::default();
        assert!(end.is_unknown() && !end.reached());
        end.read(0);
        end.ends(0, 3);
        assert!(!end.is_unknown() && !end.reached());
        end.read(1);
        assert!(!end.reached());
        end.read(2);
        assert!(end.reached());
        assert!(!end.reached(), "it is said once");
    }

    #[test]
    fn receipts_that_were_read_before_the_broker_said_where_they_end_count() {
        let mut end = ReceiptsEnd::default();
        for offset in [4, 7, 9] {
            end.read(offset);
        }
        end.ends(2, 10);
        assert!(end.reached());
    }

    #[test]
    fn no_receipts_are_read_at_once() {
        for (low, high) in [(0, 0), (5, 5)] {
            let mut end = ReceiptsEnd::default();
            end.ends(low, high);
            assert!(end.reached(), "{low} to {high}");
        }
    }
}
