//! Which rows of a list are shown, found anew only when something else is asked for.

use std::sync::Arc;

/// Numbers of the rows, and what they were found for.
#[derive(Debug)]
pub(super) struct Rows<T, Q> {
    found: Option<(Arc<T>, Q)>,
    rows: Vec<usize>,
}

impl<T, Q> Default for Rows<T, Q> {
    fn default() -> Self {
        Rows {
            found: None,
            rows: Vec::new(),
        }
    }
}

impl<T, Q: PartialEq> Rows<T, Q> {
    /// The rows of this list for this question.
    pub(super) fn of(&mut self, list: &Arc<T>, asked: Q, find: impl FnOnce(&T) -> Vec<usize>) -> &[usize] {
        let same =
            (self.found.as_ref()).is_some_and(|(of, before)| Arc::ptr_eq(of, list) && *before == asked);
        if !same {
            self.rows = find(list);
            self.found = Some((list.clone(), asked));
        }
        &self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_once_for_a_list_and_a_question() {
        let mut rows: Rows<Vec<u8>, &str> = Rows::default();
        let list = Arc::new(vec![1, 2]);
        assert_eq!(rows.of(&list, "a", |l| (0..l.len()).collect()), [0, 1]);
        assert_eq!(rows.of(&list, "a", |_| unreachable!()), [0, 1]);
        assert_eq!(rows.of(&list, "b", |_| vec![1]), [1]);
        assert_eq!(rows.of(&Arc::new(vec![3]), "b", |_| vec![0]), [0]);
    }
}
