//! The polling-station app: two windows around [`pollstream_station`]. A command takes a DTO, asks the station,
//! and answers with a DTO; rules live in the station, words and screens in `ui/`.

mod battery;
mod booth_memory;
mod commands;
pub mod contract;
mod drives;
pub mod dto;
mod failure;
mod key;
mod kiosk;
pub mod launch;
mod pictures;
mod print;
mod qr;
mod report_pdf;
mod running;
mod settings;
mod slips;
mod training;
mod views;
mod watch;
mod web_data;
mod windows;
