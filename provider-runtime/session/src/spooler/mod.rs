//! The spooler at work: its rounds and transports (`rounds.rs`), messages out (`sending.rs`,
//! `matching.rs`) and in (`receiving.rs`). What it has is in `model/spooler.rs`, the calls on a
//! transport in `transport/`, its end in `shutdown/`.

mod matching;
mod receiving;
mod rounds;
mod sending;

pub(crate) use rounds::Rounds;
pub(crate) use sending::Sending;
