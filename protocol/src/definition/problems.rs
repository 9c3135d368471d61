//! What is wrong with a definition file, all of it at once, each with its line.

use std::fmt;

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1; `None` when the fault is an absence.
    pub line: Option<usize>,
    /// What is wrong and what the rule is.
    pub rule: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.rule),
            None => f.write_str(&self.rule),
        }
    }
}

/// Everything that is wrong with a definition file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionError {
    /// At least one: what is absent first, then in the order of the file.
    pub problems: Vec<Problem>,
}

impl fmt::Display for DefinitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        for (i, problem) in self.problems.iter().take(SHOWN).enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        if self.problems.len() > SHOWN {
            write!(f, "\n… and {} more", self.problems.len() - SHOWN)?;
        }
        Ok(())
    }
}

impl std::error::Error for DefinitionError {}

/// Collects problems while a file is read; byte offsets become lines in one pass at the end.
pub(super) struct Problems<'a> {
    text: &'a str,
    found: Vec<(Option<usize>, String)>,
}

impl<'a> Problems<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Problems {
            text,
            found: Vec::new(),
        }
    }

    pub(super) fn at(&mut self, offset: usize, rule: impl Into<String>) {
        self.found.push((Some(offset), rule.into()));
    }

    pub(super) fn missing(&mut self, rule: impl Into<String>) {
        self.found.push((None, rule.into()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn into_error(mut self) -> DefinitionError {
        self.found.sort_by_key(|(offset, _)| *offset);
        let bytes = self.text.as_bytes();
        let (mut line, mut counted) = (1, 0);
        let problems = (self.found.into_iter())
            .map(|(offset, rule)| {
                let line = offset.map(|offset| {
                    let end = offset.min(bytes.len());
                    line += bytes[counted..end].split(|b| *b == b'\n').count() - 1;
                    counted = end;
                    line
                });
                Problem { line, rule }
            })
            .collect();
        DefinitionError { problems }
    }
}
