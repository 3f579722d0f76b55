//! `IMessage`. Its properties are an opened object's, see `shared/container.rs`; it has no
//! attachments and recipients yet.

use crate::logon::object::OpenedObject;
use crate::provider::StoreProvider;
use provider_abi::interfaces::imessage::IMessage;

impl<P: StoreProvider> IMessage for OpenedObject<P> {}
