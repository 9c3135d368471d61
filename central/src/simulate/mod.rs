//! A generated electorate living an election day.

pub mod electorate;
mod names;
