//! QueryInterface of the session's own objects that end before their last Release: behind their end they are husks, of which
//! IUnknown alone is left (INVAL-1). What else such an object answers is in its own file.

use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IUnknown, Iid};

/// The slot of an object with one vtable, whose interfaces beside IUnknown are `known`.
pub(super) fn slot(iid: Iid, known: &[Iid], has_ended: bool) -> Result<usize, Code> {
    match (iid == IID_IUnknown, has_ended) {
        (true, _) => Ok(0),
        (false, true) => Err(Code::INVALID_OBJECT),
        (false, false) if known.contains(&iid) => Ok(0),
        (false, false) => Err(Code::INTERFACE_NOT_SUPPORTED),
    }
}
