//! `IMAPISupport::CreateOneOff`: the identifier of a recipient who is in no address book. Nothing
//! is opened by it here.
#![allow(unsafe_code, reason = "texts are read up to their zero")]

use super::support_object::SupportObject;
use crate::record::what::support::CreateOneOff;
use provider_abi::class::Receiver;
use provider_abi::params::only;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MAPI_UNICODE;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::ENTRYID;
use provider_abi::strings::{text, wide_units};
use std::ffi::c_void;

/// The flags and the UID that every one-off identifier begins with, and its version.
const HEAD: &[u8; 22] = b"\0\0\0\0\x81\x2B\x1F\xA4\xBE\xA3\x10\x19\x9D\x6E\x00\xDD\x01\x0F\x54\x02\0\0";
/// In the identifier itself: its texts are UTF-16; the recipient gets no rich text.
const UNICODE: u16 = 0x8000;
const NO_RICH_INFO: u16 = 0x0001;
/// `MAPI_SEND_NO_RICH_INFO`
const SEND_NO_RICH_INFO: u32 = 0x0001_0000;

/// The texts are kept as UTF-16, in whatever width they come. Without a name, the address is the
/// name.
pub(super) fn create_one_off(
    support: Receiver<'_, SupportObject>,
    name: In<'_, c_void>,
    kind: In<'_, c_void>,
    address: In<'_, c_void>,
    flags: u32,
    length: Out<'_, u32>,
    entry: Out<'_, *mut ENTRYID>,
) -> Code {
    entry.clear();
    length.write(0);
    support.call(CreateOneOff { whose: support.whose() }, |state, _| {
        only(flags, MAPI_UNICODE | SEND_NO_RICH_INFO)?;
        let length = length.needed()?;
        let entry = entry.needed()?;
        // SAFETY: O3: null, or a text in the width that the flags say.
        let texts = [name, kind, address].map(|argument| unsafe { text(argument, flags) });
        let [name, Some(kind), Some(address)] = texts else { return Err(Code::INVALID_PARAMETER.into()) };
        let name = name.unwrap_or_else(|| address.clone());
        let own = UNICODE | if flags & SEND_NO_RICH_INFO == 0 { 0 } else { NO_RICH_INFO };
        let texts = [name, kind, address].into_iter().flat_map(|text| wide_units(&text));
        let words = [own].into_iter().chain(texts).flat_map(u16::to_le_bytes);
        let bytes: Vec<u8> = HEAD.iter().copied().chain(words).collect();
        let block = state.memory.allocators.block::<u8>(bytes.len())?;
        for (index, byte) in bytes.iter().enumerate() {
            block.put(0, index, *byte)?;
        }
        length.write(u32::try_from(bytes.len()).map_err(|_| Code::NOT_ENOUGH_MEMORY)?);
        entry.write(block.into_raw().cast());
        Ok(())
    })
}
