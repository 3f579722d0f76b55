//! One row of the status table: what a provider has registered, completed with what MAPI itself
//! knows (STATUS-*), and MAPI's own rows. The table is in `tables/`.

use crate::profile::ProfileProvider;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;

/// A row that a provider has registered.
#[derive(Clone, Debug)]
pub(crate) struct StatusRow {
    pub(crate) number: u64,
    pub(crate) columns: Vec<Property>,
}

/// STATUS-2: what a provider's row must have.
const REQUIRED: [PropTag; 4] = [tags::DISPLAY_NAME, tags::STATUS_CODE, tags::RESOURCE_METHODS, tags::PROVIDER_DISPLAY];

/// The UID of entry identifiers of status rows: the session's own.
const UID: [u8; 16] = *b"MAPI status row\0";
const SHORT_TERM: u8 = 0x80;

/// STATUS-7: MAPI's own rows, by number.
pub(crate) const MAPI_ROWS: [(u64, &str, u32, u32); 3] = [
    (1, "MAPI subsystem", MAPI_SUBSYSTEM, STATUS_VALIDATE_STATE),
    (2, "MAPI spooler", MAPI_SPOOLER, STATUS_VALIDATE_STATE | STATUS_FLUSH_QUEUES),
    (3, "MAPI address book", MAPI_AB, STATUS_VALIDATE_STATE),
];

impl StatusRow {
    /// STATUS-1: merges changed columns.
    pub(crate) fn merge(&mut self, columns: Vec<Property>) {
        for column in columns {
            match self.columns.iter_mut().find(|other| other.tag.id() == column.tag.id()) {
                Some(other) => *other = column,
                None => self.columns.push(column),
            }
        }
    }

    /// STATUS-12: which required columns it lacks.
    pub(crate) fn lacking(&self) -> Vec<PropTag> {
        let has = |tag: &PropTag| self.columns.iter().any(|column| column.tag.id() == tag.id());
        REQUIRED.iter().filter(|tag| !has(tag)).copied().collect()
    }

    /// PR_RESOURCE_METHODS (STATUS-4).
    pub(crate) fn methods(&self) -> Option<u32> {
        let methods = self.columns.iter().find(|column| column.tag == tags::RESOURCE_METHODS)?;
        Some(methods.value.as_i32()?.cast_unsigned())
    }

    /// The row as the table shows it: what MAPI gives overrides what the provider said (STATUS-2).
    pub(crate) fn shown(&self, registration: &ProfileProvider) -> Vec<Property> {
        let mut row = self.clone();
        let mut given = own_columns(self.number, registration.resource_type);
        given.push(Property::new(tags::PROVIDER_DLL_NAME, registration.dll.as_str()));
        given.push(Property::new(tags::RESOURCE_FLAGS, registration.flags()));
        row.merge(given);
        for tag in [tags::DISPLAY_NAME, tags::PROVIDER_DISPLAY] {
            let is_there = row.columns.iter().any(|column| column.tag.id() == tag.id());
            if let Some(value) = registration.get(tag).filter(|_| !is_there) {
                row.columns.push(Property::new(tag, value)); // STATUS-12
            }
        }
        row.columns
    }
}

/// The columns that MAPI gives every row.
pub(crate) fn own_columns(number: u64, kind: u32) -> Vec<Property> {
    vec![
        Property::new(tags::RESOURCE_TYPE, kind),
        Property::new(tags::OBJECT_TYPE, MAPI_STATUS),
        Property::new(tags::ROWID, u32::try_from(number).unwrap_or(u32::MAX)),
        Property::new(tags::ENTRYID, entry(number)),
        Property::new(tags::INSTANCE_KEY, number.to_le_bytes().as_slice()),
    ]
}

/// The short-term identifier of row `number`, which `OpenEntry` routes to its status object
/// (STATOBJ-1).
fn entry(number: u64) -> Vec<u8> {
    let flags = [SHORT_TERM, 0, 0, 0];
    flags.into_iter().chain(UID).chain(number.to_le_bytes()).collect()
}

/// The number of the row that an identifier is of; `None` if it is no row's.
pub(crate) fn row_of(entry: &[u8]) -> Option<u64> {
    let rest = entry.strip_prefix(&[SHORT_TERM, 0, 0, 0])?.strip_prefix(&UID)?;
    Some(u64::from_le_bytes(rest.try_into().ok()?))
}

/// Whether it is one of MAPI's own rows.
pub(crate) fn is_mapis_own(row: u64) -> bool {
    MAPI_ROWS.iter().any(|(number, ..)| *number == row)
}
