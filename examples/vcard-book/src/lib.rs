//! An address book over a directory of vCard files: all that an author writes, under
//! `forbid(unsafe_code)`.
//!
//! The provider is in `provider.rs`, which directory it is about in `place.rs`, what clients open
//! in `objects.rs`. The data knows nothing of MAPI: what is kept of one card is in `person.rs`, how
//! a file falls into cards in `cards.rs`, one file in `file.rs`, the book in `people.rs`. The entry
//! points are in `dll.rs`.
//!
//! The directory comes from the string property 0x6602 of the profile section (which configuring
//! the service writes), else from `VCARD_BOOK_PATH`; without either the answer is
//! `MAPI_E_UNCONFIGURED`. Files that change are read again whenever a contents table is opened.
//!
//! The cards are read by `calcard`: it knows vCard 2.1, 3.0 and 4.0 with folded lines, property
//! groups, quoted-printable and charsets. Where a card begins and ends is found here, so that a bad
//! card costs itself only and has a line: it is told in the log, once.
#![forbid(unsafe_code)]

mod cards;
mod file;
mod objects;
mod people;
mod person;
mod place;
mod provider;

pub use file::Fault;
pub use people::{Found, Limits, People};
pub use person::{Kind, Member, Person};
pub use place::{PATH, PATH_VARIABLE};
pub use provider::VcardBook;

/// Files of cards, by name: for the tour and for tests.
pub const SAMPLE: [(&str, &str); 3] = [
    ("grete.vcf", include_str!("../sample/grete.vcf")),
    ("office.vcf", include_str!("../sample/office.vcf")),
    ("phone-export.vcf", include_str!("../sample/phone-export.vcf")),
];
