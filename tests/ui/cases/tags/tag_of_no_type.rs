//! A tag whose values are of a type that no property has.

use provider_runtime::prelude::*;

const COUNT: Tag<u64> = Tag::new(0x6605);

fn main() {
    let _ = COUNT;
}
