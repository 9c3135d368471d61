//! Station log → Postgres, exactly once.
