//! Identifiers of stores, wrapped in the session's own form: heads that nothing else starts with
//! (OPEN-11). Where they lead is in `client/routing.rs` and `logon/request.rs`.

/// Before the DLL's name, a zero, and the provider's bytes.
const STORE: &[u8; 20] = b"\0\0\0\0wrapped store 1\0";
/// Before the UID of a section, for a store that has no identifier yet.
const SECTION: &[u8; 20] = b"\0\0\0\0profile store 1\0";

/// What an identifier says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoreId<'a> {
    /// A store of a DLL, by the provider's own bytes.
    Store { dll: &'a [u8], entry: &'a [u8] },
    /// The store of the section with this UID.
    Section(&'a [u8]),
    /// Not wrapped.
    No(&'a [u8]),
}

/// Wraps a provider's bytes.
pub(crate) fn wrap_store_id(dll: &str, entry: &[u8]) -> Vec<u8> {
    STORE.iter().chain(dll.as_bytes()).chain(&[0]).chain(entry).copied().collect()
}

/// The store of a section.
pub(crate) fn section_id(uid: &[u8]) -> Vec<u8> {
    SECTION.iter().chain(uid).copied().collect()
}

/// Takes an identifier apart.
pub(crate) fn read_store_id(entry: &[u8]) -> StoreId<'_> {
    if let Some(uid) = entry.strip_prefix(SECTION) {
        return StoreId::Section(uid);
    }
    let parts = entry.strip_prefix(STORE).and_then(|rest| {
        let end = rest.iter().position(|byte| *byte == 0)?;
        Some((rest.get(..end)?, rest.get(end + 1..)?))
    });
    parts.map_or(StoreId::No(entry), |(dll, entry)| StoreId::Store { dll, entry })
}

/// The provider's bytes of a wrapped identifier; `None` if it is not one.
pub(crate) fn unwrapped_store_id(entry: &[u8]) -> Option<&[u8]> {
    match read_store_id(entry) {
        StoreId::Store { entry, .. } => Some(entry),
        _ => None,
    }
}
