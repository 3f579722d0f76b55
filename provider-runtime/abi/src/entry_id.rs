//! Entry identifiers as bytes: four flag bytes, sixteen of the UID, then the author's key (OPEN-9).
//! Wrapping a store's identifier is MAPI's own (OPEN-11).

use crate::error::{Error, Result};
use crate::shapes::code::Code;
use crate::uid::Uid;

const FLAGS: usize = 4;
const HEADER: usize = FLAGS + 16;

/// A long-term identifier: all flag bytes zero (OPEN-10).
pub fn long_term(uid: &Uid, key: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + key.len());
    bytes.extend([0; FLAGS]);
    bytes.extend(uid.bytes());
    bytes.extend(key);
    bytes
}

/// The author's key of an identifier that carries one of `uids`.
///
/// # Errors
/// `MAPI_E_INVALID_ENTRYID` for bytes too short to be one, `MAPI_E_UNKNOWN_ENTRYID` for somebody
/// else's.
pub fn key<'a>(bytes: &'a [u8], uids: &[Uid]) -> Result<&'a [u8]> {
    let (Some(header), Some(key)) = (bytes.get(FLAGS..HEADER), bytes.get(HEADER..)) else {
        return Err(Error::new(Code::INVALID_ENTRYID, "too short for an entry identifier"));
    };
    if uids.iter().any(|uid| uid.bytes() == header) {
        Ok(key)
    } else {
        Err(Error::new(Code::UNKNOWN_ENTRYID, "an entry identifier of somebody else"))
    }
}
