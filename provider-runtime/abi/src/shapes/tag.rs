//! The property tag. Written by hand.

use core::fmt;

/// A property tag: identifier in the upper word, type in the lower.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PropTag(pub u32);

impl PropTag {
    /// The tag of property `id` with type `kind` (`PT_*`).
    #[inline]
    pub const fn new(id: u16, kind: u16) -> Self {
        Self((id as u32) << 16 | kind as u32)
    }

    /// The identifier.
    #[inline]
    pub const fn id(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The type (`PT_*`).
    #[inline]
    pub const fn kind(self) -> u16 {
        self.0 as u16
    }

    /// The same property with another type.
    #[inline]
    pub const fn with_kind(self, kind: u16) -> Self {
        Self::new(self.id(), kind)
    }
}

impl fmt::Display for PropTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{:08X}", self.0)
    }
}

impl fmt::Debug for PropTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
