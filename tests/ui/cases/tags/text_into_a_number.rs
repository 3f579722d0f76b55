//! A text for a property that is a number, written into the answer.

use provider_runtime::prelude::*;

struct Store;
struct Note;

impl Properties<Store> for Note {
    fn get_many(&self, _: &Store, wanted: &mut Wanted<'_>) -> Result<()> {
        wanted.text(tags::MESSAGE_SIZE, "large");
        wanted.put(tags::SUBJECT, 5);
        Ok(())
    }
}

fn main() {}
