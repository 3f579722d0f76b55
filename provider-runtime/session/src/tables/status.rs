//! The status table: MAPI's own rows, and those of providers (STATUS-*); whose the primary identity
//! is.

use crate::model::{MAPI_ROWS, State, own_columns};
use provider_abi::prop_value::Property;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::tags;

/// PR_IDENTITY_ENTRYID of the row of the primary identity (STATUS-13).
pub(crate) fn primary_identity(state: &State) -> Option<Vec<u8>> {
    let rows = state.provider_rows();
    let (_, row) = rows.iter().find(|(logon, _)| logon.registration.flags() & STATUS_PRIMARY_IDENTITY != 0)?;
    let column = row.columns.iter().find(|column| column.tag == tags::IDENTITY_ENTRYID)?;
    column.value.as_binary().map(<[u8]>::to_vec)
}

/// All rows of the status table, MAPI's own first.
pub(crate) fn rows(state: &State) -> Vec<Vec<Property>> {
    let own = MAPI_ROWS.iter().map(|(number, name, kind, methods)| {
        let failed = *kind == MAPI_SPOOLER && !state.options.has_mail();
        let mut columns = own_columns(*number, *kind);
        columns.push(Property::new(tags::DISPLAY_NAME, *name));
        columns.push(Property::new(tags::PROVIDER_DISPLAY, *name));
        columns.push(Property::new(tags::STATUS_CODE, if failed { STATUS_FAILURE } else { STATUS_AVAILABLE }));
        columns.push(Property::new(tags::RESOURCE_METHODS, *methods));
        columns.push(Property::new(tags::RESOURCE_FLAGS, 0_u32));
        columns
    });
    own.chain(state.provider_rows().iter().map(|(logon, row)| row.shown(&logon.registration))).collect()
}
