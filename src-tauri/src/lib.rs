//! The polling-station app: two windows around [`pollstream_station`]. A command takes a DTO, asks the station,
//! and answers with a DTO; rules live in the station, words and screens in `ui/`.

mod commands;
pub mod contract;
mod drives;
pub mod dto;
mod failure;
mod key;
mod kiosk;
pub mod launch;
mod pictures;
mod qr;
mod report_pdf;
mod settings;
mod views;
mod watch;
mod windows;
