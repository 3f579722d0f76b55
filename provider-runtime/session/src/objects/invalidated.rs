//! QueryInterface of the session's own objects that can end before their last Release: an
//! invalidated object has IUnknown alone (INVAL-1). What its other methods answer is in the file of
//! its class.

use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IUnknown, Iid};

/// The number of the vtable pointer that answers `iid`. What each of them answers apart from
/// IUnknown is in `interfaces`, in their order.
///
/// # Errors
/// `MAPI_E_INVALID_OBJECT` of an object that has ended, else `MAPI_E_INTERFACE_NOT_SUPPORTED`.
pub(crate) fn slot(iid: Iid, interfaces: &[&[Iid]], has_ended: bool) -> Result<usize, Code> {
    if iid == IID_IUnknown {
        return Ok(0);
    }
    if has_ended {
        return Err(Code::INVALID_OBJECT);
    }
    interfaces.iter().position(|answered| answered.contains(&iid)).ok_or(Code::INTERFACE_NOT_SUPPORTED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use provider_abi::shapes::iid::{IID_IMAPIFolder, IID_IMAPIProp, IID_IMAPITable};

    /// INVAL-1, ERR-4
    #[test]
    fn an_object_that_has_ended_answers_iunknown_alone() {
        let slots = |has_ended| {
            let interfaces: [&[Iid]; 2] = [&[IID_IMAPIProp], &[IID_IMAPITable]];
            let iids = [IID_IUnknown, IID_IMAPIProp, IID_IMAPITable, IID_IMAPIFolder];
            iids.map(|iid| slot(iid, &interfaces, has_ended))
        };
        let invalid = Err(Code::INVALID_OBJECT);
        assert_eq!(slots(false), [Ok(0), Ok(0), Ok(1), Err(Code::INTERFACE_NOT_SUPPORTED)]);
        assert_eq!(slots(true), [Ok(0), invalid, invalid, invalid]);
    }
}
