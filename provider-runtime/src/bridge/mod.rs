//! The methods of our objects, one file an interface: from MAPI's arguments to the author's trait
//! to out parameters. Identity, counts, the gate and panics are in `logon/`.
//!
//! A working method goes through `Object::call`, which takes a seat and may touch the object until
//! it returns; a transport's goes through `call_transport`, which touches nothing of its object
//! after the author's code. A method of the life cycle (`Logoff`, `Shutdown`, the last Release)
//! takes no seat, clones what it needs, and touches nothing of its object after the end has begun.

pub(crate) mod address_book;
pub(crate) mod init;
#[cfg(feature = "session")]
pub(crate) mod linked;
#[cfg(feature = "registration")]
pub(crate) mod registered;
pub(crate) mod service;
mod shared;
pub(crate) mod store;
pub(crate) mod transport;
