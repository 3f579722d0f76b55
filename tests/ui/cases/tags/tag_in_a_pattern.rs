//! A tag where its plain form is meant: `tags::SUBJECT::ID`.

use provider_runtime::prelude::*;

struct Store;
struct Note;

impl Properties<Store> for Note {
    fn get(&self, _: &Store, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::SUBJECT => Ok("Milk, bread".into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

fn main() {}
