//! The status table's rows: what providers register, completed with what MAPI itself knows, and MAPI's own (STATUS-*). The
//! table as an object is in `own_table.rs`.

use super::logon::Logon;
use super::state::State;
use provider_abi::lock::lock;
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::sync::Arc;

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
const OWN: [(u64, &str, u32, u32); 3] = [
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
    pub(crate) fn shown(&self, logon: &Logon) -> Vec<Property> {
        let registration = &logon.registration;
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
fn own_columns(number: u64, kind: u32) -> Vec<Property> {
    vec![
        Property::new(tags::RESOURCE_TYPE, kind),
        Property::new(tags::OBJECT_TYPE, MAPI_STATUS),
        Property::new(tags::ROWID, u32::try_from(number).unwrap_or(u32::MAX)),
        Property::new(tags::ENTRYID, entry(number)),
        Property::new(tags::INSTANCE_KEY, number.to_le_bytes().as_slice()),
    ]
}

/// The short-term identifier of row `number`, which `OpenEntry` routes to its status object (STATOBJ-1).
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
    OWN.iter().any(|(number, ..)| *number == row)
}

impl State {
    /// A number for a provider's row.
    pub(crate) fn next_row(&self) -> u64 {
        self.numbers.row() + OWN.len() as u64
    }

    /// The rows that clients' logons have, with their logons. The spooler's own logons have none in a client's table.
    pub(crate) fn provider_rows(&self) -> Vec<(Arc<Logon>, StatusRow)> {
        let logons = self.client_logons();
        let rows = logons.into_iter().flat_map(|logon| {
            let rows = lock(&logon.kept).rows.clone();
            rows.into_iter().map(move |row| (Arc::clone(&logon), row))
        });
        rows.collect()
    }

    /// PR_IDENTITY_ENTRYID of the row of the primary identity (STATUS-13).
    pub(crate) fn primary_identity(&self) -> Option<Vec<u8>> {
        let rows = self.provider_rows();
        let (_, row) = rows.iter().find(|(logon, _)| logon.registration.flags() & STATUS_PRIMARY_IDENTITY != 0)?;
        let column = row.columns.iter().find(|column| column.tag == tags::IDENTITY_ENTRYID)?;
        column.value.as_binary().map(<[u8]>::to_vec)
    }

    /// All rows of the status table, MAPI's own first.
    pub(crate) fn status_rows(&self) -> Vec<Vec<Property>> {
        let own = OWN.iter().map(|(number, name, kind, methods)| {
            let failed = *kind == MAPI_SPOOLER && !self.options.has_mail();
            let mut columns = own_columns(*number, *kind);
            columns.push(Property::new(tags::DISPLAY_NAME, *name));
            columns.push(Property::new(tags::PROVIDER_DISPLAY, *name));
            columns.push(Property::new(tags::STATUS_CODE, if failed { STATUS_FAILURE } else { STATUS_AVAILABLE }));
            columns.push(Property::new(tags::RESOURCE_METHODS, *methods));
            columns.push(Property::new(tags::RESOURCE_FLAGS, 0_u32));
            columns
        });
        own.chain(self.provider_rows().iter().map(|(logon, row)| row.shown(logon))).collect()
    }
}
