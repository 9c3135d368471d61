//! The polling-station app as its package installs it, in real windows on a screen with a window manager: seen through
//! the accessibility tree, as a screen reader sees it, and used with pointer and keyboard. No WebDriver, no script, and
//! nothing in the program that asks whether it is tried. `scripts/package --then COMMAND` builds and installs the package for
//! COMMAND; without it these are listed as ignored.

mod day;
mod desk;
mod looks;
mod picture;
mod place;
mod tree;
mod voter;
mod window;
mod words;
