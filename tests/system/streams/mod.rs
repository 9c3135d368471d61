//! What is said on central's topics: forged, cut, made anew, restored.

mod forged;
mod lost;
