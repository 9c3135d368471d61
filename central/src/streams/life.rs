//! Whether the topics and the database belong to one life: a pure comparison of what the database knows of a
//! partition with what the broker has.

use pollstream_protocol::envelope::Position;

use crate::store::stream::PublishedEnd;

/// What the broker has of a partition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// The offset after its last message.
    pub end: i64,
    /// Where the last message that a service of central signed stands; `None` if there is none among the last ones.
    pub last: Option<Position>,
}

/// What the database knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// The epoch that it is in.
    pub epoch: u64,
    /// The highest number that it has given to a message of this topic.
    pub issued: u64,
    /// How far the partition was published.
    pub end: Option<PublishedEnd>,
}

/// Why the two do not belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// The broker has fewer messages than it acknowledged: it lost its last ones, or the topic was made anew.
    BrokerLost {
        /// Offsets that it had.
        had: i64,
        /// Offsets that it has.
        has: i64,
    },
    /// What is published was never written by this database: it was restored from an older backup.
    DatabaseBehind {
        /// Where the last message stands.
        published: Position,
    },
}

/// Compares.
pub fn compare(known: &Known, seen: &Seen) -> Option<Mismatch> {
    if let Some(published) = seen.last
        && (published.epoch > known.epoch
            || published.epoch == known.epoch && published.number > known.issued)
    {
        return Some(Mismatch::DatabaseBehind { published });
    }
    let had = known.end.map_or(0, |end| end.next_offset);
    (seen.end < had).then_some(Mismatch::BrokerLost { had, has: seen.end })
}

/// Where a reader of a topic reads on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOn {
    /// Where it stopped.
    Here,
    /// From the beginning: what stands there now is not what it has read.
    FromTheBeginning,
}

/// Decides where a reader that stopped before `next_offset` reads on. `begin` and `end` are the broker's; `same` says
/// whether the message before `next_offset` is the one that was read there, where that can be known.
pub fn read_on(next_offset: i64, begin: i64, end: i64, same: Option<bool>) -> ReadOn {
    if end < next_offset || begin > next_offset || same == Some(false) {
        ReadOn::FromTheBeginning
    } else {
        ReadOn::Here
    }
}

/// Messages that wait for a reader; never fewer than none, whatever became of the topic.
pub fn backlog(next_offset: Option<i64>, begin: i64, end: i64) -> u64 {
    let next = match next_offset {
        Some(next) if (begin..=end).contains(&next) => next,
        _ => begin,
    };
    end.saturating_sub(next).max(0).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(epoch: u64, issued: u64, published: Option<i64>) -> Known {
        let end = published.map(|next_offset| PublishedEnd {
            epoch,
            next_offset,
            number: issued,
        });
        Known { epoch, issued, end }
    }

    fn seen(end: i64, last: Option<(u64, u64)>) -> Seen {
        let last = last.map(|(epoch, number)| Position { epoch, number });
        Seen { end, last }
    }

    #[test]
    fn one_life_goes_on() {
        for (known, seen) in [
            (known(1, 0, None), seen(0, None)),
            (known(1, 7, Some(5)), seen(5, Some((1, 7)))),
            // Published and not noted, or published twice.
            (known(1, 9, Some(5)), seen(8, Some((1, 9)))),
            (known(2, 9, Some(5)), seen(8, Some((1, 700)))),
            // Nothing of ours among the last messages.
            (known(1, 7, Some(5)), seen(900, None)),
        ] {
            assert_eq!(compare(&known, &seen), None, "{known:?} {seen:?}");
        }
    }

    #[test]
    fn a_broker_that_lost_its_tail_or_its_topic_is_noticed() {
        let lost = |has| Some(Mismatch::BrokerLost { had: 5, has });
        assert_eq!(compare(&known(1, 7, Some(5)), &seen(3, Some((1, 4)))), lost(3));
        assert_eq!(compare(&known(1, 7, Some(5)), &seen(0, None)), lost(0));
    }

    #[test]
    fn a_database_older_than_what_is_published_is_noticed() {
        for (epoch, number) in [(1, 8), (2, 1), (2, 8)] {
            let published = Position { epoch, number };
            let behind = Some(Mismatch::DatabaseBehind { published });
            assert_eq!(
                compare(&known(1, 7, Some(5)), &seen(9, Some((epoch, number)))),
                behind
            );
            // Also where the topic was cut at the same time.
            assert_eq!(
                compare(&known(1, 7, Some(5)), &seen(3, Some((epoch, number)))),
                behind
            );
        }
    }

    #[test]
    fn a_reader_skips_nothing_whatever_became_of_the_topic() {
        assert_eq!(read_on(5, 0, 5, Some(true)), ReadOn::Here);
        assert_eq!(read_on(5, 0, 9, None), ReadOn::Here);
        assert_eq!(read_on(0, 0, 0, None), ReadOn::Here);
        for (next, begin, end, same) in [
            (5, 0, 3, None),
            (5, 0, 0, None),
            (5, 7, 9, None),
            (5, 0, 9, Some(false)),
        ] {
            assert_eq!(read_on(next, begin, end, same), ReadOn::FromTheBeginning);
        }
    }

    #[test]
    fn a_backlog_is_never_negative() {
        assert_eq!(backlog(Some(5), 0, 9), 4);
        assert_eq!(backlog(Some(9), 0, 9), 0);
        assert_eq!(
            backlog(Some(450), 0, 9),
            9,
            "the topic was made anew: all of it waits"
        );
        assert_eq!(backlog(Some(3), 5, 9), 4);
        assert_eq!(backlog(None, 2, 9), 7);
        assert_eq!(backlog(None, 0, 0), 0);
    }
}
