//! A time under a tag of a number.

use provider_runtime::prelude::*;
use std::time::SystemTime;

fn main() {
    let _ = Row::of(&7_u64).with(tags::MESSAGE_SIZE, SystemTime::UNIX_EPOCH);
}
