//! Every ballot is for a candidate of its own: what is shown is then a set of ballots, and whatever an observer can
//! compute from all that was ever shown is a union of the smallest sets that these sets tell apart.

use proptest::prelude::*;

use super::*;

/// A city with two wards; `north` has two stations, `south` one, and one station lies in the city itself.
fn geography() -> Geography {
    let district = |id: &str| Place::District(id.parse().unwrap());
    Geography::of(BTreeMap::from([
        (district("north"), district("city")),
        (district("south"), district("city")),
        (station("n1"), district("north")),
        (station("n2"), district("north")),
        (station("s1"), district("south")),
        (station("c1"), district("city")),
    ]))
}

fn station(id: &str) -> Place {
    Place::Station(id.parse().unwrap())
}

const STATIONS: [&str; 4] = ["n1", "n2", "s1", "c1"];

#[derive(Debug, Clone)]
enum Step {
    /// Ballots counted together at a station: of the usual style, and of one that has a second contest.
    Count(usize, u64, u64),
    Close,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..STATIONS.len(), 0..25u64, 0..12u64).prop_map(|(s, plain, full)| Step::Count(s, plain, full)),
        3 => (0..STATIONS.len(), 0..3u64, 0..3u64).prop_map(|(s, plain, full)| Step::Count(s, plain, full)),
        1 => Just(Step::Close),
    ]
}

/// What an observer has seen of one contest: for each ballot, in which of all the cells of all versions it is.
type Seen = BTreeMap<String, Vec<usize>>;

struct Model {
    geography: Geography,
    publication: Publication,
    totals: BTreeMap<(Place, ContestId), ContestTally>,
    next: u32,
    observations: usize,
    seen: BTreeMap<ContestId, Seen>,
}

impl Model {
    fn new() -> Self {
        Model {
            geography: geography(),
            publication: Publication::default(),
            totals: BTreeMap::new(),
            next: 0,
            observations: 0,
            seen: BTreeMap::new(),
        }
    }

    fn count(&mut self, at: &str, plain: u64, full: u64, min_batch: u64) {
        let mut tally = Tally::default();
        let (mayor, ward): (ContestId, ContestId) = ("mayor".parse().unwrap(), "ward".parse().unwrap());
        for n in 0..plain + full {
            let id = format!("b{}", self.next);
            self.next += 1;
            let contests = if n < full {
                vec![&mayor, &ward]
            } else {
                vec![&mayor]
            };
            tally.ballots += 1;
            for contest in contests {
                let counts = tally.contests.entry(contest.clone()).or_default();
                counts.ballots += 1;
                counts.votes.insert(id.parse().unwrap(), 1);
                self.seen
                    .entry(contest.clone())
                    .or_default()
                    .insert(id.clone(), Vec::new());
            }
        }
        let station = at.parse().unwrap();
        self.publication
            .count(&self.geography, &station, &tally, min_batch);
        for place in self.geography.from(&Place::Station(station)) {
            for (contest, counts) in &tally.contests {
                let total = self.totals.entry((place.clone(), contest.clone())).or_default();
                total.merge(counts);
            }
        }
    }

    /// A version of everything is published.
    fn observe(&mut self) {
        for ((place, contest), total) in &self.totals {
            let shown = self.publication.shown(place, contest, total);
            assert_eq!(
                shown.votes.values().sum::<u64>(),
                shown.ballots,
                "what is shown adds up"
            );
            let seen = self.seen.get_mut(contest).unwrap();
            for id in shown.votes.keys() {
                seen.get_mut(id.as_str()).unwrap().push(self.observations);
            }
            self.observations += 1;
        }
    }

    /// Sizes of the smallest sets of ballots that can be told apart, without those never shown.
    fn told_apart(&self, before: usize) -> Vec<usize> {
        let mut sizes = Vec::new();
        for seen in self.seen.values() {
            let mut classes: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
            for cells in seen.values() {
                let cells = cells.iter().copied().filter(|cell| *cell < before).collect();
                *classes.entry(cells).or_default() += 1;
            }
            classes.remove(&Vec::new());
            sizes.extend(classes.into_values());
        }
        sizes
    }

    fn root(&self, contest: &str) -> (ContestTally, ContestTally) {
        let root = Place::District("city".parse().unwrap());
        let contest: ContestId = contest.parse().unwrap();
        let total = self
            .totals
            .get(&(root.clone(), contest.clone()))
            .cloned()
            .unwrap_or_default();
        (self.publication.shown(&root, &contest, &total), total)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// No difference of two versions, no place minus the places in it, no contest that few have, no late or released
    /// ballot: nothing that can be computed tells fewer than `min_batch` ballots apart from all others.
    #[test]
    fn nothing_that_was_ever_shown_tells_few_ballots_apart(
        steps in prop::collection::vec(step(), 1..30),
        min_batch in 2..12u64,
    ) {
        let mut model = Model::new();
        let mut closed = false;
        for step in steps {
            match step {
                Step::Count(at, plain, full) => model.count(STATIONS[at], plain, full, min_batch),
                Step::Close => closed = true,
            }
            if closed {
                model.publication.close(&model.geography, min_batch);
            }
            model.observe();
        }
        let small = model.told_apart(usize::MAX).into_iter().min();
        prop_assert!(small.is_none_or(|n| n as u64 >= min_batch), "{small:?}");

        // The law's exception, and nothing but it: at the root, and only what nobody could see before.
        let before = model.observations;
        model.publication.close(&model.geography, min_batch);
        model.publication.certify(&model.geography);
        model.observe();
        prop_assert!(model.told_apart(before).into_iter().all(|n| n as u64 >= min_batch));
        for contest in ["mayor", "ward"] {
            let (shown, total) = model.root(contest);
            prop_assert_eq!(shown, total, "a certified result leaves nobody out");
        }
    }

    /// What is hidden once the election is closed is less than a unit, in the whole election.
    #[test]
    fn after_the_close_the_root_lacks_fewer_than_min_batch(
        counts in prop::collection::vec((0..STATIONS.len(), 0..9u64, 0..9u64), 1..20),
        min_batch in 1..12u64,
    ) {
        let mut model = Model::new();
        for (at, plain, full) in counts {
            model.count(STATIONS[at], plain, full, min_batch);
        }
        model.publication.close(&model.geography, min_batch);
        for contest in ["mayor", "ward"] {
            let (shown, total) = model.root(contest);
            prop_assert!(total.ballots - shown.ballots < min_batch);
        }
    }
}

/// The attacks that the rule before this one allowed: it looked at the size of a cell, and at nothing else.
#[test]
fn ten_and_one_more_do_not_show_the_one() {
    let mut model = Model::new();
    model.count("s1", 10, 0, 10);
    model.observe();
    model.count("s1", 1, 0, 10);
    model.observe();
    assert_eq!(model.told_apart(usize::MAX), [10]);
    model.count("s1", 9, 0, 10);
    model.observe();
    assert_eq!(
        model.told_apart(usize::MAX),
        [10, 10],
        "with nine others it is shown"
    );
}

#[test]
fn a_district_minus_its_other_stations_does_not_show_the_hidden_one() {
    let mut model = Model::new();
    model.count("n1", 40, 0, 10);
    model.count("n2", 3, 0, 10);
    model.observe();
    assert_eq!(model.told_apart(usize::MAX), [40]);
    model.count("s1", 4, 0, 10);
    model.count("c1", 5, 0, 10);
    model.publication.close(&model.geography, 10);
    model.observe();
    assert_eq!(
        model.told_apart(usize::MAX),
        [40, 12],
        "small groups are counted one district higher"
    );
    let (shown, total) = model.root("mayor");
    assert_eq!((shown.ballots, total.ballots), (52, 52));
}

#[test]
fn a_contest_that_few_have_is_hidden_where_the_others_are_shown() {
    let mut model = Model::new();
    model.count("n1", 17, 3, 10);
    model.observe();
    let at = |contest: &str| {
        let (place, contest): (_, ContestId) = (station("n1"), contest.parse().unwrap());
        let total = &model.totals[&(place.clone(), contest.clone())];
        model.publication.shown(&place, &contest, total).ballots
    };
    assert_eq!((at("mayor"), at("ward")), (20, 0));
}

#[test]
fn what_is_stored_goes_on_where_it_was() {
    let mut model = Model::new();
    model.count("n1", 4, 1, 10);
    let again = Publication::of(model.publication.cells().clone());
    assert_eq!(again, model.publication);
    model.publication = again;
    model.count("n1", 6, 9, 10);
    model.observe();
    assert_eq!(model.told_apart(usize::MAX), [20, 10]);
}
