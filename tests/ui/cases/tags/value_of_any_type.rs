//! A value whose type is known when the program runs, under a tag whose type is known before.

use provider_runtime::prelude::*;

fn main() {
    let value = PropValue::I32(5);
    let _ = Row::of(&7_u64).with(tags::SUBJECT, value);
}
