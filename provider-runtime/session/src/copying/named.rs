//! Ids of named properties at a copy's destination (PROP-91).

use crate::foreign::Props;
use provider_abi::error::Result;
use provider_abi::names::PropName;
use provider_abi::shapes::flag::{MAPI_CREATE, PT_ERROR};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::collections::BTreeMap;

/// From here on an id stands for a name (PROP-3).
const FIRST_NAMED: u16 = 0x8000;

/// Which id each named property of the source has at the destination.
pub(super) enum NamedIds {
    /// One mapping for both.
    Same,
    /// By the ids at the source; one that is not here has none.
    Other(BTreeMap<u16, u16>),
}

impl NamedIds {
    /// For these tags: equal signatures mean one mapping. Otherwise a name is what both have in
    /// common.
    ///
    /// # Errors
    /// What asking for names or ids comes to.
    pub(super) fn between(from: &Props<'_>, to: &Props<'_>, tags: &[PropTag]) -> Result<Self> {
        let named: Vec<_> = tags.iter().copied().filter(|tag| tag.id() >= FIRST_NAMED).collect();
        if named.is_empty() {
            return Ok(Self::Same);
        }
        let signature = from.bytes(tags::MAPPING_SIGNATURE);
        if signature.is_some() && signature == to.bytes(tags::MAPPING_SIGNATURE) {
            return Ok(Self::Same);
        }
        let names = from.names(&named)?;
        let known: Vec<(u16, PropName)> =
            named.iter().zip(names).filter_map(|(tag, name)| Some((tag.id(), name?))).collect();
        if known.is_empty() {
            return Ok(Self::Other(BTreeMap::new()));
        }
        let wanted: Vec<_> = known.iter().map(|(_, name)| name.clone()).collect();
        let ids = to.ids(&wanted, MAPI_CREATE)?;
        let there = known.iter().zip(ids).filter(|(_, tag)| tag.kind() != PT_ERROR && tag.id() >= FIRST_NAMED);
        Ok(Self::Other(there.map(|((id, _), tag)| (*id, tag.id())).collect()))
    }

    /// The tag at the destination; `None` for a name that it has no id for.
    pub(super) fn at_destination(&self, tag: PropTag) -> Option<PropTag> {
        match self {
            Self::Other(ids) if tag.id() >= FIRST_NAMED => ids.get(&tag.id()).map(|id| PropTag::new(*id, tag.kind())),
            _ => Some(tag),
        }
    }
}
