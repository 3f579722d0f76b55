//! `IMAPIFolder`: what it has beside `IMAPIContainer`, which is in `shared/container.rs`. What a
//! folder is stands in `content.rs`. Changing folders is not there yet.

use crate::logon::object::OpenedObject;
use crate::provider::StoreProvider;
use provider_abi::interfaces::imapi_folder::IMAPIFolder;

impl<P: StoreProvider> IMAPIFolder for OpenedObject<P> {}
