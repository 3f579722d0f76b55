//! A length under a tag of a number: it may be too large for it.

use provider_runtime::prelude::*;

fn main() {
    let notes = ["Milk", "Bread"];
    let _ = Row::of(&7_u64).with(tags::CONTENT_COUNT, notes.len());
}
