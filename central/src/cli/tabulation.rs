//! The rules by which a rehearsal counts ranked ballots, as options of `central replay`.

use clap::{Args, ValueEnum};
use toml_edit::{DocumentMut, Item, Table, value};

use super::Failure;

/// Names under which decks and reports sum up everybody who was written in.
const WRITE_INS: [&str; 7] = [
    "uwi",
    "undeclared write-ins",
    "undeclared write-in",
    "undeclared write ins",
    "write-ins",
    "write-in",
    "write in",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnFault {
    /// The ballot counts for nobody from there on.
    Exhaust,
    /// The next rank counts.
    Skip,
}

impl OnFault {
    fn name(self) -> &'static str {
        match self {
            OnFault::Exhaust => "exhaust",
            OnFault::Skip => "skip",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stv {
    /// The largest surplus travels first, one a round, as in Scotland.
    Scottish,
    /// The surpluses of a round travel together, as in Minneapolis.
    Together,
    /// One winner a round.
    OneWinnerARound,
    /// Meek's method.
    Meek,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Ties {
    /// Drawn from --seed.
    Lot,
    /// Who had more in the last round in which they differed; otherwise drawn from --seed.
    PreviousRound,
    /// Who comes first by name.
    RecordedOrder,
}

#[allow(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules of the count in rounds")]
pub(super) struct TabulationArgs {
    /// What an overvoted rank does to a ballot.
    #[arg(long, value_enum, default_value_t = OnFault::Exhaust)]
    overvoted_rank: OnFault,
    /// Blank ranks in a row that a ballot may skip before it is exhausted.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(0..=100))]
    skipped_ranks: u16,
    /// What a candidate ranked twice does to a ballot.
    #[arg(long, value_enum, default_value_t = OnFault::Skip)]
    repeated_candidate: OnFault,
    /// Eliminate together all who cannot win any more.
    #[arg(long)]
    batch_elimination: bool,
    /// Go on after the election until two candidates are left.
    #[arg(long)]
    continue_until_two: bool,
    /// How many are elected.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    seats: u16,
    /// How several seats are filled: the single transferable vote in one of its forms.
    #[arg(long, value_enum)]
    stv: Option<Stv>,
    /// Eliminate from the bottom until as many as there are seats are left.
    #[arg(long, conflicts_with = "stv")]
    bottoms_up: bool,
    /// One run-off a seat, each without those elected before.
    #[arg(long, conflicts_with_all = ["stv", "bottoms_up"])]
    sequential: bool,
    /// The quota votes / seats instead of more than votes / (seats + 1).
    #[arg(long)]
    hare_quota: bool,
    /// A threshold with decimal places.
    #[arg(long)]
    fractional_threshold: bool,
    /// Decimal places of transferred votes.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(0..=9))]
    decimal_places: u8,
    /// Who goes first among equals.
    #[arg(long, value_enum, default_value_t = Ties::Lot)]
    ties: Ties,
    /// The candidate that sums up everybody who was written in: leaves first and cannot win. UWI and its
    /// usual other names if not given.
    #[arg(long, value_name = "NAME")]
    write_ins: Option<String>,
}

impl TabulationArgs {
    /// The deck's definition with these rules in its one contest.
    pub(super) fn state_in(&self, definition: &str) -> Result<String, Failure> {
        let broken = |what: &str| Failure::other(format!("the deck's definition has no {what}"));
        let mut document: DocumentMut = definition
            .parse()
            .map_err(|e: toml_edit::TomlError| Failure::other(e.to_string()))?;
        let write_ins = self.write_ins_of(&document)?;
        let contest = document
            .get_mut("contest")
            .and_then(Item::as_array_of_tables_mut)
            .and_then(|contests| contests.get_mut(0))
            .ok_or_else(|| broken("contest"))?;
        contest["seats"] = value(i64::from(self.seats));
        contest["tabulation"] = Item::Table(self.table(write_ins.as_deref()));
        Ok(document.to_string())
    }

    fn table(&self, write_ins: Option<&str>) -> Table {
        let mut table = Table::new();
        let (method, surpluses) = self.method();
        table["method"] = value(method);
        table["overvoted_rank"] = value(self.overvoted_rank.name());
        table["repeated_candidate"] = value(self.repeated_candidate.name());
        table["skipped_ranks"] = value(i64::from(self.skipped_ranks));
        for (name, set) in [
            ("batch_elimination", self.batch_elimination),
            ("continue_until_two", self.continue_until_two),
            ("fractional_threshold", self.fractional_threshold),
        ] {
            if set {
                table[name] = value(true);
            }
        }
        if self.hare_quota {
            table["quota"] = value("hare");
        }
        if let Some(surpluses) = surpluses {
            table["surpluses"] = value(surpluses);
            table["decimal_places"] = value(i64::from(self.decimal_places));
        }
        table["ties"] = value(match self.ties {
            Ties::Lot => "lot",
            Ties::PreviousRound => "previous_round",
            Ties::RecordedOrder => "recorded_order",
        });
        if let Some(id) = write_ins {
            table["write_ins"] = value(id);
        }
        table
    }

    /// The method, and how its surpluses travel where it has any.
    fn method(&self) -> (&'static str, Option<&'static str>) {
        let stv = "single_transferable_vote";
        match self.stv {
            Some(Stv::Scottish) => (stv, Some("largest_first")),
            Some(Stv::Together) => (stv, Some("together")),
            Some(Stv::OneWinnerARound) => (stv, Some("one_winner_a_round")),
            Some(Stv::Meek) => ("meek", None),
            None if self.bottoms_up => ("bottoms_up", None),
            None if self.sequential => ("sequential", None),
            None if self.seats > 1 => (stv, Some("together")),
            None => ("instant_runoff", None),
        }
    }

    fn write_ins_of(&self, document: &DocumentMut) -> Result<Option<String>, Failure> {
        let candidates = document.get("candidate").and_then(Item::as_array_of_tables);
        let text = |table: &Table, key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
        let mut named = candidates
            .into_iter()
            .flatten()
            .filter_map(|c| Some((text(c, "name")?, text(c, "id")?)));
        match &self.write_ins {
            Some(name) => match named.find(|(n, _)| n == name) {
                Some((_, id)) => Ok(Some(id)),
                None => Err(Failure::refused(format!(
                    "--write-ins: nobody on the ballots is called `{name}`"
                ))),
            },
            None => Ok(named
                .find(|(n, _)| WRITE_INS.contains(&n.to_lowercase().as_str()))
                .map(|(_, id)| id)),
        }
    }
}
