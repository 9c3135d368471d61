//! The polling-station app: two windows around [`pollstream_station`]. A command takes a DTO, asks the station,
//! and answers with a DTO; rules live in the station, words and screens in `ui/`.

pub mod contract;
pub mod dto;
