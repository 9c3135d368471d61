//! Station.
