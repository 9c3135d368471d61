//! Small things that several screens have.

pub(crate) mod chip;
pub(crate) mod coin;
pub(crate) mod line;
pub(crate) mod table;
