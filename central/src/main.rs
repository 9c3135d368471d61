//! Central.
fn main() {}
