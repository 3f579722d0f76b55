//! `IABContainer`. `IMAPIContainer`, which is inside it, is in `shared/container.rs`. A mail user
//! has `IMAPIProp` alone, which is in `shared/prop.rs`.

use crate::logon::object::OpenedObject;
use crate::provider::AddressBookProvider;
use provider_abi::interfaces::iab_container::IABContainer;

impl<P: AddressBookProvider> IABContainer for OpenedObject<P> {}
