//! A preprocessor that a transport has registered: for which recipients. Its function is never
//! called; stores are told that there is one (SUBMIT-3).

use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tags;

/// One preprocessor.
#[derive(Debug)]
pub(crate) struct Preprocessor {
    /// For recipients whose identifiers have this UID; `None`: for any.
    pub(crate) uid: Option<[u8; 16]>,
    /// For recipients of this address type; `None`: of any.
    pub(crate) address_type: Option<String>,
}

impl Preprocessor {
    /// Whether it is for one of these recipients.
    pub(crate) fn is_for(&self, recipients: &[Vec<Property>]) -> bool {
        let value = |row: &[Property], id: u16| {
            let found = row.iter().find(|property| property.tag.id() == id);
            found.map(|property| property.value.clone())
        };
        recipients.iter().any(|row| {
            let entry = value(row, tags::ENTRYID.id());
            let uid = entry.as_ref().and_then(PropValue::as_binary).and_then(|entry| entry.get(4..20));
            let kind = value(row, tags::ADDRTYPE.id());
            let kind = kind.as_ref().and_then(PropValue::as_text);
            let has_uid = self.uid.is_none_or(|own| uid == Some(&own[..]));
            let has_type =
                self.address_type.as_ref().is_none_or(|own| kind.is_some_and(|kind| kind.eq_ignore_ascii_case(own)));
            has_uid && has_type
        })
    }
}
