//! Ballots: what a voter marked, whether the ballot style allows it, and the fixed-length plaintext in
//! which every ballot of an election has the same number of bytes.

use std::cmp::Ordering;
use std::collections::HashMap;

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::definition::{BallotStyle, Candidate, Contest, ElectionDefinition, VoteVariation};
use crate::ids::{BallotStyleId, CandidateId, ContestId};
use crate::limits::{MAX_BALLOT_BYTES, MAX_ENTRY_BYTES, MAX_GROUP_BALLOTS, MAX_ID_CHARS};
use crate::seal::SEAL_OVERHEAD;
use crate::voter::Accreditation;

/// One vote of a plurality contest, or one rank of a ranked one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Left blank: an undervote, or a skipped rank.
    Blank,
    /// For this candidate.
    Candidate(CandidateId),
    /// More candidates than allowed were marked here; which ones is not kept, as a scanner records it.
    Overvote,
}

/// The marks of one contest: as many as the contest has votes or ranks. A valid plurality contest holds its
/// candidates in order of their ids and blanks after them, or [`Mark::Overvote`] first when it is overvoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContestSelections {
    /// The contest.
    pub contest: ContestId,
    /// In order of ranks; a plurality contest's order means nothing, and validation removes it.
    pub marks: Vec<Mark>,
}

/// A voter's ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// The ballot style.
    pub style: BallotStyleId,
    /// Every contest of the style in its order.
    pub contests: Vec<ContestSelections>,
}

/// Why a ballot may not be cast. Names contests, never selections.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BallotError {
    /// No such style in the definition.
    #[error("ballot style `{0}` does not exist in this election")]
    UnknownStyle(BallotStyleId),
    /// The contests are not those of the style, in its order.
    #[error("the ballot does not hold exactly the contests of ballot style `{0}`")]
    WrongContests(BallotStyleId),
    /// More marks than votes or ranks.
    #[error("contest `{contest}`: {found} marks, {allowed} are allowed")]
    TooManyMarks {
        /// The contest.
        contest: ContestId,
        /// Marks found.
        found: usize,
        /// Marks allowed.
        allowed: usize,
    },
    /// Overvoted although the contest does not permit it.
    #[error("contest `{0}` is overvoted: take a mark back before casting")]
    Overvoted(ContestId),
    /// A candidate that does not stand in the contest, or is not accredited.
    #[error("contest `{0}` holds a mark for somebody who cannot be chosen in it")]
    NotACandidate(ContestId),
    /// One candidate marked twice in a plurality contest.
    #[error("contest `{0}` holds two marks for one candidate")]
    MarkedTwice(ContestId),
}

impl Ballot {
    /// A ballot of `style` with every contest blank.
    pub fn blank(definition: &ElectionDefinition, style: &BallotStyleId) -> Result<Self, BallotError> {
        let found = definition
            .ballot_style(style)
            .ok_or_else(|| BallotError::UnknownStyle(style.clone()))?;
        let contests = definition
            .contests_of(found)
            .map(|contest| ContestSelections {
                contest: contest.id.clone(),
                marks: vec![Mark::Blank; contest.vote_variation.slots()],
            })
            .collect();
        Ok(Ballot {
            style: style.clone(),
            contests,
        })
    }

    /// Checks the ballot against its style and brings it to its one form: every contest with all its marks,
    /// the marks of a plurality contest sorted. The order in which a voter touched them would otherwise be
    /// published with the ballot, and could be agreed upon beforehand to recognise it.
    ///
    /// A candidate ranked twice is kept (the voter's ballot says so, and only the first rank counts it); in
    /// a plurality contest one candidate marked twice is refused.
    pub fn validated(self, definition: &ElectionDefinition) -> Result<ValidBallot, BallotError> {
        self.checked(definition, |c| c.accreditation == Accreditation::Accredited)
    }

    /// `eligible` says who may be marked: at the booth only accredited candidates; at the count everybody
    /// who stands in the contest, because a later withdrawal must not make a ballot unreadable.
    fn checked(
        mut self,
        definition: &ElectionDefinition,
        eligible: impl Fn(&Candidate) -> bool,
    ) -> Result<ValidBallot, BallotError> {
        let style = (definition.ballot_style(&self.style))
            .ok_or_else(|| BallotError::UnknownStyle(self.style.clone()))?;
        let same_contests = self.contests.iter().map(|c| &c.contest).eq(style.contests.iter());
        if !same_contests {
            return Err(BallotError::WrongContests(self.style));
        }
        for (selections, contest) in self.contests.iter_mut().zip(definition.contests_of(style)) {
            validate_contest(selections, contest, &eligible)?;
        }
        Ok(ValidBallot(self))
    }
}

fn validate_contest(
    selections: &mut ContestSelections,
    contest: &Contest,
    eligible: &impl Fn(&Candidate) -> bool,
) -> Result<(), BallotError> {
    let slots = contest.vote_variation.slots();
    let found = selections.marks.len();
    if found > slots {
        return Err(BallotError::TooManyMarks {
            contest: contest.id.clone(),
            found,
            allowed: slots,
        });
    }
    selections.marks.resize(slots, Mark::Blank);
    for mark in &selections.marks {
        if let Mark::Candidate(id) = mark
            && !contest.candidate(id).is_some_and(eligible)
        {
            return Err(BallotError::NotACandidate(contest.id.clone()));
        }
    }
    let overvoted = selections.marks.contains(&Mark::Overvote);
    if overvoted && !contest.overvote_permitted {
        return Err(BallotError::Overvoted(contest.id.clone()));
    }
    if let VoteVariation::Plurality { .. } = contest.vote_variation {
        if overvoted {
            selections.marks.fill(Mark::Blank);
            selections.marks[0] = Mark::Overvote;
        }
        let chosen: Vec<_> = selections.marks.iter().filter(|m| **m != Mark::Blank).collect();
        if (1..chosen.len()).any(|i| chosen[..i].contains(&chosen[i])) {
            return Err(BallotError::MarkedTwice(contest.id.clone()));
        }
        selections.marks.sort_by(by_candidate);
    }
    Ok(())
}

/// Overvote, candidates by id, blanks.
fn by_candidate(a: &Mark, b: &Mark) -> Ordering {
    let rank = |mark: &Mark| match mark {
        Mark::Overvote => 0,
        Mark::Candidate(_) => 1,
        Mark::Blank => 2,
    };
    match (a, b) {
        (Mark::Candidate(a), Mark::Candidate(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    }
}

/// A ballot that its style allows. Only such a ballot can be sealed or counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidBallot(Ballot);

impl ValidBallot {
    /// The ballot.
    pub fn ballot(&self) -> &Ballot {
        &self.0
    }

    /// The ballot, by value.
    pub fn into_ballot(self) -> Ballot {
        self.0
    }
}

const CODE_BYTES: usize = 8;
const BLANK: [u8; CODE_BYTES] = [0; CODE_BYTES];
const OVERVOTE: [u8; CODE_BYTES] = [0xFF; CODE_BYTES];
const FORMAT: u8 = 1;
const PAD_TO: usize = 64;

/// Why a plaintext is not a ballot of this election.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CodecError {
    /// Wrong length, format byte or padding.
    #[error("the opened ballot is not in format {FORMAT} of this election")]
    Format,
    /// Names a style or a candidate that this election does not have.
    #[error("the opened ballot names a style or a candidate that this election does not have")]
    Unknown,
    /// Decodes, but is not allowed.
    #[error("the opened ballot is not valid: {0}")]
    Invalid(#[from] BallotError),
    /// The definition is too large, or two of its ids have the same code.
    #[error("this definition cannot be encoded: {0}")]
    Definition(&'static str),
}

/// Turns ballots of one election into plaintexts of one length and back.
///
/// Layout: format byte 1, 8 bytes of the style's code, then for each contest of the style one 8-byte code a
/// mark (all 0 = blank, all 1 bits = overvote, else the candidate's code), then zeros up to the election's
/// length. A code is the start of SHA-256 over the id and its kind: it does not depend on the order of
/// candidates, so a later version of the definition that adds, reorders or withdraws candidates reads earlier
/// ballots. A change of a style's contests or of the number of their marks does not.
#[derive(Debug, Clone)]
pub struct BallotCodec {
    definition: ElectionDefinition,
    length: usize,
    styles: HashMap<[u8; CODE_BYTES], BallotStyleId>,
    candidates: HashMap<[u8; CODE_BYTES], CandidateId>,
    codes: HashMap<CandidateId, [u8; CODE_BYTES]>,
}

fn code(kind: &str, id: &str) -> [u8; CODE_BYTES] {
    let digest = Sha256::digest(format!("pollstream/1 {kind} {id}"));
    let mut code = [0; CODE_BYTES];
    code.copy_from_slice(&digest[..CODE_BYTES]);
    code
}

impl BallotCodec {
    /// A codec for an election.
    pub fn new(definition: &ElectionDefinition) -> Result<Self, CodecError> {
        let slots = |style: &BallotStyle| -> usize {
            definition
                .contests_of(style)
                .map(|c| c.vote_variation.slots())
                .sum()
        };
        let most_slots = definition.ballot_styles.iter().map(slots).max().unwrap_or(0);
        let length = (1 + CODE_BYTES + most_slots * CODE_BYTES).next_multiple_of(PAD_TO);
        if length > MAX_BALLOT_BYTES {
            return Err(CodecError::Definition("its largest ballot exceeds the limit"));
        }
        let styles: HashMap<_, _> = definition
            .ballot_styles
            .iter()
            .map(|s| (code("style", s.id.as_str()), s.id.clone()))
            .collect();
        let all = definition.contests.iter().flat_map(|c| &c.candidates);
        let codes: HashMap<_, _> = all
            .map(|c| (c.id.clone(), code("candidate", c.id.as_str())))
            .collect();
        let candidates: HashMap<_, _> = codes.iter().map(|(id, code)| (*code, id.clone())).collect();
        let distinct = styles.len() == definition.ballot_styles.len()
            && candidates.len() == codes.len()
            && !candidates.contains_key(&BLANK)
            && !candidates.contains_key(&OVERVOTE);
        if !distinct {
            return Err(CodecError::Definition("two ids have the same code; rename one"));
        }
        Ok(BallotCodec {
            definition: definition.clone(),
            length,
            styles,
            candidates,
            codes,
        })
    }

    /// Bytes of every plaintext of this election.
    pub fn length(&self) -> usize {
        self.length
    }

    /// The most ballots of this election that one entry of the log holds, at most [`MAX_GROUP_BALLOTS`].
    /// A valid definition's `min_batch` never exceeds it.
    pub fn max_group(&self) -> usize {
        // The ballot style with its framing; then each ballot's encapsulation, tag and framing.
        const GROUP_BYTES: usize = MAX_ID_CHARS + 8;
        const BALLOT_BYTES: usize = 32 + SEAL_OVERHEAD + 12;
        let fit = (MAX_ENTRY_BYTES - GROUP_BYTES) / (self.length + BALLOT_BYTES);
        fit.min(MAX_GROUP_BALLOTS)
    }

    /// The plaintext of a ballot.
    pub fn encode(&self, ballot: &ValidBallot) -> Vec<u8> {
        let ballot = ballot.ballot();
        let mut bytes = Vec::with_capacity(self.length);
        bytes.push(FORMAT);
        bytes.extend(code("style", ballot.style.as_str()));
        for mark in ballot.contests.iter().flat_map(|c| &c.marks) {
            bytes.extend(match mark {
                Mark::Blank => BLANK,
                Mark::Overvote => OVERVOTE,
                Mark::Candidate(id) => self
                    .codes
                    .get(id)
                    .copied()
                    .unwrap_or_else(|| code("candidate", id.as_str())),
            });
        }
        bytes.resize(self.length, 0);
        bytes
    }

    /// The ballot of a plaintext, valid in this election.
    pub fn decode(&self, bytes: &[u8]) -> Result<ValidBallot, CodecError> {
        if bytes.len() != self.length || bytes[0] != FORMAT {
            return Err(CodecError::Format);
        }
        let mut codes = bytes[1..].chunks(CODE_BYTES);
        let style = codes
            .next()
            .and_then(|c| self.styles.get(c))
            .ok_or(CodecError::Unknown)?;
        let mut ballot = Ballot::blank(&self.definition, style)?;
        for mark in ballot.contests.iter_mut().flat_map(|c| &mut c.marks) {
            let code = codes.next().ok_or(CodecError::Format)?;
            if code == OVERVOTE {
                *mark = Mark::Overvote;
            } else if code != BLANK {
                *mark = Mark::Candidate(self.candidates.get(code).ok_or(CodecError::Unknown)?.clone());
            }
        }
        if codes.flatten().any(|b| *b != 0) {
            return Err(CodecError::Format);
        }
        Ok(ballot.checked(&self.definition, |_| true)?)
    }
}
