//! Small things that several screens have.

pub(crate) mod act;
pub(crate) mod chip;
pub(crate) mod coin;
pub(crate) mod field;
pub(crate) mod line;
pub(crate) mod search;
pub(crate) mod table;
