//! The methods of our objects, one file an interface: raw arguments to the author's trait to out parameters. Identity,
//! counts, the gate and the wall are in `com/`.
//!
//! A working method goes through `Object::call`, which takes a seat and may touch the object until it returns; a
//! transport's goes through `called`, which touches nothing of its object behind the author's code. A lifecycle method
//! (`Logoff`, `Shutdown`, the last Release) takes none, clones what it needs, and touches nothing of its object after the
//! end has begun.

pub(crate) mod address_book;
mod container;
mod entries;
mod fast;
mod folder;
#[cfg(feature = "session")]
pub(crate) mod linked;
mod logon;
mod logon_call;
mod message;
mod plain_logon;
mod prop;
pub(crate) mod provider;
#[cfg(feature = "registration")]
pub(crate) mod registered;
pub(crate) mod service;
mod status;
mod store;
mod table;
pub(crate) mod transport;
