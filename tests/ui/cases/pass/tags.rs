//! Tags with values of their types, in patterns, in lists, of a provider's own, and at run time.
#![deny(warnings)]

use provider_runtime::prelude::*;
use std::time::SystemTime;

const COLOUR: Tag<str> = Tag::new(0x6605);

fn row(count: usize, name: String, tag: PropTag, value: PropValue) -> Row {
    Row::of(&7_u64)
        .with(tags::SUBJECT, name)
        .with(tags::BODY, "Milk, bread")
        .with(tags::IMPORTANCE, 1)
        .with(tags::MESSAGE_FLAGS, 1_u32)
        .with(tags::CONTENT_COUNT, u32::try_from(count).unwrap_or(u32::MAX))
        .with(tags::HASATTACH, true)
        .with(tags::SEARCH_KEY, [1, 2].as_slice())
        .with(tags::CREATION_TIME, SystemTime::UNIX_EPOCH)
        .with(tags::MESSAGE_SIZE_EXTENDED, 5)
        .with(tags::SENDER_NAME, Code::NO_ACCESS)
        .with(COLOUR, "red")
        .with(tag, value)
        .with(tag, "whatever it is")
}

fn is_known(tag: PropTag) -> bool {
    match tag {
        tags::SUBJECT::ID | tags::BODY::ID => true,
        _ => tag == COLOUR || tag == tags::HASATTACH,
    }
}

fn main() {
    let named = Tag::<str>::new(0x8001); // its identifier is known at run time
    let mut table = Table::<()>::new([tags::SUBJECT::ID, COLOUR.tag(), named.tag()]);
    table.push(row(2, "Shopping".into(), tags::COMMENT::ID, "".into()));
    assert!(is_known(tags::SUBJECT.tag()) && is_known(COLOUR.tag()) && !is_known(named.into()));
}
