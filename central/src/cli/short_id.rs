//! Ids at the command line: whole, or their beginning where that is enough.

use std::str::FromStr;

use pollstream_protocol::ids::{CaseId, VoterId};
use uuid::Uuid;

use super::Failure;
use crate::store::Store;
use crate::store::short_id::Kind;

/// Characters that are needed at least.
const FEWEST: usize = 4;
/// Digits of a whole id.
const WHOLE: usize = 32;

/// The beginning of a UUID, or all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShortId {
    given: String,
    first: Uuid,
    last: Uuid,
}

impl FromStr for ShortId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        let sound = (FEWEST..=WHOLE).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let filled = |with: char| {
            let filled: String = digits
                .chars()
                .chain(std::iter::repeat(with))
                .take(WHOLE)
                .collect();
            Uuid::parse_str(&filled).ok()
        };
        match (sound, filled('0'), filled('f')) {
            (true, Some(first), Some(last)) => Ok(ShortId {
                given: text.to_owned(),
                first,
                last,
            }),
            _ => Err(format!(
                "`{text}` is no id: a UUID is expected, or at least {FEWEST} characters of its beginning"
            )),
        }
    }
}

impl ShortId {
    pub(super) async fn voter(&self, store: &Store) -> Result<VoterId, Failure> {
        self.find(store, Kind::Voter, "voter").await.map(VoterId)
    }

    pub(super) async fn case(&self, store: &Store) -> Result<CaseId, Failure> {
        self.find(store, Kind::Case, "provisional case").await.map(CaseId)
    }

    async fn find(&self, store: &Store, kind: Kind, what: &str) -> Result<Uuid, Failure> {
        if self.first == self.last {
            return Ok(self.first);
        }
        let given = &self.given;
        match store
            .ids_between(kind, (self.first, self.last), 3)
            .await?
            .as_slice()
        {
            [] => Err(Failure::refused(format!(
                "no {what} has an id that begins with `{given}`"
            ))),
            [only] => Ok(*only),
            several => {
                let several: Vec<String> = several.iter().map(ToString::to_string).collect();
                Err(Failure::refused(format!(
                    "several ids of a {what} begin with `{given}`: {} … give more characters",
                    several.join(", ")
                )))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_spans_all_ids_that_begin_so() {
        let short: ShortId = "3f2A".parse().unwrap();
        assert_eq!(short.first.to_string(), "3f2a0000-0000-0000-0000-000000000000");
        assert_eq!(short.last.to_string(), "3f2affff-ffff-ffff-ffff-ffffffffffff");
        let whole = "3f2affff-1234-4abc-8def-0123456789ab";
        let id: ShortId = whole.parse().unwrap();
        assert_eq!((id.first, id.last.to_string().as_str()), (id.last, whole));
        for wrong in ["", "3f2", "xyz1", "3f2a0000-0000-0000-0000-0000000000001"] {
            assert!(wrong.parse::<ShortId>().is_err(), "{wrong}");
        }
    }
}
