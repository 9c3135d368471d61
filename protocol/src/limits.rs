//! Every bound of the contract, in one place. Nothing here is tunable: both sides must agree.

/// Characters in an id written by people (election, contest, station …).
pub const MAX_ID_CHARS: usize = 64;
/// Characters in a name, a title, or one line of an address.
pub const MAX_LINE_CHARS: usize = 200;
/// Characters in a free text: the reason of an incident, an officer's note.
pub const MAX_TEXT_CHARS: usize = 2_000;
/// Characters in a picture reference.
pub const MAX_PICTURE_CHARS: usize = 500;

/// Officers that open or close the polls together.
pub const MAX_OFFICERS: usize = 20;
/// Officials that approve one decision.
pub const MAX_APPROVALS: usize = 8;
/// Provisional ballots that one decision opens together; more are opened by several.
pub const MAX_MIXED_CASES: usize = 5_000;
/// Fewest central officials: everything that could decide an election needs two people.
pub const MIN_OFFICIALS: usize = 2;
/// Officials that are appointed together.
pub const MAX_APPOINTED: usize = 100;
/// Logs that one decision names; more are named by several.
pub const MAX_LOG_HEADS: usize = 5_000;

/// Bytes of a definition file.
pub const MAX_DEFINITION_BYTES: usize = 8 << 20;
/// Contests in one election.
pub const MAX_CONTESTS: usize = 200;
/// Candidates in one contest.
pub const MAX_CANDIDATES_PER_CONTEST: usize = 500;
/// Votes allowed in a plurality contest, or ranks in a ranked one.
pub const MAX_SLOTS_PER_CONTEST: usize = 50;
/// Depth of the district tree.
pub const MAX_DISTRICT_DEPTH: usize = 12;
/// Polling stations in one election.
pub const MAX_POLLING_STATIONS: usize = 200_000;
/// `min_batch` may be 1 (no pooling, for tests only) up to this.
pub const MAX_MIN_BATCH: u32 = 1_000;

/// Largest sequence number, version or count: what an SQL `BIGINT` holds.
pub const MAX_NUMBER: u64 = i64::MAX.unsigned_abs();
/// Earliest time on the wire, in seconds since 1970: the year 1, which every database can store.
pub const MIN_TIMESTAMP_SECONDS: i64 = -62_135_596_800;

/// Bytes of one entry's payload. How many ballots fit is [`crate::ballot::BallotCodec::max_group`].
pub const MAX_ENTRY_BYTES: usize = 768 << 10;
/// Entries in one segment.
pub const MAX_SEGMENT_ENTRIES: usize = 1_000;
/// Bytes of one signed segment: below Kafka's default `message.max.bytes` of 1 MiB.
pub const MAX_SEGMENT_BYTES: usize = 900 << 10;
/// Ballots in one group.
pub const MAX_GROUP_BALLOTS: usize = 1_000;
/// Bytes of one ballot's padded plaintext.
pub const MAX_BALLOT_BYTES: usize = 64 << 10;
/// Bytes of a station package.
pub const MAX_PACKAGE_BYTES: usize = 256 << 20;
/// Bytes of a file that carries signed messages on a stick.
pub const MAX_TRANSFER_BYTES: usize = 512 << 20;
/// Messages in such a file.
pub const MAX_TRANSFER_FRAMES: usize = 1_000_000;
/// Messages of central that share one signature.
pub const MAX_ENVELOPE_BATCH: usize = 256;
/// Bytes of an envelope: far more than any has.
pub const MAX_ENVELOPE_BYTES: usize = 4 << 10;
