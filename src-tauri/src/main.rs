//! The `pollstream-kiosk` program.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    pollstream_kiosk::launch::run()
}
