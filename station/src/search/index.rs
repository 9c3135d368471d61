//! The roll in memory, as a search compares it: words of names once for all voters who have them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use pollstream_protocol::fold::fold_chunks;
use pollstream_protocol::ids::{ElectionId, VoterId};
use pollstream_protocol::registration_number::letters_and_digits;
use pollstream_protocol::voter::VoterRecord;

use super::query::{Query, Term};
use super::words::{ALMOST, Cost, ENDING, OTHER_READING, SAME, SLIP, Typed};

/// With fewer exact matches, a slip of the keyboard is forgiven too.
const FEW: usize = 10;

/// Most voters born on one day that are looked at for being the same person.
const MAX_SAME_DAY: usize = 10_000;

/// Fewest characters that are taken as the end of a registration number.
const ENDING_FROM: usize = 4;

/// Says that a word does not fit.
const UNFIT: Cost = Cost::MAX;

/// Who matches.
pub(super) struct Matches {
    pub(super) best: Vec<VoterId>,
    pub(super) total: u64,
}

struct Entry {
    voter: VoterId,
    born: Date,
    number: Box<str>,
    /// Of the name, in its order; then those written together.
    words: Box<[u32]>,
}

/// Every voter on the roll.
pub(crate) struct RollIndex {
    election: ElectionId,
    entries: Vec<Entry>,
    places: HashMap<VoterId, usize>,
    words: Vec<Box<str>>,
    word_ids: HashMap<Box<str>, u32>,
    born: BTreeMap<Date, Vec<VoterId>>,
}

impl RollIndex {
    pub(crate) fn new(election: ElectionId) -> Self {
        RollIndex {
            election,
            entries: Vec::new(),
            places: HashMap::new(),
            words: Vec::new(),
            word_ids: HashMap::new(),
            born: BTreeMap::new(),
        }
    }

    /// Adds a voter, or replaces what is known of them.
    pub(crate) fn put(&mut self, voter: &VoterRecord) {
        let entry = Entry {
            voter: voter.voter_id,
            born: voter.date_of_birth,
            number: letters_and_digits(&voter.registration_number).into(),
            words: self.words_of(&voter.name),
        };
        self.born.entry(entry.born).or_default().push(entry.voter);
        match self.places.get(&entry.voter) {
            None => {
                self.places.insert(entry.voter, self.entries.len());
                self.entries.push(entry);
            }
            Some(place) => {
                let old = std::mem::replace(&mut self.entries[*place], entry);
                // The first of two, when the date is the same.
                if let Some(voters) = self.born.get_mut(&old.born)
                    && let Some(at) = voters.iter().position(|v| *v == old.voter)
                {
                    voters.remove(at);
                }
            }
        }
    }

    fn words_of(&mut self, name: &str) -> Box<[u32]> {
        let chunks = fold_chunks(name);
        let together = chunks
            .iter()
            .filter(|parts| parts.len() > 1)
            .map(|parts| parts.concat());
        let words: Vec<String> = chunks.iter().flatten().cloned().chain(together).collect();
        words.into_iter().map(|word| self.word_id(word.into())).collect()
    }

    fn word_id(&mut self, word: Box<str>) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        *self.word_ids.entry(word).or_insert_with_key(|word| {
            self.words.push(word.clone());
            next
        })
    }

    /// Everybody born on a day: who a newly registered voter may be already.
    pub(crate) fn born_on(&self, day: Date) -> Vec<VoterId> {
        let voters = self.born.get(&day).map(Vec::as_slice).unwrap_or_default();
        voters.iter().take(MAX_SAME_DAY).copied().collect()
    }

    /// The best `limit` matches, best first, and how many there are.
    pub(super) fn find(&self, query: &Query, limit: usize) -> Matches {
        // A whole registration number means this voter, whoever else has one that begins so.
        let whole = VoterId::derive(&self.election, &query.text);
        if self.places.contains_key(&whole) {
            let best = vec![whole].into_iter().take(limit).collect();
            return Matches { best, total: 1 };
        }
        let mut costs = vec![UNFIT; self.entries.len()];
        self.fit(&query.terms, false, SAME, &mut costs);
        if let Some(number) = &query.number {
            lower(&mut costs, |n| number_cost(number, &self.entries[n].number));
        }
        if costs.iter().filter(|cost| **cost != UNFIT).count() < FEW {
            for terms in query.written_together() {
                self.fit(&terms, true, ALMOST, &mut costs);
            }
            self.fit(&query.terms, true, SAME, &mut costs);
        }
        self.ranked(&costs, limit)
    }

    /// Lowers the cost of everybody whom all terms fit.
    fn fit(&self, terms: &[Term], forgiving: bool, at_least: Cost, costs: &mut [Cost]) {
        if terms.is_empty() {
            return;
        }
        let terms: Vec<_> = terms
            .iter()
            .map(|term| TermCosts::new(term, &self.words, forgiving))
            .collect();
        lower(costs, |n| {
            let entry = &self.entries[n];
            let sum = terms.iter().try_fold(at_least, |sum, term| {
                let cost = term.of(entry, &self.words);
                (cost != UNFIT).then(|| sum + cost).filter(|sum| *sum < 2 * SLIP)
            });
            sum.unwrap_or(UNFIT)
        });
    }

    fn ranked(&self, costs: &[Cost], limit: usize) -> Matches {
        let mut fitting: Vec<usize> = (0..costs.len()).filter(|n| costs[*n] != UNFIT).collect();
        let total = fitting.len() as u64;
        let order = |a: &usize, b: &usize| costs[*a].cmp(&costs[*b]).then_with(|| self.by_name(*a, *b));
        if fitting.len() > limit {
            fitting.select_nth_unstable_by(limit, order);
            fitting.truncate(limit);
        }
        fitting.sort_unstable_by(order);
        Matches {
            best: fitting.into_iter().map(|n| self.entries[n].voter).collect(),
            total,
        }
    }

    fn name(&self, n: usize) -> impl Iterator<Item = &str> {
        self.entries[n].words.iter().map(|id| &*self.words[*id as usize])
    }

    fn by_name(&self, a: usize, b: usize) -> Ordering {
        self.name(a)
            .cmp(self.name(b))
            .then_with(|| self.entries[a].number.cmp(&self.entries[b].number))
    }
}

fn lower(costs: &mut [Cost], of: impl Fn(usize) -> Cost) {
    for (n, cost) in costs.iter_mut().enumerate() {
        *cost = (*cost).min(of(n));
    }
}

fn number_cost(typed: &str, number: &str) -> Cost {
    if number.starts_with(typed) {
        if number.len() == typed.len() { SAME } else { ALMOST }
    } else if number.ends_with(typed) && typed.chars().count() >= ENDING_FROM {
        ENDING
    } else {
        UNFIT
    }
}

/// A term compared with every word there is, once for all voters.
struct TermCosts<'a> {
    term: &'a Term,
    joined: String,
    /// For each word typed, the cost of each word of the roll.
    words: Vec<Vec<Cost>>,
    /// The same for the words typed, written together.
    together: Vec<Cost>,
    /// Words of the roll that `joined` begins with: it may go on in the next word of the name.
    begins: Vec<bool>,
}

impl<'a> TermCosts<'a> {
    fn new(term: &'a Term, words: &[Box<str>], forgiving: bool) -> Self {
        let joined = term.joined();
        let costs = |typed: &str| -> Vec<Cost> {
            let typed = Typed::new(typed);
            let slipped = |word: &str| if forgiving { typed.slipped(word) } else { None };
            let cost = |word: &str| typed.exact(word).or_else(|| slipped(word)).unwrap_or(UNFIT);
            words.iter().map(|word| cost(word)).collect()
        };
        TermCosts {
            words: term.words.iter().map(|word| costs(word)).collect(),
            together: if term.words.len() > 1 {
                costs(&joined)
            } else {
                Vec::new()
            },
            begins: words
                .iter()
                .map(|word| joined.len() > word.len() && joined.starts_with(&**word))
                .collect(),
            term,
            joined,
        }
    }

    /// What the term costs on this voter, whatever it is meant to be.
    fn of(&self, entry: &Entry, words: &[Box<str>]) -> Cost {
        let number = self
            .term
            .number
            .as_ref()
            .map(|number| number_cost(number, &entry.number));
        let year = (self.term.year == Some(entry.born.year())).then_some(ALMOST);
        let reading = self.term.dates.iter().position(|date| *date == entry.born);
        let date = reading.map(|n| if n == 0 { SAME } else { OTHER_READING });
        let costs = [number, year, date].into_iter().flatten();
        costs.min().unwrap_or(UNFIT).min(self.of_name(entry, words))
    }

    fn of_name(&self, entry: &Entry, words: &[Box<str>]) -> Cost {
        if self.words.is_empty() {
            return UNFIT;
        }
        let least = |costs: &[Cost]| {
            entry
                .words
                .iter()
                .map(|id| costs[*id as usize])
                .min()
                .unwrap_or(UNFIT)
        };
        let apart = self.words.iter().try_fold(SAME, |sum, costs| {
            let cost = least(costs);
            (cost != UNFIT).then(|| sum + cost)
        });
        let together = if self.together.is_empty() {
            UNFIT
        } else {
            least(&self.together)
        };
        let cost = apart.unwrap_or(UNFIT).min(together);
        if cost == UNFIT && self.runs_on(entry, words) {
            return ALMOST;
        }
        cost
    }

    /// Whether several words of the name in their order, written together, begin with what was typed:
    /// `delacruz` for `de la Cruz`.
    fn runs_on(&self, entry: &Entry, words: &[Box<str>]) -> bool {
        (0..entry.words.len())
            .filter(|n| self.begins[entry.words[*n] as usize])
            .any(|first| {
                let mut rest = &*self.joined;
                for id in &entry.words[first..] {
                    let word = &*words[*id as usize];
                    if word.starts_with(rest) {
                        return true;
                    }
                    match rest.strip_prefix(word) {
                        Some(after) => rest = after,
                        None => return false,
                    }
                }
                false
            })
    }
}
