//! Which transport a recipient is for (XPLOGON-8).

use crate::message::column;
use crate::model::Transport;
use provider_abi::lock::lock;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::tags;
use std::sync::Arc;

/// The first transport that handles a recipient, of those that have not declined it: by the UID of
/// its identifier, then by its address type, each in transport order.
pub(super) fn transport_for<'t>(
    row: &[Property],
    transports: &'t [Arc<Transport>],
    has_declined: impl Fn(&Transport) -> bool,
) -> Option<&'t Arc<Transport>> {
    let mut asked = transports.iter().filter(|one| !has_declined(one) && !one.has_failed());
    let entry = column(row, tags::ENTRYID).and_then(PropValue::as_binary).unwrap_or_default();
    if let Some(found) = asked.clone().find(|one| lock(&one.types).has_uid(entry)) {
        return Some(found);
    }
    let address_type = column(row, tags::ADDRTYPE).and_then(PropValue::as_text)?;
    asked.find(|one| lock(&one.types).has_type(address_type))
}
