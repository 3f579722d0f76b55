//! What the session passes to a provider's methods: an identifier and its length, a list of tags.
#![allow(unsafe_code, reason = "a pointer argument is made of a slice that its count fits")]

use provider_abi::shapes::param::In;
use provider_abi::shapes::structs::{ENTRYID, SPropTagArray};
use provider_abi::shapes::tag::PropTag;

/// An entry identifier as the two arguments of a call; without one, nothing.
pub(crate) fn entry_argument(entry: Option<&[u8]>) -> (u32, In<'_, ENTRYID>) {
    let Some(entry) = entry else { return (0, In::null()) };
    // SAFETY: O3: as many bytes as the count beside it says, for as long as the identifier stays.
    (entry.len() as u32, unsafe { In::from_raw(entry.as_ptr().cast()) })
}

/// An SPropTagArray: how many tags there are, then each of them.
pub(crate) struct TagWords(Vec<u32>);

impl TagWords {
    pub(crate) fn of(tags: &[PropTag]) -> Self {
        Self(std::iter::once(tags.len() as u32).chain(tags.iter().map(|tag| tag.0)).collect())
    }

    /// The array as the argument of a call.
    pub(crate) fn argument(&self) -> In<'_, SPropTagArray> {
        // SAFETY: O3: as many tags as the first word says, for as long as the words stay.
        unsafe { In::from_raw(self.0.as_ptr().cast()) }
    }
}
