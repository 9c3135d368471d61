//! Charts, painted: they read values and colours and know nothing of elections.

pub(crate) mod bars;
pub(crate) mod donut;
pub(crate) mod heat;
pub(crate) mod lines;
pub(crate) mod sankey;
pub(crate) mod tiles;
