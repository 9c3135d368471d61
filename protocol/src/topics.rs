//! The Kafka topics: what each one carries and how it is keyed.

/// One topic of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Signed segments (Protobuf), keyed by station. Kept for ever: the source of everything.
    StationLog,
    /// Signed receipts (Protobuf), keyed by station. Compacted.
    Receipts,
    /// Signed definition and enrolments (Protobuf), keyed `definition` or `enrolment/STATION/INCARNATION`.
    Definition,
    /// Signed roll updates (Protobuf), keyed `POLLING_STATION/VOTER`. Compacted.
    Roll,
    /// Voter records (JSON), keyed by voter. Compacted. Personal data: restrict who may read it.
    Voters,
    /// Candidates (JSON), keyed by candidate. Compacted.
    Candidates,
    /// Check-in counts (JSON), keyed by station.
    CheckIns,
    /// Opened ballots (JSON), keyed by station, at least `min_batch` together.
    Votes,
    /// Versioned totals of a contest at a place (JSON), keyed `PLACE/CONTEST`. Compacted.
    ResultsCandidates,
    /// Versioned turnout of a place (JSON), keyed by place. Compacted.
    ResultsTurnout,
    /// Notices of refused messages (JSON), keyed by claimed station.
    Quarantine,
    /// Signed decisions of officials (Protobuf), keyed by election: one chain. Kept for ever.
    Decisions,
    /// Signed statuses of stations (Protobuf), keyed by station, with the broker's time. Compacted.
    StationStatus,
}

impl Topic {
    /// Every topic.
    pub const ALL: &[Topic] = &[
        Topic::StationLog,
        Topic::Receipts,
        Topic::Definition,
        Topic::Roll,
        Topic::Voters,
        Topic::Candidates,
        Topic::CheckIns,
        Topic::Votes,
        Topic::ResultsCandidates,
        Topic::ResultsTurnout,
        Topic::Quarantine,
        Topic::Decisions,
        Topic::StationStatus,
    ];

    /// Its name without a prefix.
    pub fn base_name(self) -> &'static str {
        match self {
            Topic::StationLog => "station-log",
            Topic::Receipts => "receipts",
            Topic::Definition => "definition",
            Topic::Roll => "roll",
            Topic::Voters => "voters",
            Topic::Candidates => "candidates",
            Topic::CheckIns => "check-ins",
            Topic::Votes => "votes",
            Topic::ResultsCandidates => "results.candidates",
            Topic::ResultsTurnout => "results.turnout",
            Topic::Quarantine => "quarantine",
            Topic::Decisions => "decisions",
            Topic::StationStatus => "station-status",
        }
    }

    /// Whether only the latest message of a key matters.
    pub fn compacted(self) -> bool {
        !matches!(
            self,
            Topic::StationLog | Topic::CheckIns | Topic::Votes | Topic::Quarantine | Topic::Decisions
        )
    }

    /// Whether it has as many partitions as the station log (work is shared by station); the others have
    /// one, so that a reader sees them whole and in order.
    pub fn partitioned(self) -> bool {
        matches!(self, Topic::StationLog | Topic::CheckIns | Topic::Votes)
    }
}

/// Topic names of one election: several elections, or tests, share a broker under different prefixes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TopicNames {
    prefix: String,
}

impl TopicNames {
    /// Names with a prefix, e.g. `riverton-2026.`; empty for none.
    pub fn new(prefix: impl Into<String>) -> Self {
        TopicNames {
            prefix: prefix.into(),
        }
    }

    /// The prefix.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The consumer group of a service, e.g. `riverton-2026.pollstream-intake`.
    pub fn name_of_group(&self, service: &str) -> String {
        format!("{}pollstream-{service}", self.prefix)
    }

    /// The full name of a topic.
    pub fn name(&self, topic: Topic) -> String {
        format!("{}{}", self.prefix, topic.base_name())
    }
}
