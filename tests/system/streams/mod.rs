//! What is said on central's topics: forged, cut, made anew, restored.

mod embedded;
mod forged;
mod lost;
