//! A number under a tag of text.

use provider_runtime::prelude::*;

fn main() {
    let _ = Row::of(&7_u64).with(tags::SUBJECT, 5);
}
