//! `IABContainer` and `IMailUser`. `IMAPIContainer`, which is inside the one, is in `bridge/container.rs`, `IMAPIProp`,
//! which the other is, in `bridge/prop.rs`.

use crate::bridge::{container, prop};
use crate::com::object::{OpenedObject, OpenedRole};
use crate::provider::AddressBookProvider;
use provider_abi::no_support::no_support;
use provider_abi::shapes::iab_container::IABContainerVtbl;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;

pub(super) const fn methods<P: AddressBookProvider>() -> &'static IABContainerVtbl {
    const {
        &IABContainerVtbl {
            container: container::methods::<P>(),
            create_entry: no_support::<OpenedObject<P>, _>(),
            copy_entries: no_support::<OpenedObject<P>, _>(),
            delete_entries: no_support::<OpenedObject<P>, _>(),
            resolve_names: no_support::<OpenedObject<P>, _>(),
        }
    }
}

pub(super) const fn mail_user_methods<P: AddressBookProvider>() -> &'static IMAPIPropVtbl {
    const { &prop::methods::<P, OpenedRole<P>>() }
}
