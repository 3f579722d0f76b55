//! A GUID as it stands in memory. Written by hand; the identifiers themselves are in `iid.rs`.

use core::fmt;

/// A GUID as its 16 bytes in memory.
///
/// Bytes and not four numbers, so that it has alignment 1: a MAPIUID may stand at any address and
/// is read as one of these.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Iid(pub [u8; 16]);

impl fmt::Debug for Iid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a0, a1, a2, a3, b0, b1, c0, c1, d0, d1, node @ ..] = self.0;
        let first = u32::from_le_bytes([a0, a1, a2, a3]);
        let second = u16::from_le_bytes([b0, b1]);
        let third = u16::from_le_bytes([c0, c1]);
        write!(f, "{first:08X}-{second:04X}-{third:04X}-{d0:02X}{d1:02X}-")?;
        node.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}
