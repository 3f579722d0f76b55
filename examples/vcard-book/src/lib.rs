//! An address book over a directory of vCard files: the data, under `forbid(unsafe_code)`. Nothing here knows MAPI.
//!
//! What is kept of one card is in `person.rs`, how a file falls into cards in `cards.rs`, one file in `file.rs`, the book
//! in `people.rs`.
//!
//! The cards are read by `calcard`: it knows vCard 2.1, 3.0 and 4.0 with folded lines, property groups, quoted-printable
//! and charsets. Where a card begins and ends is found here, so that a bad card costs itself only and has a line.
#![forbid(unsafe_code)]

mod cards;
mod file;
mod people;
mod person;

pub use file::Fault;
pub use people::{Found, Limits, People};
pub use person::{Kind, Member, Person};
