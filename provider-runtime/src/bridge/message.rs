//! `IMessage`. Its properties are an opened object's, see `container.rs`; attachments and recipients have nothing behind them
//! yet.

use super::prop;
use crate::com::object::{OpenedObject, OpenedRole};
use crate::provider::StoreProvider;
use provider_abi::no_support::no_support;
use provider_abi::shapes::imessage::IMessageVtbl;

pub(super) const fn methods<P: StoreProvider>() -> &'static IMessageVtbl {
    const {
        &IMessageVtbl {
            prop: prop::methods::<P, OpenedRole<P>>(),
            get_attachment_table: no_support::<OpenedObject<P>, _>(),
            open_attach: no_support::<OpenedObject<P>, _>(),
            create_attach: no_support::<OpenedObject<P>, _>(),
            delete_attach: no_support::<OpenedObject<P>, _>(),
            get_recipient_table: no_support::<OpenedObject<P>, _>(),
            modify_recipients: no_support::<OpenedObject<P>, _>(),
            submit_message: no_support::<OpenedObject<P>, _>(),
            set_read_flag: no_support::<OpenedObject<P>, _>(),
        }
    }
}
