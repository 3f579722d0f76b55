//! A text under a tag of a number.

use provider_runtime::prelude::*;

fn main() {
    let _ = Property::new(tags::MESSAGE_SIZE, "large");
}
