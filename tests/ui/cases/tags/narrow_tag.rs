//! A tag of 8-bit text, which no author is ever asked for.

use provider_runtime::prelude::*;

struct Store;
struct Note;

impl Properties<Store> for Note {
    fn get(&self, _: &Store, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::SUBJECT_A::ID => Ok("Milk, bread".into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

fn main() {
    let _ = Row::of(&7_u64).with(tags::SUBJECT_A, "Milk, bread");
}
